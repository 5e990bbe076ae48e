import { collectSpeech, type Speech } from '../speech.ts';
import type { SpeechPart, SpeechRequest, Voice } from '../voice.ts';
import type { SegmentCache } from './segment-cache.ts';
import { segmentKey } from './segment-key.ts';

/**
 * The same voice, which asks its service only for what the cache does not have, and keeps what it is given. A voice
 * that costs nothing is returned as it is.
 */
export function withSegmentCache(voice: Voice, cache: SegmentCache): Voice {
  const { service } = voice;
  if (service === undefined) return voice;
  return {
    ...voice,
    speak: (request, options = {}) =>
      speak(voice, cache, segmentKey(service, request), request, options.signal),
  };
}

async function* speak(
  voice: Voice,
  cache: SegmentCache,
  key: string,
  request: SpeechRequest,
  signal: AbortSignal | undefined,
): AsyncGenerator<SpeechPart> {
  signal?.throwIfAborted();
  const kept = await cache.read(key);
  signal?.throwIfAborted();
  if (kept !== undefined && kept.audio.sampleRate === voice.sampleRate) {
    yield* partsOf(kept);
    return;
  }
  const speech = await collectSpeech(voice, request, signal === undefined ? {} : { signal });
  if (speech.audio.samples.length > 0) {
    try {
      await cache.write(key, speech);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      yield {
        type: 'warning-raised',
        message: `What ${voice.id} said could not be kept for another time: ${reason}`,
      };
    }
  }
  yield* partsOf(speech);
}

function* partsOf({ audio, words, warnings, answers = [] }: Speech): Generator<SpeechPart> {
  for (const answer of answers) yield { type: 'request-answered', answer };
  for (const message of warnings) yield { type: 'warning-raised', message };
  if (audio.samples.length > 0) yield { type: 'audio-ready', audio };
  for (const word of words) yield { type: 'word-timed', word };
}
