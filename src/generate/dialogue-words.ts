import { type Audio, audioDuration } from '../dsp/index.ts';
import type { Word } from '../timeline/index.ts';
import type { Dialogue, WordAligner } from '../voices/index.ts';
import { spreadWords } from './measure-take.ts';

/** The words of each turn, as they are written. */
type TurnTexts = readonly (readonly string[])[];

/** Of each turn, where the model says when all of them are heard. */
export function givenWords(texts: TurnTexts, { words }: Dialogue): Word[][] | undefined {
  const given = texts.map((_, turn) => words.filter((item) => item.turn === turn).map(({ word }) => word));
  return given.every((own, turn) => own.length === texts[turn]?.length) ? given : undefined;
}

/** Of each turn, looked for in its sound. */
export async function findWords(
  { aligner, language }: { readonly aligner: WordAligner; readonly language: string },
  texts: TurnTexts,
  { audio, spans }: Dialogue,
  signal: AbortSignal,
): Promise<Word[][]> {
  if (spans.length !== texts.length) {
    return share(await aligner.align(audio, texts.flat(), { language, signal }), texts);
  }
  const found: Word[][] = [];
  for (const { turn, start, end } of spans.toSorted((a, b) => a.turn - b.turn)) {
    const own = await aligner.align(slice(audio, start, end), texts[turn] ?? [], { language, signal });
    found.push(moved(own, start));
  }
  return found;
}

export function spreadTurns(texts: TurnTexts, { audio, spans }: Dialogue): Word[][] {
  if (spans.length !== texts.length) return share(spreadWords(texts.flat(), audioDuration(audio)), texts);
  return texts.map((words, turn) => {
    const { start = 0, end = 0 } = spans.find((span) => span.turn === turn) ?? {};
    return moved(spreadWords(words, end - start), start);
  });
}

export function moved(words: readonly Word[], by: number): Word[] {
  return words.map((word) => ({ ...word, start: word.start + by, end: word.end + by }));
}

/** Turns are parted in the middle of what lies between their words. */
export function boundsBetween(words: readonly (readonly Word[])[], duration: number): number[] {
  const bounds = [0];
  let heard = 0;
  for (const [index, own] of words.entries()) {
    heard = Math.max(heard, own.at(-1)?.end ?? 0);
    const rest = words.slice(index + 1);
    const next = rest.find(({ length }) => length > 0)?.[0]?.start ?? duration;
    const middle = rest.length === 0 ? duration : (heard + next) / 2;
    bounds.push(Math.min(duration, Math.max(bounds.at(-1) ?? 0, middle)));
  }
  return bounds;
}

export function slice({ samples, sampleRate }: Audio, from: number, to: number): Audio {
  return {
    samples: samples.subarray(Math.round(from * sampleRate), Math.round(to * sampleRate)),
    sampleRate,
  };
}

export function share(words: readonly Word[], texts: readonly (readonly string[])[]): Word[][] {
  let first = 0;
  return texts.map(({ length }) => {
    first += length;
    return words.slice(first - length, first);
  });
}
