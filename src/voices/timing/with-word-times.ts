import { setMaxListeners } from 'node:events';
import { type Audio, audioDuration } from '../../dsp/index.ts';
import type { Word } from '../../timeline/index.ts';
import { joinSamples } from '../speech.ts';
import type { SpeechPart, SpeechRequest, Voice } from '../voice.ts';
import type { WordAligner } from '../word-aligner.ts';
import { wordsToSay } from '../words-to-say.ts';
import { createBreather } from './breather.ts';
import { spreadWords } from './spread-words.ts';

/**
 * The same voice, which says when each word is heard: its sound is passed on as it comes, the words follow after
 * the last of it. What the aligner cannot do costs no speech: the words are spread over it, with a warning. A
 * voice that times its words itself is returned as it is.
 */
export function withWordTimes(voice: Voice, aligner: WordAligner): Voice {
  if (voice.timed !== false) return voice;
  return {
    ...voice,
    timed: true,
    speak: (request, options = {}) => speakTimed(voice, aligner, request, options.signal),
  };
}

async function* speakTimed(
  voice: Voice,
  aligner: WordAligner,
  request: SpeechRequest,
  signal: AbortSignal | undefined,
): AsyncGenerator<SpeechPart, void, undefined> {
  // Who stops listening stops what is made ready, too.
  const stop = new AbortController();
  const onAbort = (): void => stop.abort(signal?.reason);
  if (signal !== undefined) setMaxListeners(0, signal);
  signal?.addEventListener('abort', onAbort, { once: true });
  try {
    yield* speakAligned(voice, beginAlignment(voice, aligner, request, stop.signal), request, signal);
  } finally {
    signal?.removeEventListener('abort', onAbort);
    stop.abort();
  }
}

type Alignment = {
  readonly name: string;
  readonly words: readonly string[];
  readonly align: (audio: Audio) => Promise<readonly Word[]>;
};

/** The voice is asked while the aligner makes itself ready. */
function beginAlignment(
  voice: Voice,
  aligner: WordAligner,
  request: SpeechRequest,
  signal: AbortSignal,
): Alignment {
  const words = wordsToSay(voice, request.text);
  const language = request.language ?? voice.languages.find((tag) => tag !== 'mul');
  const options = { signal, ...(language === undefined ? {} : { language }) };
  const align = aligner.expect?.(words, options) ?? ((audio) => aligner.align(audio, words, options));
  return { name: aligner.name, words, align };
}

async function* speakAligned(
  voice: Voice,
  { name, words, align }: Alignment,
  request: SpeechRequest,
  signal: AbortSignal | undefined,
): AsyncGenerator<SpeechPart, void, undefined> {
  const pieces: Float32Array[] = [];
  for await (const part of voice.speak(request, signal === undefined ? {} : { signal })) {
    if (part.type === 'audio-ready') pieces.push(part.audio.samples);
    yield part;
  }
  const audio = { samples: joinSamples(pieces), sampleRate: voice.sampleRate };
  if (words.length === 0 || audio.samples.length === 0) return;
  let timed: readonly Word[];
  try {
    timed = await align(audio);
  } catch (error) {
    signal?.throwIfAborted();
    const reason = error instanceof Error ? error.message : String(error);
    const message = `${name} could not time the words of ${voice.id}, so they are spread evenly: ${reason}`;
    yield { type: 'warning-raised', message };
    timed = await spreadWords(audio, words, createBreather(signal));
  }
  signal?.throwIfAborted();
  const duration = audioDuration(audio);
  for (const { start, end, ...word } of timed) {
    const inside = { start: Math.min(duration, start), end: Math.min(duration, end) };
    yield { type: 'word-timed', word: { ...word, ...inside } };
  }
}
