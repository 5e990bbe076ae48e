import { getEventListeners } from 'node:events';
import { type Audio, audioDuration } from '../dsp/index.ts';
import { splitWords } from '../timeline/index.ts';
import { collectSpeech, type Speech, type SpeechPart, type Voice } from '../voices/index.ts';
import { equalSamples, failureOf, misplacedWords, type TestTools } from './contract-tools.ts';

export type VoiceContractOptions = TestTools & {
  /** What the voice is asked to say. Default English, with numbers, quotes and dashes. */
  readonly texts?: readonly string[];
  /** A text of some ten seconds, for the tests that stop in the middle. Default: all of `texts`, twice. */
  readonly longText?: string;
  /** A BCP 47 tag that the voice does not have; default Klingon, `tlh`. */
  readonly foreignLanguage?: string;
  /** Seconds that a word at the start may be away from the onset of sound; default .015. */
  readonly onsetTolerance?: number;
  /** Seconds for one test; default 30. */
  readonly timeout?: number;
};

const defaultTexts = [
  'Hello there.',
  'Well, I was thinking — it costs $25, doesn’t it? “Yes,” she said.',
  'Dr. Smith paid 3.50 on the 22nd… OK!',
];

/** Checks every clause of the contract in `Voice`. A voice of one's own passes it before anything else uses it. */
export function voiceContract(
  name: string,
  makeVoice: () => Voice | Promise<Voice>,
  options: VoiceContractOptions,
): void {
  const { texts = defaultTexts, foreignLanguage = 'tlh', onsetTolerance = 0.015, timeout = 30 } = options;
  const { expect, longText = [...texts, ...texts].join(' ') } = options;
  const text = texts[0] ?? 'Hello there.';
  const check: Check = (clause, run) => {
    options.test(`${name}: ${clause}`, async () => run(await makeVoice()), timeout * 1000);
  };

  check('says who it is', async (voice) => {
    expect(/^[^/\s]+\/\S.*$/u.test(voice.id), `id ${voice.id}`).toBe(true);
    expect(voice.name.length).toBeGreaterThan(0);
    expect(voice.languages.length).toBeGreaterThan(0);
    expect(voice.sampleRate).toBeGreaterThan(0);
  });

  for (const spoken of texts) {
    check(`says ${JSON.stringify(spoken)} with every word in its place`, async (voice) => {
      const parts: SpeechPart[] = [];
      for await (const part of voice.speak({ text: spoken })) parts.push(part);
      const rates = parts.flatMap((part) => (part.type === 'audio-ready' ? [part.audio.sampleRate] : []));
      expect([...new Set(rates)]).toEqual([voice.sampleRate]);
      const speech = await collectSpeech(voice, { text: spoken });
      const isTimed = voice.timed !== false;
      expect(speech.words.map((word) => word.text)).toEqual(isTimed ? splitWords(spoken) : []);
      expect(misplacedWords(speech.words, audioDuration(speech.audio))).toEqual([]);
      expect(speech.audio.samples.length).toBeGreaterThan(0);
      expect(
        speech.audio.samples.every((sample) => Math.abs(sample) <= 1),
        'finite and at most 1',
      ).toBe(true);
      if (!isTimed) return;
      // A soft sound rises over some time: between 45 and 35 dB below the loudest it has begun.
      const [earliest, latest] = [soundOnset(speech.audio, -45), soundOnset(speech.audio, -35)];
      const start = speech.words[0]?.start ?? 0;
      expect(start, 'not before its sound').toBeGreaterThanOrEqual(earliest - onsetTolerance);
      expect(start, 'not after its sound').toBeLessThanOrEqual(latest + onsetTolerance);
    });
  }

  check('says the same request in the same samples, alone or at once with others', async (voice) => {
    const alone = await collectSpeech(voice, { text });
    const together = await Promise.all(
      [text, longText, text].map((each) => collectSpeech(voice, { text: each })),
    );
    for (const speech of [together[0], together[2]]) {
      expect(speech?.words).toEqual(alone.words);
      expect(equalSamples(speech?.audio.samples, alone.audio.samples), 'equal samples').toBe(true);
    }
  });

  check('is faster and slower on request, or says that it cannot be', async (voice) => {
    const normal = spokenSpan(await collectSpeech(voice, { text }));
    for (const speed of [0.5, 2]) {
      const speech = await collectSpeech(voice, { text, speed });
      const ratio = normal / spokenSpan(speech);
      const kept = Math.abs(ratio / speed - 1) < 0.25;
      expect(kept || speech.warnings.length > 0, `speed ${speed} gave ${ratio}`).toBe(true);
      expect(misplacedWords(speech.words, audioDuration(speech.audio))).toEqual([]);
    }
  });

  for (const [what, request] of [
    ['a speed out of range', { text, speed: 40 }],
    ['a speed that is no number', { text, speed: Number.NaN }],
    ['a language it does not have', { text, language: foreignLanguage }],
  ] as const) {
    check(`answers ${what} with a warning and goes on`, async (voice) => {
      if (voice.languages.includes('mul') && 'language' in request) return;
      const speech = await collectSpeech(voice, request);
      expect(speech.warnings.length).toBeGreaterThan(0);
      expect(speech.audio.samples.length).toBeGreaterThan(0);
    });
  }

  for (const empty of ['', '   ', '… — !']) {
    check(`has a warning, no sound and no words for ${JSON.stringify(empty)}`, async (voice) => {
      const speech = await collectSpeech(voice, { text: empty });
      expect(speech.warnings.length).toBeGreaterThan(0);
      expect(speech.audio.samples.length).toBe(0);
      expect(speech.words).toEqual([]);
    });
  }

  checkStopping(check, options.expect, text, longText);
}

