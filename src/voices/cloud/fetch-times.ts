import type { SpeechAdapter, SpeechAsk, WirePart } from './adapter.ts';
import type { HttpClient } from './http-client.ts';
import { ProviderError } from './provider-error.ts';

/** Times that a vendor tells in an answer of their own. The sound is there and paid for: their failure is a warning. */
export async function* fetchTimes(
  { times }: SpeechAdapter,
  client: HttpClient,
  ask: SpeechAsk,
  signal: AbortSignal | undefined,
): AsyncGenerator<WirePart> {
  if (times === undefined || !ask.model.timed) return;
  try {
    yield* await client.exchange(
      times.request(ask),
      async ({ reply }) => {
        const parts: WirePart[] = [];
        for await (const part of times.read(reply, ask)) parts.push(part);
        return parts;
      },
      { signal },
    );
  } catch (error) {
    signal?.throwIfAborted();
    if (!(error instanceof ProviderError)) throw error;
    yield { type: 'warning', message: `The times of the words did not come. ${error.message}` };
  }
}
