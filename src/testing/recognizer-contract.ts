import { getEventListeners } from 'node:events';
import type { Audio } from '../dsp/index.ts';
import type { Recognizer, RecognizerInput, RecognizerPart } from '../voices/index.ts';
import { failureOf, misplacedWords, type TestTools } from './contract-tools.ts';
import {
  collect,
  collectParts,
  createMoment,
  durationOf,
  layOut,
  soundOf,
  step,
  twoEmptyUtterances,
  wordParts,
} from './recognizer-sound.ts';

export type RecognizerContractOptions = TestTools & {
  /** Two or more utterances of about a second that it understands, at its own rate. */
  readonly utterances: () => readonly Audio[] | Promise<readonly Audio[]>;
  /** Its words come from a script, whatever is heard: the clause on silence has no meaning. Default false. */
  readonly scripted?: boolean;
  /** Whether a final text is what was said. Default: it is not empty. */
  readonly understands?: (text: string, index: number) => boolean;
  /** BCP 47 of the speech; default the first of its languages. */
  readonly language?: string;
  /** How many times it has been asked. Without it, that nothing was asked is not checked. */
  readonly requests?: () => number;
  /** Seconds that a word may lie outside the stretch in which it was said; default .3. */
  readonly tolerance?: number;
  /** Seconds for one test; default 30. */
  readonly timeout?: number;
};

/** Checks every clause of the contract in `Recognizer`. */
export function recognizerContract(
  name: string,
  makeRecognizer: () => Recognizer | Promise<Recognizer>,
  options: RecognizerContractOptions,
): void {
  const { expect, timeout = 30, tolerance = 0.3, understands = (text) => text !== '' } = options;
  const check: Check = (clause, run) => {
    const test = async (): Promise<void> => run(await makeRecognizer(), await options.utterances());
    options.test(`${name}: ${clause}`, test, timeout * 1000);
  };

  check('says who it is', async ({ id, languages, sampleRate }) => {
    expect(/^[^\s/]+\/\S+$/.test(id)).toBe(true);
    for (const tag of languages) expect(new Intl.Locale(tag).baseName.length).toBeGreaterThan(0);
    expect(Number.isInteger(sampleRate)).toBe(true);
    expect(sampleRate).toBeGreaterThanOrEqual(8000);
  });

  for (const length of [step, 0.0501, 30]) {
    check(`understands utterance after utterance, in pieces of ${length} s`, async (recognizer, speech) => {
      const plan = layOut(speech);
      const heard = await collect(recognizer, soundOf(plan, { length }), options);
      const finals = heard.filter(({ final }) => final);
      expect(finals.length).toBe(speech.length);
      expect(finals.map(({ text }) => text).filter((text) => text !== text.trim())).toEqual([]);
      expect(finals.flatMap(({ text }, index) => (understands(text, index) ? [] : [text]))).toEqual([]);
      expect(heard.at(-1)?.final).toBe(true);
    });
  }

  check('says when each word was heard, from the first sample on', async (recognizer, speech) => {
    const plan = layOut(speech);
    const heard = await collect(recognizer, soundOf(plan), options);
    const timed = recognizer.timed ?? true;
    for (const { words, text } of heard) {
      expect(misplacedWords(words, durationOf(plan))).toEqual([]);
      expect(words.filter((word) => word.text === '' || word.text !== word.text.trim())).toEqual([]);
      expect(words.length > 0).toBe(timed && text !== '');
    }
    const outside = heard
      .filter(({ final }) => final)
      .flatMap(({ words }, index) => {
        const { start = 0, end = 0 } = plan[index] ?? {};
        return words.filter((word) => word.start < start - tolerance || word.end > end + tolerance);
      });
    expect(outside).toEqual([]);
  });

  check('gives words while somebody speaks, or says that it does not', async (recognizer, speech) => {
    const [first] = layOut(speech);
    if (first === undefined) return;
    const parts: RecognizerPart[] = [];
    const controller = new AbortController();
    const reason = new Error('heard enough');
    // Nobody says that the utterance is over.
    const sound = soundOf([first], { end: false, after: 'waits' });
    const work = (async () => {
      for await (const part of recognizer.listen(sound, { signal: controller.signal })) {
        parts.push(part);
        if (part.type === 'words-heard' && part.text !== '') controller.abort(reason);
      }
    })();
    if (recognizer.partial ?? true) {
      expect(await failureOf(work)).toBe(reason);
      expect(wordParts(parts).filter(({ final }) => final)).toEqual([]);
    } else {
      controller.abort(reason);
      expect(await failureOf(work)).toBe(reason);
    }
  });

  check('ends an utterance that was never said to be over with the sound', async (recognizer, speech) => {
    const heard = await collect(recognizer, soundOf(layOut(speech.slice(0, 1)), { end: false }), options);
    expect(understands(heard.at(-1)?.text ?? '', 0)).toBe(true);
    expect(heard.filter(({ final }) => final).length).toBe(1);
    expect(heard.at(-1)?.final).toBe(true);
  });

  check('changes nothing in the sound', async (recognizer, speech) => {
    const [piece] = speech;
    if (piece === undefined) return;
    const before = piece.samples.slice();
    await collect(recognizer, soundOf(layOut([piece]), { length: 30 }), options);
    expect(piece.samples.every((sample, index) => sample === before[index])).toBe(true);
  });

  check('takes the sound though nobody takes the words', async (recognizer, speech) => {
    const controller = new AbortController();
    const drained = createMoment();
    const sound = soundOf(layOut([...speech, ...speech, ...speech]), { onEnd: drained.come });
    const words = recognizer.listen(sound, { signal: controller.signal })[Symbol.asyncIterator]();
    const first = words.next();
    await drained.came;
    await first;
    controller.abort(new Error('read enough'));
    await failureOf(words.next());
  });

  check('listens to two at once without mixing them', async (recognizer, speech) => {
    const plan = layOut(speech);
    const both = await Promise.all(
      [plan, plan.slice(0, 1)].map((each) => collect(recognizer, soundOf(each), options)),
    );
    const finals = both.map((heard) => heard.filter(({ final }) => final));
    expect(finals.map(({ length }) => length)).toEqual([speech.length, 1]);
    expect(
      finals.flatMap((heard) => heard.flatMap(({ text }, i) => (understands(text, i) ? [] : [text]))),
    ).toEqual([]);
  });

  checkEmptiness(options, check);
  checkStopping(options, check);
}

