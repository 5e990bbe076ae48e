import { createResampler } from '../../dsp/index.ts';
import { splitWords, type Word } from '../../timeline/index.ts';
import type { Recognizer, RecognizerInput } from '../../voices/index.ts';
import { earSampleRate } from '../heard-frame.ts';
import type { WordsEvent } from '../live-event.ts';
import { createPushQueue } from './push-queue.ts';

/** Seconds of sound that may wait for a recogniser that is slower than speech. */
const mostBehind = 30;
const restarts = 2;

/** The session's way to its recogniser. */
export interface WordListener {
  /** They are copied: whoever brings them may write into them again. */
  hear(samples: Float32Array): void;
  endUtterance(): void;
  close(): void;
  /** Resolves when it has ended; never rejects. */
  readonly ended: Promise<void>;
}

export type WordListenerOptions = {
  readonly recognizer: Recognizer;
  readonly language?: string;
  /** Seconds of the session. */
  readonly now: () => number;
  readonly onWords: (event: WordsEvent) => void;
  readonly onFailed: (message: string) => void;
  readonly signal: AbortSignal;
};

export function listenForWords(options: WordListenerOptions): WordListener {
  const { recognizer, now, signal } = options;
  const resampler =
    recognizer.sampleRate === earSampleRate
      ? undefined
      : createResampler({ from: earSampleRate, to: recognizer.sampleRate, quality: 'light' });
  let sound = createPushQueue<RecognizerInput>(mostBehind * 50);
  let closed = false;

  const listenOnce = async (): Promise<void> => {
    const offset = now();
    let settledUntil = offset;
    const language = options.language === undefined ? {} : { language: options.language };
    for await (const part of recognizer.listen(sound, { ...language, signal })) {
      if (part.type === 'warning-raised') continue;
      const words =
        part.words.length > 0
          ? part.words.map((word) => ({ ...word, start: word.start + offset, end: word.end + offset }))
          : spread(part.text, settledUntil, now());
      if (part.final) settledUntil = words.at(-1)?.end ?? settledUntil;
      const { language: heard } = part;
      options.onWords({
        type: 'words-heard',
        text: part.text,
        words,
        final: part.final,
        ...(heard === undefined ? {} : { language: heard }),
      });
    }
  };

  const listen = async (): Promise<void> => {
    for (let attempt = 0; !signal.aborted; attempt += 1) {
      try {
        await listenOnce();
        if (closed) return;
        throw new Error(`${recognizer.id} stopped listening.`);
      } catch (error) {
        if (signal.aborted || closed) return;
        if (attempt >= restarts) {
          options.onFailed(error instanceof Error ? error.message : String(error));
          return;
        }
        sound = createPushQueue<RecognizerInput>(mostBehind * 50);
      }
    }
  };

  return {
    hear(samples) {
      const heard = resampler === undefined ? samples.slice() : resampler.push(samples);
      if (heard.length > 0) sound.push({ type: 'audio-heard', samples: heard });
    },
    endUtterance: () => sound.push({ type: 'utterance-ended' }),
    close() {
      closed = true;
      sound.end();
    },
    ended: listen(),
  };
}

/** Words of a recogniser that times none, laid evenly over when they were said. */
function spread(text: string, start: number, end: number): Word[] {
  const texts = splitWords(text);
  const step = (end - start) / Math.max(1, texts.length);
  return texts.map((word, index) => ({
    text: word,
    start: start + index * step,
    end: start + (index + 1) * step,
  }));
}
