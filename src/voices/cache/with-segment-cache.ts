import { audioDuration } from '../../dsp/index.ts';
import { isTooShort } from '../cloud/plan-request.ts';
import { collectSpeech, type Speech } from '../speech.ts';
import { withWordTimes } from '../timing/with-word-times.ts';
import type { SpeechPart, SpeechRequest, Voice } from '../voice.ts';
import type { WordAligner } from '../word-aligner.ts';
import { wordsToSay } from '../words-to-say.ts';
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
  const speaker = timed(known === undefined ? voice : { ...voice, speak: () => replay(partsOf(known)) });
  // Nobody times them where the voice does, or where nobody was asked to.
  const isWhole = known !== undefined && (known.words.length > 0 || speaker.timed === voice.timed);
  if (isWhole) {
    yield* partsOf(known);
    return;
  }
  const parts: SpeechPart[] = [];
  for await (const part of speaker.speak(request, options)) {
    parts.push(part);
    // Heard while it is made; else it is given when it is kept, and whole.
    if (request.eager === true) yield part;
  }
  const speech = await collectSpeech({ ...speaker, speak: () => replay(parts) }, request);
  // Who is heard at once cannot be asked again; what was cut off is no use to anybody later.
  if (request.eager !== true || !isCutOff(voice, request, speech)) yield* keep(cache, key, speech, voice);
  if (request.eager !== true) yield* partsOf(speech);
}

function isCutOff(voice: Voice, { text, speed }: SpeechRequest, { audio }: Speech): boolean {
  return isTooShort(wordsToSay(voice, text).join(' '), audioDuration(audio), speed);
}

async function* keep(
  cache: SegmentCache,
  key: string,
  speech: Speech,
  { id }: Voice,
): AsyncGenerator<SpeechPart> {
  if (speech.audio.samples.length === 0) return;
  try {
    await cache.write(key, speech);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const message = `What ${id} said could not be kept for another time: ${reason}`;
    yield { type: 'warning-raised', message };
  }
}

async function* replay(parts: Iterable<SpeechPart>): AsyncGenerator<SpeechPart> {
  yield* parts;
}

function* partsOf({ audio, words, warnings, answers = [] }: Speech): Generator<SpeechPart> {
  for (const answer of answers) yield { type: 'request-answered', answer };
  for (const message of warnings) yield { type: 'warning-raised', message };
  if (audio.samples.length > 0) yield { type: 'audio-ready', audio };
  for (const word of words) yield { type: 'word-timed', word };
}