type Check = (clause: string, run: (voice: Voice) => Promise<void>) => void;

/** The clauses on `signal`, and on who stops listening. */
function checkStopping(check: Check, expect: TestTools['expect'], text: string, longText: string): void {
  check('does nothing for a signal that is aborted already', async (voice) => {
    const reason = new Error('before it began');
    expect(await failureOf(collectSpeech(voice, { text }, { signal: AbortSignal.abort(reason) }))).toBe(
      reason,
    );
  });

  check(
    'stops within .2 s of an abort in the middle, leaves no listener and can speak again',
    async (voice) => {
      const controller = new AbortController();
      const reason = new Error('in the middle');
      let aborted = Number.NaN;
      const work = failureOf(
        (async () => {
          const parts = voice.speak({ text: longText, eager: true }, { signal: controller.signal });
          for await (const part of parts) {
            if (part.type === 'warning-raised' || controller.signal.aborted) continue;
            aborted = performance.now();
            controller.abort(reason);
          }
        })(),
      );
      expect(await work).toBe(reason);
      expect(performance.now() - aborted).toBeLessThanOrEqual(200);
      expect(getEventListeners(controller.signal, 'abort').length).toBe(0);
      expect((await collectSpeech(voice, { text })).audio.samples.length).toBeGreaterThan(0);
    },
  );

  check('leaves no listener behind when it has spoken, or when nobody listens to the end', async (voice) => {
    const { signal } = new AbortController();
    await collectSpeech(voice, { text }, { signal });
    expect(getEventListeners(signal, 'abort').length).toBe(0);
    for await (const part of voice.speak({ text: longText }, { signal })) {
      if (part.type !== 'warning-raised') break;
    }
    expect(getEventListeners(signal, 'abort').length).toBe(0);
  });
}

function spokenSpan({ words, audio }: Speech): number {
  const [first, last] = [words[0], words.at(-1)];
  return first === undefined || last === undefined ? audioDuration(audio) : last.end - first.start;
}

/** Seconds to the first 5 ms whose power is so many dB from the loudest's: a click of noise is no sound. */
function soundOnset({ samples, sampleRate }: Audio, threshold: number): number {
  const width = Math.round(sampleRate * 0.005);
  const hop = Math.round(sampleRate * 0.001);
  const powers: number[] = [];
  for (let start = 0; start < samples.length; start += hop) {
    powers.push(samples.subarray(start, start + width).reduce((sum, sample) => sum + sample * sample, 0));
  }
  const loudest = powers.reduce((most, power) => Math.max(most, power), 0);
  return (
    (Math.max(
      0,
      powers.findIndex((power) => power > loudest * 10 ** (threshold / 10)),
    ) *
      hop +
      width / 2) /
    sampleRate
  );
}
