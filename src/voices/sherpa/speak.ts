import { setMaxListeners } from 'node:events';
import { splitWords } from '../../timeline/index.ts';
import type { SpeechPart, SpeechRequest } from '../voice.ts';
import type { EnginePool } from './engine-pool.ts';
import type { EngineResult } from './engine-protocol.ts';
import { readingOf } from './readings.ts';
import { splitSentences } from './sentences.ts';
import type { SherpaSpeaker } from './speakers.ts';

export async function* speak(
  speaker: SherpaSpeaker,
  openPool: () => EnginePool,
  request: SpeechRequest,
  signal: AbortSignal | undefined,
): AsyncGenerator<SpeechPart> {
  signal?.throwIfAborted();
  const { id, sampleRate } = speaker.description;
  const words = splitWords(request.text);
  for (const message of warningsFor(speaker, request, words)) yield { type: 'warning-raised', message };
  if (words.length === 0) return;
  let frames = 0;
  for await (const { sentence, result } of performInOrder(speaker, openPool(), request, words, signal)) {
    if (result.type !== 'spoken' || result.samples.length === 0) {
      const shown = sentence.slice(0, 40);
      yield {
        type: 'warning-raised',
        message: `${id} cannot pronounce ${JSON.stringify(shown)}, which stays silent.`,
      };
      continue;
    }
    frames += result.samples.length;
    yield { type: 'audio-ready', audio: { samples: result.samples, sampleRate } };
  }
  if (frames === 0) yield { type: 'warning-raised', message: `${id} has said nothing.` };
}

/** The engines are already at the sentences after. Who stops listening stops the work. */
async function* performInOrder(
  speaker: SherpaSpeaker,
  pool: EnginePool,
  { text: _text, speed, ...request }: SpeechRequest,
  words: readonly string[],
  signal: AbortSignal | undefined,
): AsyncGenerator<{ readonly sentence: string; readonly result: EngineResult }> {
  const stop = new AbortController();
  setMaxListeners(0, stop.signal);
  const onAbort = (): void => stop.abort(signal?.reason);
  if (signal !== undefined) setMaxListeners(0, signal);
  signal?.addEventListener('abort', onAbort, { once: true });
  const sentences = splitSentences(words);
  const running: Promise<EngineResult>[] = [];
  try {
    for (const [index, sentence] of sentences.entries()) {
      while (running.length < sentences.length && running.length <= index + pool.size) {
        const work = pool.run(
          {
            type: 'speak',
            text: sentences[running.length] ?? '',
            speaker: speaker.number,
            speed: possibleSpeed(speed),
            ...readingFor(speaker, request.language),
          },
          { signal: stop.signal },
        );
        work.catch(() => {});
        running.push(work);
      }
      const result = await running[index];
      signal?.throwIfAborted();
      if (result !== undefined) yield { sentence, result };
      running[index] = undone;
    }
  } finally {
    signal?.removeEventListener('abort', onAbort);
    stop.abort();
  }
}

/** Stands where a sentence's sound was, so that it can be let go. */
const undone = new Promise<EngineResult>(() => {});

/** A model of many languages reads what it is told to; one of a single language is told nothing. */
function readingFor(
  { reading, readings }: SherpaSpeaker,
  language: string | undefined,
): { reading?: string } {
  if (reading === undefined || readings === undefined) return {};
  // Chinese characters are read as such, whatever it is told.
  if (language === undefined || ['zh', mainLanguage(reading)].includes(mainLanguage(language)))
    return { reading };
  return { reading: readingOf(language, readings) ?? reading };
}

function possibleSpeed(speed = 1): number {
  return Number.isFinite(speed) ? Math.min(2, Math.max(0.5, speed)) : 1;
}

function warningsFor(
  { description: { id, languages } }: SherpaSpeaker,
  { text, language, speed = 1, instructions }: SpeechRequest,
  words: readonly string[],
): string[] {
  const warnings: string[] = [];
  if (language !== undefined && !languages.some((tag) => mainLanguage(tag) === mainLanguage(language))) {
    warnings.push(
      `${id} is a voice for ${languages[0]}; ${language} will sound foreign, or be unintelligible.`,
    );
  }
  if (possibleSpeed(speed) !== speed) {
    warnings.push(
      `${id} speaks at .5 to 2 times its own rate; asked for ${speed}, it takes ${possibleSpeed(speed)}.`,
    );
  }
  if (instructions !== undefined) warnings.push(`${id} takes no direction: its instructions are left out.`);
  if (words.length === 0)
    warnings.push(`There is nothing to pronounce in ${JSON.stringify(text.slice(0, 40))}.`);
  return warnings;
}

function mainLanguage(tag: string): string {
  const main = tag.split('-')[0]?.toLowerCase() ?? '';
  return main === 'cmn' ? 'zh' : main;
}
