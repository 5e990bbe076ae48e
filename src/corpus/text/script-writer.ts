import type { Script } from '../../script/index.ts';
import type { DialoguePlan } from '../simulate/dialogue-plan.ts';

/** What the speakers of a dialogue will say. The same plan gives the same script, on any machine. */
export interface ScriptWriter extends AsyncDisposable {
  /** Its speakers have the plan's ids, in its order. */
  write(plan: DialoguePlan, options?: { readonly signal?: AbortSignal | undefined }): Promise<WrittenScript>;
}

export type WrittenScript = {
  readonly script: Script;
  /** Where it comes from: `grammar`, a file's name, a model's id. */
  readonly source: string;
  readonly licence: string | null;
  /** What is talked about, in a few words. */
  readonly topic: string | null;
  /** What each speaker is in it: `interviewer`, `assistant`, …; in the plan's order. */
  readonly roles: readonly (string | null)[];
  /** `spontaneous` has disfluencies and feedback words. */
  readonly style: 'script' | 'spontaneous';
  /** Turns of the script, by index, that are said to somebody who is not in the conversation. */
  readonly asides: readonly number[];
};
