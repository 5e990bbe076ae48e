import type { Audio } from 'duologue/dsp';
import type { RecognizerInput, RecognizerPart } from 'duologue/voices';

export const rate = 16_000;
/** Seconds of each level. */
export const levelDuration = 0.3;

/** Stretches of .3 s whose level, in tenths, is a word's number; 0 is silence. */
export function levels(numbers: readonly number[], sampleRate = rate): Audio {
  const frames = Math.round(levelDuration * sampleRate);
  const samples = new Float32Array(numbers.length * frames);
  for (const [index, number] of numbers.entries())
    samples.fill(number / 10, index * frames, (index + 1) * frames);
  return { samples, sampleRate };
}

export type SoundOptions = {
  /** Says after each utterance that it is over. Default true. */
  readonly end?: boolean;
  readonly after?: 'ends' | 'waits';
  readonly onEnd?: () => void;
};

/** Utterances of levels, in pieces of 20 ms. */
export function soundOf(
  utterances: readonly (readonly number[])[],
  { sampleRate = rate, ...options }: SoundOptions & { readonly sampleRate?: number } = {},
): AsyncGenerator<RecognizerInput> {
  return soundIn(
    utterances.map((numbers) => levels(numbers, sampleRate)),
    options,
  );
}

/** Utterances in pieces of 20 ms. */
export async function* soundIn(
  utterances: readonly Audio[],
  { end = true, after = 'ends', onEnd }: SoundOptions = {},
): AsyncGenerator<RecognizerInput> {
  for (const { samples, sampleRate } of utterances) {
    const step = sampleRate / 50;
    for (let at = 0; at < samples.length; at += step) {
      yield { type: 'audio-heard', samples: samples.slice(at, at + step) };
    }
    if (end) yield { type: 'utterance-ended' };
  }
  // Others have their turn first.
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
  onEnd?.();
  if (after === 'waits') await new Promise(() => {});
}

export async function collect(parts: AsyncIterable<RecognizerPart>): Promise<RecognizerPart[]> {
  const all: RecognizerPart[] = [];
  for await (const part of parts) all.push(part);
  return all;
}

export async function collectUntilFinal(parts: AsyncIterable<RecognizerPart>): Promise<RecognizerPart[]> {
  const all: RecognizerPart[] = [];
  for await (const part of parts) {
    all.push(part);
    if (part.type === 'words-heard' && part.final) break;
  }
  return all;
}

export type WordsHeard = Extract<RecognizerPart, { readonly type: 'words-heard' }>;

export function wordsHeard(parts: readonly RecognizerPart[]): WordsHeard[] {
  return parts.filter((part): part is WordsHeard => part.type === 'words-heard');
}

export function finalTexts(parts: readonly RecognizerPart[]): string[] {
  return wordsHeard(parts).flatMap(({ text, final }) => (final ? [text] : []));
}

export function warningsOf(parts: readonly RecognizerPart[]): string[] {
  return parts.flatMap((part) => (part.type === 'warning-raised' ? [part.message] : []));
}
