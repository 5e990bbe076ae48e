import type { SpeechPart, Voice } from '../../../src/voices/index.ts';
import type { SpokenCache } from '../scenarios/spoken-cache.ts';

/**
 * A voice that has said everything before: what it says is the embedded voice's, and it waits as long as that took
 * when it was first asked, so that many sessions can be measured at once without as many synthesisers.
 */
export async function createRehearsedVoice(
  cache: SpokenCache,
  id: string,
  language: string,
  wait: (duration: number, options?: { readonly signal?: AbortSignal }) => Promise<void>,
): Promise<Voice> {
  const sampleRate = await cache.rateOf(id);
  async function* speak(
    { text }: { readonly text: string },
    options: { readonly signal?: AbortSignal } = {},
  ): AsyncGenerator<SpeechPart> {
    options.signal?.throwIfAborted();
    const { audio, words, took } = await cache.speak(id, text);
    await wait(Math.min(took, mostTime), options);
    yield { type: 'audio-ready', audio };
    for (const word of words) yield { type: 'word-timed', word };
  }
  return { id, name: id, languages: [language], sampleRate, speak };
}

/** Seconds: the first text of a run also pays for the engine's start. */
const mostTime = 0.15;
