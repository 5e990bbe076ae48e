import { collectSpeech, type Speech } from '../speech.ts';
import { withWordTimes } from '../timing/with-word-times.ts';
import type { SpeechPart, SpeechRequest, Voice } from '../voice.ts';
import type { WordAligner } from '../word-aligner.ts';
import type { SegmentCache } from './segment-cache.ts';
import { segmentKey } from './segment-key.ts';

/**
 * The same voice, which asks its service only for what the cache does not have, and keeps what it is given. A voice
 * that costs nothing is not kept. An aligner times the words of a voice that does not; the times are kept too, and
 * what was kept without them is timed when they are first wanted.
 */
export function withSegmentCache(voice: Voice, cache: SegmentCache, aligner?: WordAligner): Voice {
  const { service } = voice;
  const timed = (spoken: Voice): Voice => (aligner === undefined ? spoken : withWordTimes(spoken, aligner));
  if (service === undefined) return timed(voice);
  return {
    ...timed(voice),
    speak: (request, options = {}) =>
      speak({ voice, timed, cache }, segmentKey(service, request), request, options.signal),
  };
}

type Keeping = {
  readonly voice: Voice;
  readonly timed: (voice: Voice) => Voice;
  readonly cache: SegmentCache;
};

async function* speak(
  { voice, timed, cache }: Keeping,
  key: string,
  request: SpeechRequest,
  signal: AbortSignal | undefined,
): AsyncGenerator<SpeechPart> {
  const options = signal === undefined ? {} : { signal };
  signal?.throwIfAborted();
  const kept = await cache.read(key);
  signal?.throwIfAborted();
  const known = kept?.audio.sampleRate === voice.sampleRate ? kept : undefined;
  const speaker = timed(known === undefined ? voice : { ...voice, speak: () => again(known) });
  // Nobody times them where the voice does, or where nobody was asked to.
  const isWhole = known !== undefined && (known.words.length > 0 || speaker.timed === voice.timed);
  if (isWhole) {
    yield* partsOf(known);
    return;
  }
  const speech = await collectSpeech(speaker, request, options);
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

async function* again(kept: Speech): AsyncGenerator<SpeechPart> {
  yield* partsOf(kept);
}

function* partsOf({ audio, words, warnings, answers = [] }: Speech): Generator<SpeechPart> {
  for (const answer of answers) yield { type: 'request-answered', answer };
  for (const message of warnings) yield { type: 'warning-raised', message };
  if (audio.samples.length > 0) yield { type: 'audio-ready', audio };
  for (const word of words) yield { type: 'word-timed', word };
}
