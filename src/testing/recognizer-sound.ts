import type { Audio } from '../dsp/index.ts';
import type { Recognizer, RecognizerInput, RecognizerPart } from '../voices/index.ts';

/** Seconds of silence after each utterance. */
const pause = 0.5;
/** Seconds of one piece of sound. */
export const step = 0.02;

/** A promise and what keeps it. */
export function createMoment(): { readonly came: Promise<void>; readonly come: () => void } {
  const moment = { come: () => {} };
  const came = new Promise<void>((resolve) => {
    moment.come = resolve;
  });
  return { came, come: () => moment.come() };
}

type Stretch = { readonly audio: Audio; readonly start: number; readonly end: number };

/** One after the other on one clock, each with a pause behind it. */
export function layOut(speech: readonly Audio[]): readonly Stretch[] {
  let at = 0;
  return speech.map((audio) => {
    const start = at;
    const end = start + audio.samples.length / audio.sampleRate;
    at = end + pause;
    return { audio, start, end };
  });
}

export function durationOf(plan: readonly Stretch[]): number {
  return (plan.at(-1)?.end ?? 0) + pause;
}

type SoundOptions = {
  /** Seconds of each piece. */
  readonly length?: number;
  /** Says after each utterance that it is over; default true. */
  readonly end?: boolean;
  /** Then ends, or waits for ever. */
  readonly after?: 'ends' | 'waits';
  readonly onStart?: () => void;
  readonly onEnd?: () => void;
};

export async function* soundOf(
  plan: readonly Stretch[],
  { length = step, end = true, after = 'ends', onStart, onEnd }: SoundOptions = {},
): AsyncGenerator<RecognizerInput> {
  onStart?.();
  for (const { audio } of plan) {
    const { sampleRate } = audio;
    const whole = new Float32Array(audio.samples.length + Math.round(pause * sampleRate));
    whole.set(audio.samples);
    const frames = Math.max(1, Math.round(length * sampleRate));
    for (let start = 0; start < whole.length; start += frames) {
      yield { type: 'audio-heard', samples: whole.slice(start, start + frames) };
    }
    if (end) yield { type: 'utterance-ended' };
  }
  onEnd?.();
  if (after === 'waits') await new Promise(() => {});
}

export async function* twoEmptyUtterances(): AsyncGenerator<RecognizerInput> {
  yield { type: 'utterance-ended' };
  yield { type: 'audio-heard', samples: new Float32Array(0) };
  yield { type: 'utterance-ended' };
}

export type Words = Extract<RecognizerPart, { readonly type: 'words-heard' }>;

export async function collect(
  recognizer: Recognizer,
  sound: AsyncIterable<RecognizerInput>,
  { language }: { readonly language?: string },
): Promise<Words[]> {
  const spoken = language ?? recognizer.languages[0];
  return wordParts(
    await collectParts(recognizer.listen(sound, spoken === undefined ? {} : { language: spoken })),
  );
}

export async function collectParts(parts: AsyncIterable<RecognizerPart>): Promise<RecognizerPart[]> {
  const all: RecognizerPart[] = [];
  for await (const part of parts) all.push(part);
  return all;
}

export function wordParts(parts: readonly RecognizerPart[]): Words[] {
  return parts.filter((part): part is Words => part.type === 'words-heard');
}
