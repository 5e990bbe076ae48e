import type { Plan, SoundSource } from '../../generate/index.ts';
import type { WrittenScript } from '../text/script-writer.ts';
import type { DialoguePlan } from './dialogue-plan.ts';

/** A dialogue as it was spoken, dry: when everything is heard, and the sounds it is made of. */
export type Performance = AsyncDisposable & {
  readonly plan: Plan;
  readonly sounds: SoundSource;
  /** LUFS of each speaker's speech in `sounds`, in order of their channels. */
  readonly speechLevels: readonly number[];
  /** Whether anybody was recorded for it. */
  readonly origin: 'synthesised' | 'mixed';
  /** Where its words come from. */
  readonly text: Omit<WrittenScript, 'script'>;
  readonly warnings: readonly string[];
};

/** Makes planned dialogues heard: with voices that speak scripts, or out of a pool of recorded utterances. */
export interface Performer extends AsyncDisposable {
  /** The same plan gives the same sound, on any machine. */
  perform(plan: DialoguePlan, options?: { readonly signal?: AbortSignal | undefined }): Promise<Performance>;
}
