import { joinWords, type Word } from '../timeline/index.ts';
import { listenWith, type Recognizer, type RecognizerPart, VoiceError } from '../voices/index.ts';
import type { Clock } from './simulated-clock.ts';

export type FakeRecognizerOptions = {
  /** Default `fake/recogniser`. */
  readonly id?: string;
  /** Default `['en']`. */
  readonly languages?: readonly string[];
  /** Hz; default 16000. */
  readonly sampleRate?: number;
  /** What is said and when, on the clock of the sound. It is understood once its end was heard. Default nothing. */
  readonly words?: readonly Word[];
  /** Gives words while somebody speaks; default true. */
  readonly partial?: boolean;
  /** Says when; default true. */
  readonly timed?: boolean;
  /** Seconds by `clock` from a word's end, or an utterance's, to its being told. Default 0; more needs a clock. */
  readonly latency?: number;
  readonly clock?: Clock;
  /** Seconds of sound after which it fails. Default never. */
  readonly failingAfter?: number;
  /** What it fails with. Default a `VoiceError` that may be retried. */
  readonly failure?: Error;
  /** It takes the sound and never says anything, not even that there were no words. Default false. */
  readonly silent?: boolean;
  /** BCP 47: said with the words. */
  readonly language?: string;
};

export interface FakeRecognizer extends Recognizer {
  /** One for each time it was asked to listen. */
  readonly sessions: readonly FakeListening[];
}

export type FakeListening = {
  /** Seconds of sound so far. */
  readonly heard: number;
  /** When each utterance was said to be over, in seconds of sound. */
  readonly utteranceEnds: readonly number[];
  readonly language: string | undefined;
  /** Nobody listens any more. */
  readonly closed: boolean;
};

type Session = { -readonly [Name in keyof FakeListening]: FakeListening[Name] } & { utteranceEnds: number[] };

/** A recogniser that knows beforehand what is said. */
export function createFakeRecognizer(options: FakeRecognizerOptions = {}): FakeRecognizer {
  const { id = 'fake/recogniser', languages = ['en'], sampleRate = 16_000 } = options;
  const { partial = true, timed = true, latency = 0, clock } = options;
  if (latency > 0 && clock === undefined) {
    throw new TypeError('A fake recogniser with a latency needs a clock.');
  }
  const sessions: Session[] = [];
  return {
    id,
    languages,
    sampleRate,
    partial,
    timed,
    sessions,
    listen(sound, { language, signal } = {}) {
      return listenWith(sound, signal, (parts) => {
        const session: Session = { heard: 0, utteranceEnds: [], language, closed: false };
        sessions.push(session);
        const closing = new AbortController();
        let frames = 0;
        let pending = Promise.resolve();
        /** In order, and each `latency` after it was asked for. */
        const later = (act: () => void): void => {
          if (latency === 0 || clock === undefined) {
            act();
            return;
          }
          const waited = clock.wait(latency, { signal: closing.signal });
          const before = pending;
          pending = waited.then(() => before).then(act);
          // Whoever closes it stops the waits.
          pending.catch(() => {});
        };
        const teller = createTeller(options, session, (part) => later(() => parts.say(part)));
        return {
          hear(samples) {
            frames += samples.length;
            session.heard = frames / sampleRate;
            if (session.heard >= (options.failingAfter ?? Number.POSITIVE_INFINITY)) {
              const { failure } = options;
              parts.fail(failure ?? new VoiceError(`${id} fails.`, { retryable: true }));
            }
            if (partial) teller.tell(false);
          },
          endUtterance() {
            session.utteranceEnds.push(session.heard);
            teller.tell(true);
          },
          endSound() {
            if (teller.open()) teller.tell(true);
            if (options.silent !== true) later(() => parts.end());
          },
          close() {
            session.closed = true;
            closing.abort();
          },
        };
      });
    },
  };
}

function createTeller(
  { words: said = [], timed = true, silent = false, language }: FakeRecognizerOptions,
  session: FakeListening,
  say: (part: RecognizerPart) => void,
) {
  let first = 0;
  let told = 0;
  const understood = (): number => {
    // Times that were added up may lie a rounding beyond it.
    const next = said.findIndex(({ end }, index) => index >= first && end > session.heard + 1e-6);
    return next < 0 ? said.length : next;
  };
  return {
    /** Whether there are words that no final has had. */
    open: () => understood() > first,
    tell(final: boolean) {
      const until = understood();
      if (silent || (!final && until === told)) return;
      const words = said
        .slice(first, until)
        .map((word) => ({ ...word, end: Math.min(word.end, session.heard) }));
      const text = joinWords(words.map((word) => word.text));
      const spoken = language === undefined ? {} : { language };
      say({ type: 'words-heard', text, words: timed ? words : [], final, ...spoken });
      told = until;
      if (final) first = until;
    },
  };
}
