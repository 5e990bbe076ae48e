import { setMaxListeners } from 'node:events';
import { splitWords } from '../../timeline/index.ts';
import type { SpeechPart, SpeechRequest, Voice, VoiceProvider } from '../voice.ts';
import { UnknownVoiceError } from '../voice-error.ts';
import { createWorkerPool, type WorkerPool } from '../worker-pool.ts';
import { type Clause, splitClauses } from './clauses.ts';
import type { ClauseSound, ClauseTask } from './speak-clause.ts';
import { type FliteSpeaker, fliteSpeakers } from './speakers.ts';
import { longestWord, spokenForm } from './spoken-form.ts';
import { compileFlite } from './wasm-module.ts';

export type FliteOptions = {
  /** Threads at most, 1 or more; default one for each core. About 75 MB each while they speak. */
  readonly workers?: number;
};

/** English by flite, thirteen speakers, inside the package: no key, no network. Nothing is loaded before the first request. */
export function createFlite({ workers }: FliteOptions = {}): VoiceProvider {
  const pool = createWorkerPool<ClauseTask, ClauseSound>({
    url: new URL(
      import.meta.url.endsWith('.ts') ? './flite-worker.ts' : './flite-worker.js',
      import.meta.url,
    ),
    workerData: compileFlite,
    ...(workers === undefined ? {} : { size: workers }),
  });
  const voices = fliteSpeakers.map((speaker) => createVoice(speaker, pool));
  return {
    name: 'flite',
    voices,
    voice(name) {
      const found = voices.find(({ id }) => id === `flite/${name}` || id === name);
      if (found !== undefined) return found;
      throw new UnknownVoiceError(
        `flite/${name}`,
        voices.map(({ id }) => id),
      );
    },
    [Symbol.asyncDispose]: () => pool[Symbol.asyncDispose](),
  };
}

function createVoice(speaker: FliteSpeaker, pool: WorkerPool<ClauseTask, ClauseSound>): Voice {
  const { base: _base, scale: _scale, pitch: _pitch, gain: _gain, ...description } = speaker;
  return {
    ...description,
    speak: (request, options = {}) => speak(speaker, pool, request, options.signal),
  };
}

async function* speak(
  speaker: FliteSpeaker,
  pool: WorkerPool<ClauseTask, ClauseSound>,
  request: SpeechRequest,
  signal: AbortSignal | undefined,
): AsyncGenerator<SpeechPart> {
  signal?.throwIfAborted();
  const words = splitWords(request.text);
  const forms = spokenForm(words);
  const speed = possibleSpeed(request.speed);
  const unspoken = words.filter((_, index) => forms[index]?.spoken.length === 0);
  for (const message of warningsFor(speaker, request, words, unspoken))
    yield { type: 'warning-raised', message };
  const clauses = splitClauses(forms);
  const { sampleRate } = speaker;
  let frames = 0;
  let index = 0;
  for await (const { clause, sound } of performClauses(
    clauses,
    { ...speaker, pitch: speaker.pitch, speed },
    pool,
    signal,
  )) {
    for (const [start, end] of sound.times) {
      const offset = frames / sampleRate;
      yield {
        type: 'word-timed',
        word: { text: words[index++] ?? '', start: offset + start, end: offset + end },
      };
    }
    const rest = index < words.length ? Math.round((clause.rest / speed) * sampleRate) : 0;
    frames += sound.samples.length + rest;
    yield { type: 'audio-ready', audio: { samples: sound.samples, sampleRate } };
    if (rest > 0) yield { type: 'audio-ready', audio: { samples: new Float32Array(rest), sampleRate } };
  }
}

type Manner = Omit<ClauseTask, 'words'>;

/** In order, while the pool is already at the clauses after. Who stops listening stops the work. */
async function* performClauses(
  clauses: readonly Clause[],
  { base, scale, pitch, gain, speed, sampleRate }: Manner,
  pool: WorkerPool<ClauseTask, ClauseSound>,
  signal: AbortSignal | undefined,
): AsyncGenerator<{ readonly clause: Clause; readonly sound: ClauseSound }> {
  const stop = new AbortController();
  setMaxListeners(0, stop.signal);
  const onAbort = (): void => stop.abort(signal?.reason);
  // One for each utterance under way, removed with it: no leak, however many share a signal.
  if (signal !== undefined) setMaxListeners(0, signal);
  signal?.addEventListener('abort', onAbort, { once: true });
  const running: Promise<ClauseSound>[] = [];
  try {
    for (const [index, clause] of clauses.entries()) {
      while (running.length < clauses.length && running.length <= index + pool.size) {
        const words = clauses[running.length]?.words ?? [];
        const work = pool.run(
          { words, base, scale, pitch, gain, speed, sampleRate },
          { signal: stop.signal },
        );
        work.catch(() => {});
        running.push(work);
      }
      const sound = await running[index];
      signal?.throwIfAborted();
      if (sound !== undefined) yield { clause, sound };
      running[index] = undone;
    }
  } finally {
    signal?.removeEventListener('abort', onAbort);
    stop.abort();
  }
}

/** Stands where a clause's sound was, so that it can be let go. */
const undone = new Promise<ClauseSound>(() => {});

function possibleSpeed(speed = 1): number {
  return Number.isFinite(speed) ? Math.min(2, Math.max(0.5, speed)) : 1;
}

function warningsFor(
  { id, languages }: FliteSpeaker,
  { text, language, speed = 1 }: SpeechRequest,
  words: readonly string[],
  unspoken: readonly string[],
): string[] {
  const warnings: string[] = [];
  if (language !== undefined && language.split('-')[0]?.toLowerCase() !== 'en') {
    warnings.push(`${id} speaks ${languages[0]} only; ${language} is read as if it were English.`);
  }
  if (possibleSpeed(speed) !== speed) {
    warnings.push(
      `${id} speaks at .5 to 2 times its own rate; asked for ${speed}, it takes ${possibleSpeed(speed)}.`,
    );
  }
  const shown = unspoken.slice(0, 5).join(' ') + (unspoken.length > 5 ? ' …' : '');
  if (words.length === 0) {
    warnings.push(`There is nothing to pronounce in ${JSON.stringify(text.slice(0, 40))}.`);
  } else if (unspoken.length > 0) {
    warnings.push(`${id} cannot pronounce ${shown}, which stays silent.`);
  }
  const long = words.find((word) => word.length > longestWord);
  if (long !== undefined) {
    warnings.push(
      `${id} says the first ${longestWord} characters of ${long.slice(0, 20)}… and leaves out the rest.`,
    );
  }
  return warnings;
}
