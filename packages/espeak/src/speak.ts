import { setMaxListeners } from 'node:events';
import { splitWords } from 'duologue/timeline';
import type { SpeechPart, SpeechRequest, WorkerPool } from 'duologue/voices';
import { type Chunk, cutIntoChunks } from './chunks.ts';
import { engineRate } from './engine.ts';
import { placeWords } from './engine-text.ts';
import { type EspeakLanguage, findLanguage, isTonal, mandarin } from './languages.ts';
import type { SpeakResult, SpeakTask } from './speak-task.ts';
import { engineGain, engineWordsPerMinute } from './speaker-settings.ts';
import { variantName } from './speakers.ts';
import type { EspeakVoice } from './voice-description.ts';

type Pool = WorkerPool<SpeakTask, SpeakResult>;

/** Speaks a request in stretches; the next one is made while the last one is used. */
export async function* speakWith(
  pool: Pool,
  voice: EspeakVoice,
  request: SpeechRequest,
  { signal }: { readonly signal?: AbortSignal },
): AsyncGenerator<SpeechPart> {
  signal?.throwIfAborted();
  const { language, warnings } = chooseLanguage(voice, request.language);
  const speed = clampSpeed(request.speed ?? 1);
  if (speed !== (request.speed ?? 1)) {
    warnings.push(`espeak/${voice.name} speaks at .5 to 2 times its rate; ${request.speed} became ${speed}.`);
  }
  const words = splitWords(request.text);
  if (words.length === 0) warnings.push(`There is nothing to pronounce in ${JSON.stringify(request.text)}.`);
  yield* warnings.map((message) => ({ type: 'warning-raised', message }) as const);

  const chunks = cutIntoChunks(request.text, placeWords(request.text, words));
  const own = new AbortController();
  const stop = (): void => own.abort(signal?.reason);
  // One for each utterance under way, removed with it: no leak, however many share a signal.
  if (signal !== undefined) setMaxListeners(0, signal);
  signal?.addEventListener('abort', stop, { once: true });
  try {
    yield* speakChunks(pool, voice, language, speed, chunks, own.signal);
  } finally {
    signal?.removeEventListener('abort', stop);
    own.abort();
  }
}

async function* speakChunks(
  pool: Pool,
  voice: EspeakVoice,
  language: EspeakLanguage,
  speed: number,
  chunks: readonly Chunk[],
  signal: AbortSignal,
): AsyncGenerator<SpeechPart> {
  const start = (chunk: Chunk | undefined): Promise<SpeakResult> | undefined => {
    if (chunk === undefined) return undefined;
    const result = pool.run(taskFor(voice, language, speed, chunk), { signal });
    // It may fail while nobody waits for it yet; whoever waits later still learns of it.
    result.catch(() => undefined);
    return result;
  };
  let offset = 0;
  let coming = start(chunks[0]);
  for (const [index, chunk] of chunks.entries()) {
    const result = await coming;
    signal.throwIfAborted();
    coming = start(chunks[index + 1]);
    if (result === undefined) break;
    yield* describeChunk(chunk, result, offset);
    if (readsNoHan(language) && /\p{Script=Han}/u.test(chunk.text)) {
      yield {
        type: 'warning-raised',
        message: `${language.name} is read here in its own letters only: no Chinese characters.`,
      };
    }
    const pause = result.samples.length === 0 ? 0 : Math.round((chunk.pause / speed) * engineRate);
    const samples = new Float32Array(result.samples.length + pause);
    samples.set(result.samples);
    offset += samples.length;
    if (samples.length > 0) yield { type: 'audio-ready', audio: { samples, sampleRate: engineRate } };
    signal.throwIfAborted();
  }
}

/** Words without a sound stand where the last word ended, with no length. */
function* describeChunk(chunk: Chunk, { spans, unread }: SpeakResult, offset: number): Generator<SpeechPart> {
  const zero = offset / engineRate;
  let reached = zero;
  for (const [index, { text }] of chunk.places.entries()) {
    const span = spans[index];
    const start = span === undefined ? reached : Math.max(reached, zero + span.start);
    const end = span === undefined ? start : Math.max(start, zero + span.end);
    reached = end;
    yield { type: 'word-timed', word: { text, start, end } };
  }
  const silent = chunk.places.filter((_, index) => spans[index] === undefined).map(({ text }) => text);
  const missing = [...new Set(unread.length > 0 ? unread : silent)];
  if (missing.length > 0) {
    yield { type: 'warning-raised', message: `Left out what this voice cannot read: ${missing.join(' ')}` };
  }
}

function taskFor(voice: EspeakVoice, language: EspeakLanguage, speed: number, chunk: Chunk): SpeakTask {
  return {
    text: chunk.text,
    places: chunk.places,
    engineVoice: `${language.identifier}+${variantName(voice.speaker.id)}`,
    isMandarin: language === mandarin,
    speed,
    rate: engineWordsPerMinute(voice.speaker, language),
    range: isTonal(language) ? 68 : 50,
    gain: engineGain(voice.speaker, language),
  };
}

function chooseLanguage(
  voice: EspeakVoice,
  wanted: string | undefined,
): { readonly language: EspeakLanguage; readonly warnings: string[] } {
  if (wanted === undefined) return { language: voice.language, warnings: [] };
  const found = findLanguage(wanted);
  // `zh` asked of a voice of one variety, or `en` of a British one, is that variety.
  if (found === undefined || sameBase(voice.language.tag, wanted)) {
    const warnings =
      found === undefined
        ? [`espeak/${voice.name} does not speak ${wanted}; it says the text in ${voice.language.tag}.`]
        : [];
    return { language: voice.language, warnings };
  }
  return { language: found, warnings: [] };
}

function sameBase(tag: string, wanted: string): boolean {
  return !wanted.includes('-') && tag.split('-')[0]?.toLowerCase() === wanted.toLowerCase();
}

/** The engine names a character of these instead of reading it. */
function readsNoHan({ tag }: EspeakLanguage): boolean {
  return !/^(?:zh|yue|hak)/.test(tag);
}

function clampSpeed(speed: number): number {
  return Number.isFinite(speed) ? Math.min(2, Math.max(0.5, speed)) : 1;
}
