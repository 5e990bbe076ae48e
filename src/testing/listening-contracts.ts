import { getEventListeners } from 'node:events';
import { type Audio, audioDuration } from '../dsp/index.ts';
import type { Transcriber, WordAligner } from '../voices/index.ts';
import { failureOf, misplacedWords, type TestTools } from './contract-tools.ts';

export type ListeningContractOptions = TestTools & {
  /** Some seconds of speech. */
  readonly audio: () => Audio | Promise<Audio>;
  /** How many requests have reached whoever listens. Without it, that nothing was asked is not checked. */
  readonly requests?: () => number;
  /** Seconds for one test; default 30. */
  readonly timeout?: number;
};

export type TranscriberContractOptions = ListeningContractOptions & {
  /** Whether words are timed, which some models do not; default true. */
  readonly timed?: boolean;
  /** BCP 47 of the speech; default `en`. */
  readonly language?: string;
};

/** Checks every clause of the contract in `Transcriber`. */
export function transcriberContract(
  name: string,
  makeTranscriber: () => Transcriber | Promise<Transcriber>,
  options: TranscriberContractOptions,
): void {
  const { expect, timed = true, language = 'en', requests = () => 0, timeout = 30 } = options;
  const check = (clause: string, run: (transcriber: Transcriber, audio: Audio) => Promise<void>): void => {
    const test = async (): Promise<void> => run(await makeTranscriber(), await options.audio());
    options.test(`${name}: ${clause}`, test, timeout * 1000);
  };

  check('says who it is', async (transcriber) => {
    expect(transcriber.name.trim().length).toBeGreaterThan(0);
  });

  for (const asked of [{}, { language }]) {
    const how = 'language' in asked ? 'told its language' : 'left to guess';
    check(`writes down what it hears, each word in its place, ${how}`, async (transcriber, audio) => {
      const { text, words, language: heard } = await transcriber.transcribe(audio, asked);
      expect(text.length).toBeGreaterThan(0);
      expect(text).toBe(text.trim());
      expect(words.length > 0).toBe(timed);
      expect(misplacedWords(words, audioDuration(audio))).toEqual([]);
      expect(words.map((word) => word.text).filter((word) => word === '' || word !== word.trim())).toEqual(
        [],
      );
      if (heard !== undefined) expect(new Intl.Locale(heard).baseName.length).toBeGreaterThan(0);
    });
  }

  check('changes nothing in the recording', async (transcriber, audio) => {
    const before = audio.samples.slice();
    await transcriber.transcribe(audio);
    expect(audio.samples.every((sample, index) => sample === before[index])).toBe(true);
  });

  check('hears nothing in a recording without a sample, and asks nobody', async (transcriber, audio) => {
    const before = requests();
    const heard = await transcriber.transcribe({ ...audio, samples: new Float32Array(0) });
    expect([heard.text, heard.words]).toEqual(['', []]);
    expect(requests() - before).toBe(0);
  });

  checkStopping(options, check, requests, (transcriber, audio, listening) =>
    transcriber.transcribe(audio, listening),
  );
}

function silent(audio: Audio): Audio {
  return { ...audio, samples: new Float32Array(audio.samples.length) };
}

function cut({ samples, sampleRate }: Audio, duration: number): Audio {
  return { samples: samples.subarray(0, Math.round(duration * sampleRate)), sampleRate };
}

export type WordAlignerContractOptions = ListeningContractOptions & {
  /** What is said in the recording. */
  readonly words: readonly string[];
};

/** Checks every clause of the contract in `WordAligner`. */
export function wordAlignerContract(
  name: string,
  makeAligner: () => WordAligner | Promise<WordAligner>,
  options: WordAlignerContractOptions,
): void {
  const { expect, words, requests = () => 0, timeout = 30 } = options;
  const check = (clause: string, run: (aligner: WordAligner, audio: Audio) => Promise<void>): void => {
    const test = async (): Promise<void> => run(await makeAligner(), await options.audio());
    options.test(`${name}: ${clause}`, test, timeout * 1000);
  };

  check('says who it is', async (aligner) => {
    expect(aligner.name.trim().length).toBeGreaterThan(0);
  });

  const cases: readonly [
    what: string,
    words: readonly string[],
    change: (audio: Audio) => Audio,
    language?: string,
  ][] = [
    ['the words that are said', words, (audio) => audio, 'en'],
    ['them, of no language that is named', words, (audio) => audio],
    ['them, of a language that nobody has', words, (audio) => audio, 'tlh'],
    ['other words', ['Something', 'else,', '$25', '—', 'OK?', '我'], (audio) => audio],
    ['more words than were said', [...words, ...words, ...words], (audio) => audio],
    ['words in silence', words, silent],
    ['words in 50 ms', words, (audio) => cut(audio, 0.05)],
    ['words in a recording without a sample', words, (audio) => cut(audio, 0)],
  ];
  for (const [what, given, change, language] of cases) {
    check(`gives back ${what}, in order, inside the audio`, async (aligner, audio) => {
      const heard = change(audio);
      const asked = language === undefined ? {} : { language };
      const aligned = await aligner.align(heard, given, asked);
      expect(aligned.map((word) => word.text)).toEqual(given);
      expect(misplacedWords(aligned, audioDuration(heard))).toEqual([]);
    });
  }

  check('gives the same words in the same recording the same times, at once too', async (aligner, audio) => {
    const [alone, ...others] = await Promise.all([words, words].map((each) => aligner.align(audio, each)));
    expect(others).toEqual([alone]);
    expect(await aligner.align(audio, words)).toEqual(alone);
  });

  check('asks nobody where there is no word', async (aligner, audio) => {
    const before = requests();
    expect(await aligner.align(audio, [])).toEqual([]);
    expect(requests() - before).toBe(0);
  });

  checkStopping(options, check, requests, (aligner, audio, listening) =>
    aligner.align(audio, words, listening),
  );
}

type Listening = { readonly signal: AbortSignal };

/** The clauses on `signal`, and on who stops listening. */
function checkStopping<Listener>(
  { expect }: ListeningContractOptions,
  check: (clause: string, run: (listener: Listener, audio: Audio) => Promise<void>) => void,
  requests: () => number,
  listen: (listener: Listener, audio: Audio, listening: Listening) => Promise<unknown>,
): void {
  check('does nothing for a signal that is aborted already', async (listener, audio) => {
    const reason = new Error('before it began');
    const before = requests();
    expect(await failureOf(listen(listener, audio, { signal: AbortSignal.abort(reason) }))).toBe(reason);
    expect(requests() - before).toBe(0);
  });

  check('stops within .2 s of an abort, leaves no listener and can listen again', async (listener, audio) => {
    const controller = new AbortController();
    const { signal } = controller;
    const reason = new Error('in the middle');
    const work = failureOf(listen(listener, audio, { signal }));
    const aborted = performance.now();
    controller.abort(reason);
    expect(await work).toBe(reason);
    expect(performance.now() - aborted).toBeLessThanOrEqual(200);
    expect(getEventListeners(signal, 'abort').length).toBe(0);
    await listen(listener, audio, { signal: new AbortController().signal });
  });

  check('leaves no listener behind when it has listened', async (listener, audio) => {
    const { signal } = new AbortController();
    await listen(listener, audio, { signal });
    expect(getEventListeners(signal, 'abort').length).toBe(0);
  });
}
