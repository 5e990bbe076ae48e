import { resolveTiming, type Timing } from '../../generate/index.ts';
import type { DialoguePlan } from './dialogue-plan.ts';

/** How the people of a dialogue take turns: as in its register, but for what the specification has more or less of. */
export function dialogueTiming({ register, rates }: Pick<DialoguePlan, 'register' | 'rates'>): Timing {
  const usual = resolveTiming(register);
  return resolveTiming(register, {
    overlappedStarts: Math.min(1, usual.overlappedStarts * rates.overlap),
    backchannelsPerMinute: usual.backchannelsPerMinute * rates.backchannels,
    interruptionsPerMinute: usual.interruptionsPerMinute * rates.interruptions,
  });
}
