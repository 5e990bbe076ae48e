import { type Audio, audioDuration, createSpeechFinder, type Interval } from '../../dsp/index.ts';
import type { Word } from '../../timeline/index.ts';
import type { Breathe } from './breather.ts';
import { shareTime, spokenLength } from './heard-units.ts';

/** Seconds; a shorter silence may be within a word. */
const minimumPause = 0.15;
/** Letters that a boundary without punctuation may be nearer to a pause than one with it, and yet not be taken. */
const punctuationReach = 12;

/** The stretches that sound. In pieces, because a long recording would hold everybody else up. */
async function findSounding({ samples, sampleRate }: Audio, breathe: Breathe): Promise<readonly Interval[]> {
  const finder = createSpeechFinder({ sampleRate, minimumSilence: minimumPause });
  for (let start = 0; start < samples.length; start += 65_536) {
    finder.push(samples.subarray(start, start + 65_536));
    await breathe();
  }
  return finder.finish();
}

/** Times for words of which nothing is known but their letters: a pause falls between two, at punctuation if one is near. */
export async function spreadWords(audio: Audio, words: readonly string[], breathe: Breathe): Promise<Word[]> {
  return shareIntervals(words, await findSounding(audio, breathe), audioDuration(audio));
}

export function shareIntervals(
  words: readonly string[],
  intervals: readonly Interval[],
  duration: number,
): Word[] {
  const whole = { start: intervals[0]?.start ?? 0, end: intervals.at(-1)?.end ?? duration };
  if (intervals.length <= 1 || words.length <= 1) return shareTime(words, whole);
  const sounding = intervals.reduce((sum, { start, end }) => sum + end - start, 0);
  const letters = words.reduce((sum, word) => sum + spokenLength(word), 0);
  const result: Word[] = [];
  let open: Interval | undefined;
  let heard = 0;
  for (const [index, interval] of intervals.entries()) {
    // An interval that no word was left for belongs to the one before it.
    open = { start: open?.start ?? interval.start, end: interval.end };
    heard += interval.end - interval.start;
    const isLast = index === intervals.length - 1;
    const stop = isLast ? words.length : nearestBoundary(words, (letters * heard) / sounding);
    if (stop <= result.length) continue;
    result.push(...shareTime(words.slice(result.length, stop), open));
    open = undefined;
  }
  return result;
}

/** How many words come before a pause that so many letters come before. */
function nearestBoundary(words: readonly string[], wanted: number): number {
  let best = { index: 0, distance: Number.POSITIVE_INFINITY };
  let before = 0;
  for (const [index, word] of words.entries()) {
    before += spokenLength(word);
    const punctuated = /[^\p{L}\p{N}]$/u.test(word);
    const distance = Math.abs(before - wanted) + (punctuated ? 0 : punctuationReach);
    if (distance < best.distance) best = { index: index + 1, distance };
  }
  return best.index;
}
