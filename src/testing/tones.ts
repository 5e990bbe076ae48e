import { splitWords, type Word } from '../timeline/index.ts';
import type { SpeechRequest } from '../voices/index.ts';

/** How words become tones. */
export type ToneOptions = {
  /** Hz, default 24,000. */
  readonly sampleRate?: number;
  /** Hz of the tone, default 220. */
  readonly pitch?: number;
  /** Peak of the tone against full scale, 0 to 1, default .25. */
  readonly level?: number;
  /** Seconds of silence before the first word, default .05. */
  readonly leadingSilence?: number;
  /** Seconds of silence after the last word, default .08. */
  readonly trailingSilence?: number;
  /** Seconds that a syllable lasts, default .2. A Chinese character and a digit are one each. */
  readonly syllableDuration?: number;
  /** Seconds of silence between words, default .03. */
  readonly wordGap?: number;
  /** Seconds of silence after `,`, `.`, `?` and their like, in place of `wordGap`; default .15. */
  readonly clauseGap?: number;
};

export function clampSpeed(speed: number): number {
  return Number.isFinite(speed) ? Math.min(2, Math.max(0.5, speed)) : 1;
}

export function timeWords({ text, speed = 1 }: SpeechRequest, options: ToneOptions): Word[] {
  const { leadingSilence = 0.05, syllableDuration = 0.2, wordGap = 0.03, clauseGap = 0.15 } = options;
  const rate = clampSpeed(speed);
  let start = leadingSilence;
  return splitWords(text).map((word) => {
    const end = start + (countSyllables(word) * syllableDuration) / rate;
    const timed = { text: word, start, end };
    start = end + (/[,.;:?!…，。；：？！]["'”’)]*$/u.test(word) ? clauseGap : wordGap) / rate;
    return timed;
  });
}

/** Groups of vowels, digits and characters; at least one. */
function countSyllables(word: string): number {
  const syllables = word.match(
    /[aeiouyà-öø-ÿ]+|\p{N}|\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}/giu,
  );
  return Math.max(1, syllables?.length ?? 0);
}

export function renderWords(
  words: readonly Word[],
  { sampleRate = 24_000, pitch = 220, level = 0.25, trailingSilence = 0.08 }: ToneOptions,
): Float32Array {
  const last = words.at(-1);
  if (last === undefined) return new Float32Array(0);
  const samples = new Float32Array(Math.ceil((last.end + trailingSilence) * sampleRate));
  for (const { start, end } of words) {
    const [first, stop] = [Math.round(start * sampleRate), Math.round(end * sampleRate)];
    for (let frame = first; frame < stop; frame++) {
      // A cosine, so that a word's first sample is already at full level.
      samples[frame] = level * Math.cos((2 * Math.PI * pitch * (frame - first)) / sampleRate);
    }
  }
  return samples;
}
