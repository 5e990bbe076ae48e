import type { Brain, BrainPart, BrainRequest } from '../../../src/voices/index.ts';
import type { Scenario } from '../scenarios/scenario.ts';

export type ScriptedBrainOptions = Pick<Scenario, 'replies' | 'thinking'> & {
  readonly wait: (duration: number, options?: { readonly signal?: AbortSignal }) => Promise<void>;
  readonly reads: boolean;
};

/** Answers with fixed texts after fixed times: the first reply until one of its own has been heard, then the second. */
export function createScriptedBrain({ replies, thinking, wait, reads }: ScriptedBrainOptions): Brain {
  async function* respond(
    { turns }: BrainRequest,
    options: { readonly signal?: AbortSignal } = {},
  ): AsyncGenerator<BrainPart> {
    const call = turns.filter(({ type }) => type === 'agent').length;
    await wait(thinking[Math.min(call, thinking.length - 1)] ?? 0, options);
    yield { type: 'text-said', text: replies[Math.min(call, replies.length - 1)] ?? '' };
  }
  return { id: 'scripted', reads, respond };
}
