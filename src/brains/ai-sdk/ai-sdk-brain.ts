import type { Brain, BrainPart, BrainRequest } from '../../voices/index.ts';
import { BrainError } from '../brain-error.ts';
import type { AiSdkCall, AiSdkJson, AiSdkLanguageModel, AiSdkTool } from './ai-sdk-model.ts';
import { buildMessages } from './build-prompt.ts';
import { checkModel, checkOptions } from './check-model.ts';
import { openModelStream } from './model-stream.ts';
import { readAnswer } from './read-answer.ts';
import { settled } from './settled.ts';
import { systemPrompt } from './system-prompt.ts';
import { toolChoiceFor, toolsFor } from './tools.ts';

export type AiSdkBrainOptions = {
  /** Of the AI SDK, version 2 to 4 of its specification, such as `openai('gpt-5-mini')`. */
  readonly model: AiSdkLanguageModel;
  /** `Brain.id`; default provider and model, such as `openai/gpt-5-mini`. */
  readonly id?: string;
  /** Who the agent is and what it is to do; before those that a session gives. Default none. */
  readonly instructions?: string;
  /**
   * The answer is to be heard: the model is told how to write for the ear, and what it writes all the same of markdown,
   * emoji, links and `<think>` is taken out as it comes. Default true.
   */
  readonly spoken?: boolean;
  /** Most tokens of an answer, where a request names no fewer. Default the model's own. */
  readonly maxTokens?: number;
  /** 0 to 2; default the model's own. */
  readonly temperature?: number;
  /** For models that repeat an answer of the same seed. Default none. */
  readonly seed?: number;
  /** By provider, as the AI SDK takes them: `{ openai: { reasoningEffort: 'minimal' } }`. */
  readonly providerOptions?: Readonly<Record<string, Readonly<Record<string, AiSdkJson>>>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** Seconds without anything from the model before it has failed; default 20. */
  readonly timeout?: number;
  /** How often it is asked again where it failed before it said anything; default 1. A speculative request never is. */
  readonly maxRetries?: number;
};

/** Seconds. A service that asks for longer is not waited for: somebody is listening. */
const longestRetryAfter = 3;
const pauseBeforeRetry = 0.25;

/** Any language model of the AI SDK. Nothing is asked before the first request. */
export function createAiSdkBrain(options: AiSdkBrainOptions): Brain {
  checkModel(options.model);
  checkOptions(options);
  const { model, maxRetries = 1, timeout = 20, spoken = true } = options;
  const { id = `${model.provider.split('.')[0]}/${model.modelId}` } = options;

  async function* respond(
    request: BrainRequest,
    { signal }: { readonly signal?: AbortSignal } = {},
  ): AsyncGenerator<BrainPart> {
    signal?.throwIfAborted();
    const { tools, warnings } = toolsFor(request.tools);
    for (const message of warnings) yield { type: 'warning-raised', message: `${id}: ${message}` };
    const call = arrangeCall(request, options, tools);
    for (let attempt = 1; ; attempt++) {
      let begun = false;
      try {
        const parts = openModelStream(model, call, { brain: id, signal, timeout });
        const { language } = request.context;
        for await (const part of readAnswer(parts, { brain: id, language, spoken })) {
          begun = true;
          yield part;
          signal?.throwIfAborted();
        }
        return;
      } catch (error) {
        signal?.throwIfAborted();
        const again = !begun && !request.speculative && attempt <= maxRetries;
        if (!again || !(error instanceof BrainError) || !error.retryable) throw error;
        const { retryAfter = pauseBeforeRetry } = error;
        if (retryAfter > longestRetryAfter) throw error;
        await pause(retryAfter, signal);
      }
    }
  }

  return { id, respond };
}

function arrangeCall(
  request: BrainRequest,
  { instructions, spoken = true, maxTokens, temperature, seed, providerOptions, headers }: AiSdkBrainOptions,
  tools: AiSdkTool[],
): Omit<AiSdkCall, 'abortSignal'> {
  const mostTokens = Math.min(
    request.mostTokens ?? Number.POSITIVE_INFINITY,
    maxTokens ?? Number.POSITIVE_INFINITY,
  );
  const toolChoice = toolChoiceFor(request.toolChoice, tools);
  return {
    prompt: [
      { role: 'system', content: systemPrompt(instructions, request.context, { spoken }) },
      ...buildMessages(request),
    ],
    ...(Number.isFinite(mostTokens) ? { maxOutputTokens: mostTokens } : {}),
    ...(temperature === undefined ? {} : { temperature }),
    ...(seed === undefined ? {} : { seed }),
    ...(tools.length === 0 ? {} : { tools }),
    ...(toolChoice === undefined ? {} : { toolChoice }),
    ...(headers === undefined ? {} : { headers: { ...headers } }),
    ...(providerOptions === undefined ? {} : { providerOptions: structuredClone(providerOptions) }),
  };
}

/** Seconds. */
async function pause(duration: number, signal: AbortSignal | undefined): Promise<void> {
  const over = new Error('The pause is over.');
  const wait = settled(() => new Promise<never>(() => {}), { signal, timeout: duration, late: () => over });
  await wait.catch((reason: unknown) => {
    if (reason !== over) throw reason;
  });
}
