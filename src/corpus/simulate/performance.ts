import type { Plan, SoundSource } from '../../generate/index.ts';
import type { WrittenScript } from '../text/script-writer.ts';
import type { DialoguePlan } from './dialogue-plan.ts';

/** A dialogue as it was spoken, dry: when everything is heard, and the sounds it is made of. */
export type Performance = AsyncDisposable & {
  readonly plan: Plan;
  readonly sounds: SoundSource;
  /** LUFS of each speaker's speech in `sounds`, in order of their channels. */
  readonly speechLevels: readonly number[];
  /** Of whom there is a recording: what the record says of consent and origin. */
  readonly origin: 'synthesised' | 'mixed';
  readonly warnings: readonly string[];
};

/** Speaks scripts: with voices, or out of a pool of recorded utterances. */
export interface Performer extends AsyncDisposable {
  perform(
    written: WrittenScript,
    plan: DialoguePlan,
    options?: { readonly signal?: AbortSignal | undefined },
  ): Promise<Performance>;
}
