import { prepareConversation, resolveTiming } from '../../generate/index.ts';
import type { VoiceProvider } from '../../voices/index.ts';
import type { DialoguePlan } from './dialogue-plan.ts';
import type { Performer } from './performance.ts';

export type VoicePerformerOptions = {
  /** They stay the caller's. */
  readonly providers: readonly VoiceProvider[];
  /** Hz. */
  readonly sampleRate: number;
};

/** Speaks scripts with voices. */
export function createVoicePerformer({ providers, sampleRate }: VoicePerformerOptions): Performer {
  return {
    async perform({ script }, plan, { signal } = {}) {
      const prepared = await prepareConversation({
        script,
        providers,
        sampleRate,
        id: plan.id,
        seed: plan.seed,
        register: plan.register,
        interruptions: 'auto',
        timing: timingOf(plan),
        loudness: { levels: 'keep' },
        maxConcurrency: 2,
        ...(signal && { signal }),
      });
      return {
        plan: prepared.plan,
        sounds: prepared.sounds,
        speechLevels: prepared.speechLevels,
        origin: 'synthesised',
        warnings: prepared.warnings,
        [Symbol.asyncDispose]: () => prepared[Symbol.asyncDispose](),
      };
    },
    async [Symbol.asyncDispose]() {},
  };
}

function timingOf({ register, rates }: DialoguePlan) {
  const usual = resolveTiming(register);
  return {
    overlappedStarts: Math.min(1, usual.overlappedStarts * rates.overlap),
    backchannelsPerMinute: usual.backchannelsPerMinute * rates.backchannels,
    interruptionsPerMinute: usual.interruptionsPerMinute * rates.interruptions,
  };
}
