import type { Brain, BrainTurn } from '../../../voices/index.ts';
import { CorpusError } from '../../corpus-error.ts';
import { canonicalJson, sha256Of } from '../../run/run-manifest.ts';
import type { DialoguePlan } from '../../simulate/dialogue-plan.ts';
import type { ObjectStore } from '../../store/object-store.ts';
import type { ScriptWriter } from '../script-writer.ts';
import { type CachedAnswer, createAnswerCache } from './answer-cache.ts';
import { ownSentencesOf, readModelAnswer, scriptOfAnswer, withoutSentences } from './model-answer.ts';
import { modelPrompt } from './model-prompt.ts';

export type ModelWriterOptions = {
  /** `provider/model`. */
  readonly model: string;
  /** 0 to 2. */
  readonly temperature: number;
  /** Beside what else makes the same request another: the address of a server. */
  readonly address?: string | undefined;
  /** A brain that answers one request. The seed is the request's. */
  readonly openModel: (options: { readonly instructions: string; readonly seed: number }) => Promise<Brain>;
  /** Where what was paid for is kept; the writer disposes it. */
  readonly cache: ObjectStore;
  /** Of a million tokens, in any currency. */
  readonly price?: { readonly input: number; readonly output: number } | undefined;
  /** Of all answers in the cache, in the price's currency: nothing more is asked when it is reached. */
  readonly maxCost?: number | undefined;
};

/**
 * Has dialogues written by a language model. What it wrote is kept by the hash of what it was asked: a second run asks for
 * nothing, and that is what makes it the same.
 */
export function createModelWriter(options: ModelWriterOptions): ScriptWriter {
  const { model, temperature, address, openModel, price, maxCost } = options;
  const cache = createAnswerCache(options.cache, {
    sentencesOf: (answer) => {
      const read = readModelAnswer(answer);
      return read.ok ? ownSentencesOf(read.answer) : [];
    },
  });

  async function mayPay(plan: DialoguePlan, signal: AbortSignal | undefined): Promise<void> {
    if (price === undefined || maxCost === undefined) return;
    const { input, output } = await cache.spent({ signal });
    const cost = (input * price.input + output * price.output) / 1e6;
    if (cost < maxCost) return;
    throw new CorpusError(
      `The texts of ${model} have cost ${cost.toFixed(2)} (${input} tokens read, ${output} written), and text.maxCost is ${maxCost}: ${plan.id} and what follows are not written. Raise it, and the same command goes on.`,
      { field: 'text.maxCost', retryable: true },
    );
  }

  async function ask(plan: DialoguePlan, signal: AbortSignal | undefined): Promise<CachedAnswer> {
    const { instructions, task } = modelPrompt(plan);
    const seed = Number.parseInt(sha256Of(plan.seed).slice(0, 7), 16);
    const request = { model, address: address ?? null, temperature, seed, instructions, task };
    const hash = sha256Of(canonicalJson(request));
    const known = await cache.get(hash, { signal });
    if (known !== undefined) return known;
    await mayPay(plan, signal);
    const brain = await openModel({ instructions, seed });
    const turns: BrainTurn[] = [{ type: 'user', text: task, typed: true }];
    let [input, output] = [0, 0];
    for (let attempt = 1; ; attempt++) {
      const answer = await answerOf(brain, turns, plan.language, signal);
      input += answer.input;
      output += answer.output;
      const read = readModelAnswer(answer.text);
      const twice = read.ok
        ? await cache.saidElsewhere(ownSentencesOf(read.answer), plan.split, { signal })
        : new Set<string>();
      let kept = answer.text;
      // What is said in another split even when asked anew is left out.
      if (read.ok && twice.size > 0 && attempt === mostAttempts)
        kept = JSON.stringify(withoutSentences(read.answer, twice));
      const left = kept === answer.text ? read : readModelAnswer(kept);
      if (left.ok && (twice.size === 0 || attempt === mostAttempts)) {
        const entry = { model, answer: kept, split: plan.split, input, output };
        await cache.put(hash, entry, { signal });
        return entry;
      }
      const fault = left.ok
        ? `These sentences are in other dialogues: ${[...twice].map((each) => `"${each}"`).join(', ')}.`
        : left.reason;
      if (attempt === mostAttempts) {
        throw new CorpusError(
          `${model} wrote no dialogue for ${plan.id}, asked twice: ${fault} It began: ${answer.text.slice(0, 120)}`,
          { item: plan.id, field: 'text.model' },
        );
      }
      const wish = left.ok ? `${fault} Say them in other words.` : `That cannot be read. ${fault}`;
      turns.push(
        { type: 'agent', text: answer.text, cutShort: false },
        { type: 'user', text: `${wish} Write the whole JSON again.`, typed: true },
      );
    }
  }

  return {
    async write(plan, { signal } = {}) {
      const { answer } = await ask(plan, signal);
      const read = readModelAnswer(answer);
      if (!read.ok) {
        throw new CorpusError(`What ${model} wrote for ${plan.id} is no dialogue any more: ${read.reason}`, {
          item: plan.id,
          field: 'text.cache',
        });
      }
      return {
        ...scriptOfAnswer(read.answer, plan),
        source: model,
        licence: null,
        topic: read.answer.topic,
        roles: rolesInPlan(plan),
        style: 'spontaneous',
      };
    },
    [Symbol.asyncDispose]: () => options.cache[Symbol.asyncDispose](),
  };
}

/** Who A and B are, where the scenario says it. */
function rolesInPlan({ domain }: DialoguePlan): readonly (string | null)[] {
  return domain === 'assistant' ? ['user', 'assistant'] : [null, null];
}

/** A dialogue that cannot be used is asked for once more. */
const mostAttempts = 2;

async function answerOf(
  brain: Brain,
  turns: readonly BrainTurn[],
  language: string,
  signal: AbortSignal | undefined,
): Promise<{ readonly text: string; readonly input: number; readonly output: number }> {
  let text = '';
  let [input, output] = [0, 0];
  const request = {
    occasion: 'answer',
    turns,
    context: { language, elapsed: 0 },
    tools: [],
    speculative: false,
  } as const;
  try {
    for await (const part of brain.respond(request, signal === undefined ? {} : { signal })) {
      if (part.type === 'text-said') text += part.text;
      if (part.type === 'tokens-counted') [input, output] = [input + part.input, output + part.output];
    }
  } catch (cause) {
    signal?.throwIfAborted();
    // Not the dialogue's fault: the run stops, and goes on when it is started again.
    throw new CorpusError(
      `${brain.id} gave no answer: ${cause instanceof Error ? cause.message : String(cause)}`,
      { field: 'text.model', retryable: true, cause },
    );
  }
  return { text, input, output };
}
