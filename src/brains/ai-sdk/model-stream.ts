import * as z from 'zod';
import { BrainError } from '../brain-error.ts';
import type { AiSdkCall, AiSdkLanguageModel } from './ai-sdk-model.ts';
import { errorFromModel } from './model-error.ts';
import { settled } from './settled.ts';

/** What of a model's stream is made use of, the same for all versions of the specification. */
export type ModelPart =
  | { readonly type: 'text-came'; readonly text: string }
  | { readonly type: 'tool-asked'; readonly id: string; readonly name: string; readonly arguments: string }
  | { readonly type: 'warning-came'; readonly message: string }
  | {
      readonly type: 'answer-finished';
      readonly reason: string | undefined;
      readonly input: number | undefined;
      readonly output: number | undefined;
    };

export type ModelStreamOptions = {
  readonly brain: string;
  readonly signal: AbortSignal | undefined;
  /** Seconds without anything from the model. */
  readonly timeout: number;
};

/** One answer of a model. Whoever stops reading ends the model's work, and so does an abort, heeded by the model or not. */
export async function* openModelStream(
  model: AiSdkLanguageModel,
  call: Omit<AiSdkCall, 'abortSignal'>,
  { brain, signal, timeout }: ModelStreamOptions,
): AsyncGenerator<ModelPart> {
  signal?.throwIfAborted();
  const controller = new AbortController();
  const late = (): Error =>
    new BrainError(`${brain} said nothing for ${timeout} s.`, { brain, code: 'network', retryable: true });
  const waiting = { signal, timeout, late };
  let reader: ReadableStreamDefaultReader<unknown> | undefined;
  const open = async (): Promise<ReadableStreamDefaultReader<unknown>> => {
    const { stream } = await model.doStream({ ...call, abortSignal: controller.signal });
    const opened = stream.getReader();
    // It came after all, and nobody waits any more.
    if (controller.signal.aborted) opened.cancel().then(ignore, ignore);
    return opened;
  };
  try {
    const reading = await settled(open, waiting);
    reader = reading;
    for (;;) {
      const { done, value } = await settled(() => reading.read(), waiting);
      if (done) return;
      yield* readPart(value, brain);
    }
  } catch (error) {
    signal?.throwIfAborted();
    throw errorFromModel(error, brain);
  } finally {
    controller.abort();
    reader?.cancel().then(ignore, ignore);
  }
}

function ignore(): void {}

const words = z.string().optional().catch(undefined);

/** Version 2 counts tokens by a number, later ones by an object with a `total`. */
const count = z
  .union([
    z.number().nonnegative(),
    z.object({ total: z.number().nonnegative() }).transform(({ total }) => total),
  ])
  .optional()
  .catch(undefined);

const partSchema = z.object({
  type: z.string(),
  delta: words,
  toolCallId: words,
  toolName: words,
  /** JSON; some models' packages hand on an object. */
  input: z.unknown().optional(),
  providerExecuted: z.boolean().optional().catch(undefined),
  error: z.unknown().optional(),
  usage: z.object({ inputTokens: count, outputTokens: count }).optional().catch(undefined),
  finishReason: z
    .union([z.string(), z.object({ unified: z.string() }).transform(({ unified }) => unified)])
    .optional()
    .catch(undefined),
  warnings: z
    .array(
      z.object({
        feature: words,
        setting: words,
        details: words,
        message: words,
      }),
    )
    .optional()
    .catch(undefined),
});

function* readPart(value: unknown, brain: string): Generator<ModelPart> {
  const parsed = partSchema.safeParse(value);
  if (!parsed.success) return;
  const { type, delta = '', toolCallId, toolName, input, usage, finishReason, warnings = [] } = parsed.data;
  if (type === 'text-delta' && delta !== '') yield { type: 'text-came', text: delta };
  if (type === 'tool-call' && parsed.data.providerExecuted !== true && toolName !== undefined) {
    yield {
      type: 'tool-asked',
      id: toolCallId === undefined || toolCallId === '' ? globalThis.crypto.randomUUID() : toolCallId,
      name: toolName,
      arguments: typeof input === 'string' ? input : (JSON.stringify(input) ?? '{}'),
    };
  }
  if (type === 'stream-start') {
    for (const { feature, setting = feature, details, message } of warnings) {
      const what = message ?? details ?? `it does not take ${setting ?? 'something that it was asked'}`;
      yield { type: 'warning-came', message: `${brain}: ${what}` };
    }
  }
  if (type === 'finish') {
    yield {
      type: 'answer-finished',
      reason: finishReason,
      input: usage?.inputTokens,
      output: usage?.outputTokens,
    };
  }
  if (type === 'error') throw errorFromModel(parsed.data.error, brain);
}
