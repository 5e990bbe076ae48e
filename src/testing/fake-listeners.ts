import { type Audio, audioDuration, findSpeech } from '../dsp/index.ts';
import { joinWords, type Word } from '../timeline/index.ts';
import { type Transcriber, type Transcript, VoiceError, type WordAligner } from '../voices/index.ts';
import type { Clock } from './simulated-clock.ts';

export type FakeListenerOptions = {
  readonly name?: string;
  /** Which calls fail, counted from 1. Default none. */
  readonly failingCalls?: readonly number[];
  /** What they fail with. Default a `VoiceError` that may be retried. */
  readonly failure?: Error;
  /** Seconds, by `clock`, before the answer. Default 0. Needs a clock. */
  readonly delay?: number;
  readonly clock?: Clock;
};

export type FakeTranscriberOptions = FakeListenerOptions & {
  /** What is said: one for each stretch of sound, in order. Beyond them it understands `uh`. */
  readonly words?: readonly string[];
  /** Whether it says when a word is heard. Default true. */
  readonly timed?: boolean;
};

export interface FakeTranscriber extends Transcriber {
  /** Every recording so far. */
  readonly requests: readonly Audio[];
}

/** It hears the tones of fake voices: each stretch between two silences is a word. */
export function createFakeTranscriber({
  words: said = [],
  timed = true,
  ...options
}: FakeTranscriberOptions = {}): FakeTranscriber {
  const requests: Audio[] = [];
  return {
    name: options.name ?? 'fake/transcriber',
    requests,
    async transcribe(audio, { language, signal } = {}): Promise<Transcript> {
      signal?.throwIfAborted();
      if (audio.samples.length === 0) return { text: '', words: [] };
      await listen(options, requests, audio, signal);
      const words = sounds(audio).map((sound, index): Word => ({ text: said[index] ?? 'uh', ...sound }));
      const text = joinWords(words.map((word) => word.text));
      return { text, words: timed ? words : [], ...(language === undefined ? {} : { language }) };
    },
  };
}

export interface FakeWordAligner extends WordAligner {
  /** Every recording so far. */
  readonly requests: readonly Audio[];
}

/** It hears the tones of fake voices: words are stretches of sound where there are as many, else all are as long. */
export function createFakeWordAligner(options: FakeListenerOptions = {}): FakeWordAligner {
  const requests: Audio[] = [];
  return {
    name: options.name ?? 'fake/aligner',
    requests,
    async align(audio, words, { signal } = {}) {
      signal?.throwIfAborted();
      if (words.length === 0) return [];
      await listen(options, requests, audio, signal);
      const heard = sounds(audio);
      const step = audioDuration(audio) / words.length;
      return words.map((text, index) => {
        const sound = heard.length === words.length ? heard[index] : undefined;
        return { text, ...(sound ?? { start: index * step, end: (index + 1) * step }) };
      });
    },
  };
}

async function listen(
  { delay = 0, clock, failingCalls = [], failure, name = 'fake' }: FakeListenerOptions,
  requests: Audio[],
  audio: Audio,
  signal: AbortSignal | undefined,
): Promise<void> {
  signal?.throwIfAborted();
  const call = requests.push(audio);
  if (delay > 0) {
    if (clock === undefined) throw new TypeError('A fake listener with a delay needs a clock.');
    await clock.wait(delay, signal === undefined ? {} : { signal });
  }
  // Somebody else's turn, as with a real one.
  await Promise.resolve();
  signal?.throwIfAborted();
  if (failingCalls.includes(call))
    throw failure ?? new VoiceError(`Call ${call} of ${name} fails.`, { retryable: true });
}

function sounds(audio: Audio): { start: number; end: number }[] {
  return findSpeech(audio, { minimumSilence: 0.015 }).map(({ start, end }) => ({ start, end }));
}
