import * as z from 'zod';
import type { WireReply } from '../cloud/adapter.ts';
import { fromBase64 } from '../cloud/base64.ts';
import { calledOff, type Platform } from '../cloud/clock.ts';
import type { Gate } from '../cloud/gate.ts';
import type { HttpClient } from '../cloud/http-client.ts';
import { ProviderError } from '../cloud/provider-error.ts';
import { withRetries } from '../cloud/with-retries.ts';
import { errorFromAiSdk } from './ai-sdk-error.ts';
import type { AiSdkSpeechAnswer, AiSdkSpeechCall, AiSdkSpeechModel } from './ai-sdk-types.ts';

export type AiSdkClientOptions = {
  readonly model: AiSdkSpeechModel;
  readonly provider: string;
  readonly title: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly maxRetries: number;
  /** Seconds to the whole answer. */
  readonly timeout: number;
  readonly gate: Gate;
  readonly platform: Platform;
};

const callSchema = z.looseObject({
  text: z.string(),
  providerOptions: z.record(z.string(), z.record(z.string(), z.json())).exactOptional(),
});

/** A model of the AI SDK in the place of a vendor's server: a request's body is its call, a reply's JSON what it notes. */
export function createAiSdkClient(options: AiSdkClientOptions): HttpClient {
  const { provider, title, platform } = options;
  return {
    async exchange(request, read, { signal } = {}) {
      const call = callSchema.safeParse(request.body);
      if (!call.success) {
        throw new ProviderError(
          `${title}: providerOptions are given by provider, as the AI SDK takes them, such as { ${provider}: { … } }. ${z.prettifyError(call.error)}`,
          { provider, code: 'invalid-option', cause: call.error },
        );
      }
      const startedAt = platform.now();
      return withRetries({ ...options, signal }, async (attempts) => {
        const answer = await askOnce(options, call.data, { signal, attempts });
        const answeredAt = platform.now();
        const headers = new Headers(answer.response?.headers);
        return read({
          reply: replyOf(answer, headers, title),
          requestId: headers.get('x-request-id') ?? headers.get('request-id') ?? undefined,
          attempts,
          startedAt,
          firstByteAt: () => answeredAt,
        });
      });
    },
  };
}

async function askOnce(
  options: AiSdkClientOptions,
  call: AiSdkSpeechCall,
  { signal, attempts }: { readonly signal: AbortSignal | undefined; readonly attempts: number },
): Promise<AiSdkSpeechAnswer> {
  const { model, provider, title, headers, timeout, platform } = options;
  const release = await options.gate.enter(signal);
  const controller = new AbortController();
  const timer = new AbortController();
  const onAbort = (): void => controller.abort(signal?.reason);
  signal?.addEventListener('abort', onAbort, { once: true });
  const giveUp = (): void => {
    const message = `${title} did not answer within ${timeout} s.`;
    controller.abort(new ProviderError(message, { provider, code: 'timeout', retryable: true, attempts }));
  };
  platform.wait(timeout, { signal: timer.signal }).then(giveUp, () => {});
  try {
    signal?.throwIfAborted();
    return await new Promise<AiSdkSpeechAnswer>((resolve, reject) => {
      // A model need not heed its signal: it is left behind.
      // oxlint-disable-next-line typescript/prefer-promise-reject-errors
      controller.signal.addEventListener('abort', () => reject(controller.signal.reason), { once: true });
      const generate = async (): Promise<AiSdkSpeechAnswer> =>
        model.doGenerate({ ...call, headers, abortSignal: controller.signal });
      generate().then(resolve, (error: unknown) =>
        reject(errorFromAiSdk(error, { provider, title, attempts, platform })),
      );
    });
  } finally {
    signal?.removeEventListener('abort', onAbort);
    timer.abort(calledOff);
    release();
  }
}

function replyOf(answer: AiSdkSpeechAnswer, headers: Headers, title: string): WireReply {
  const none = (): never => {
    throw new TypeError(`An answer of ${title} has sound and notes alone.`);
  };
  return {
    status: 200,
    headers,
    async *bytes() {
      const { audio } = answer;
      yield typeof audio === 'string' ? fromBase64(audio) : audio;
    },
    json: async () => ({ warnings: answer.warnings, providerMetadata: answer.providerMetadata }),
    events: none,
    lines: none,
    follow: none,
  };
}