type Check = (
  clause: string,
  run: (recognizer: Recognizer, speech: readonly Audio[]) => Promise<void>,
) => void;

/** The clauses on utterances without words, and on sound without a sample. */
function checkEmptiness(options: RecognizerContractOptions, check: Check): void {
  const { expect } = options;
  const checkUnscripted: Check = options.scripted === true ? () => {} : check;

  checkUnscripted('gives final words where there were none', async (recognizer) => {
    const { sampleRate } = recognizer;
    const silence = { samples: new Float32Array(sampleRate / 2), sampleRate };
    const heard = await collect(recognizer, soundOf(layOut([silence, silence])), options);
    expect(heard.map(({ text, words }) => [text, words.length])).toEqual([
      ['', 0],
      ['', 0],
    ]);
    expect(heard.every(({ final }) => final)).toBe(true);
  });

  check('answers to the end of an utterance without a sample', async (recognizer) => {
    const heard = await collect(recognizer, twoEmptyUtterances(), options);
    expect(heard.map(({ text, final }) => [text, final])).toEqual([
      ['', true],
      ['', true],
    ]);
  });

  check('ends at once where there is no sound', async (recognizer) => {
    expect(await collect(recognizer, soundOf([]), options)).toEqual([]);
  });
}

/** The clauses on `signal`, on a source that fails, and on who stops listening. */
function checkStopping(options: RecognizerContractOptions, check: Check): void {
  const { expect, requests = () => 0 } = options;

  check('does nothing for a signal that is aborted already', async (recognizer, speech) => {
    const reason = new Error('before it began');
    const before = requests();
    let read = false;
    const sound = soundOf(layOut(speech), { onStart: () => (read = true) });
    const work = collectParts(recognizer.listen(sound, { signal: AbortSignal.abort(reason) }));
    expect(await failureOf(work)).toBe(reason);
    expect(read).toBe(false);
    expect(requests() - before).toBe(0);
  });

  check(
    'stops within .2 s of an abort, leaves no listener and can listen again',
    async (recognizer, speech) => {
      const controller = new AbortController();
      const { signal } = controller;
      const reason = new Error('in the middle');
      const given = createMoment();
      const sound = soundOf(layOut(speech), { end: false, after: 'waits', onEnd: given.come });
      const work = failureOf(collectParts(recognizer.listen(sound, { signal })));
      await given.came;
      const aborted = performance.now();
      controller.abort(reason);
      expect(await work).toBe(reason);
      expect(performance.now() - aborted).toBeLessThanOrEqual(200);
      expect(getEventListeners(signal, 'abort').length).toBe(0);
      const again = await collect(recognizer, soundOf(layOut(speech.slice(0, 1))), options);
      expect(again.filter(({ final }) => final).length).toBe(1);
    },
  );

  check(
    'leaves no listener behind when it has listened, or when nobody wants more',
    async (recognizer, speech) => {
      const { signal } = new AbortController();
      await collectParts(recognizer.listen(soundOf(layOut(speech.slice(0, 1))), { signal }));
      expect(getEventListeners(signal, 'abort').length).toBe(0);
      for await (const part of recognizer.listen(soundOf(layOut(speech.slice(0, 1))), { signal })) {
        if (part.type === 'words-heard') break;
      }
      expect(getEventListeners(signal, 'abort').length).toBe(0);
    },
  );

  check('fails with what its sound fails with', async (recognizer, speech) => {
    const reason = new Error('the microphone is gone');
    async function* sound(): AsyncGenerator<RecognizerInput> {
      for await (const input of soundOf(layOut(speech), { end: false })) yield input;
      throw reason;
    }
    expect(await failureOf(collectParts(recognizer.listen(sound())))).toBe(reason);
  });
}
