import { getEventListeners } from 'node:events';
import { audioDuration } from '../dsp/index.ts';
import { splitWords } from '../timeline/index.ts';
import {
  collectDialogue,
  type DialoguePart,
  type DialogueTurn,
  type DialogueVoice,
  VoiceError,
} from '../voices/index.ts';
import { equalSamples, failureOf, misplacedWords, type TestTools } from './contract-tools.ts';

export type DialogueVoiceContractOptions = TestTools & {
  /** The id of the n-th voice, from 0, as many as are asked for. */
  readonly voice: (index: number) => string;
  /** What is said, one after the other. Default English, with numbers, quotes and dashes. */
  readonly texts?: readonly string[];
  /** The id of a voice of another model. Default `nobody/other:voice`. */
  readonly foreignVoice?: string;
  /** How many requests have reached whoever speaks. Without it, that nothing was asked is not checked. */
  readonly requests?: () => number;
  /** Whether the same request gives the same samples: models seldom do, servers for tests should. Default true. */
  readonly repeatable?: boolean;
  /** Seconds for one test; default 30. */
  readonly timeout?: number;
};

const defaultTexts = [
  'Hello there.',
  'Well, I was thinking — it costs $25, doesn’t it?',
  '“Yes,” she said.',
  'Dr. Smith paid 3.50 on the 22nd.',
];

type Check = (clause: string, run: (dialogue: DialogueVoice) => Promise<void>) => void;

/** Checks every clause of the contract in `DialogueVoice`. */
export function dialogueVoiceContract(
  name: string,
  makeDialogue: () => DialogueVoice | Promise<DialogueVoice>,
  options: DialogueVoiceContractOptions,
): void {
  const { expect, voice, texts = defaultTexts, repeatable = true, timeout = 30 } = options;
  const check: Check = (clause, run) => {
    options.test(`${name}: ${clause}`, async () => run(await makeDialogue()), timeout * 1000);
  };
  const turnsFor = ({ limits }: DialogueVoice): DialogueTurn[] => {
    const voices = Math.max(limits.leastVoices, Math.min(2, limits.mostVoices));
    return texts.map((text, index) => ({ voice: voice(index % voices), text }));
  };

  check('says who it is and what it takes', async ({ id, sampleRate, limits }) => {
    expect(/^[^/\s]+\/\S+$/u.test(id), `id ${id}`).toBe(true);
    expect(sampleRate).toBeGreaterThan(0);
    expect(limits.leastVoices).toBeGreaterThanOrEqual(1);
    expect(limits.mostVoices).toBeGreaterThanOrEqual(limits.leastVoices);
    expect(limits.mostCharacters ?? 1).toBeGreaterThanOrEqual(1);
    expect(limits.mostTurns ?? 1).toBeGreaterThanOrEqual(1);
  });

  check('speaks all turns, and tells of all or of none when they are heard', async (dialogue) => {
    const turns = turnsFor(dialogue);
    const parts: DialoguePart[] = [];
    for await (const part of dialogue.converse({ turns })) parts.push(part);
    const rates = parts.flatMap((part) => (part.type === 'audio-ready' ? [part.audio.sampleRate] : []));
    expect([...new Set(rates)]).toEqual([dialogue.sampleRate]);
    const { audio, words, spans } = await collectDialogue(dialogue, { turns });
    const duration = audioDuration(audio);
    expect(duration).toBeGreaterThan(0);
    expect(
      audio.samples.every((sample) => Math.abs(sample) <= 1),
      'finite and at most 1',
    ).toBe(true);
    if (spans.length > 0) {
      expect(spans.map(({ turn }) => turn)).toEqual(turns.map((_, turn) => turn));
      const asWords = spans.map(({ turn, start, end }) => ({ text: String(turn), start, end }));
      expect(
        asWords.filter(({ start, end }) => !(start >= 0 && end > start && end <= duration + 1e-6)),
      ).toEqual([]);
      const starts = spans.map(({ start }) => start);
      expect(starts).toEqual(starts.toSorted((a, b) => a - b));
    }
    if (words.length === 0) return;
    let earliest = 0;
    for (const [turn, { text }] of turns.entries()) {
      const own = words.filter((item) => item.turn === turn).map(({ word }) => word);
      expect(own.map((word) => word.text)).toEqual(splitWords(text));
      expect(misplacedWords(own, duration)).toEqual([]);
      const [first, span] = [own[0], spans[turn]];
      expect(first?.start ?? -1, `turn ${turn} not before the one before`).toBeGreaterThanOrEqual(earliest);
      earliest = first?.start ?? earliest;
      if (span === undefined) continue;
      expect(first?.start ?? -1, `turn ${turn} from`).toBeGreaterThanOrEqual(span.start - 0.01);
      expect(own.at(-1)?.end ?? Number.NaN, `turn ${turn} to`).toBeLessThanOrEqual(span.end + 0.01);
    }
  });

  if (repeatable) {
    check('speaks the same request in the same samples, alone or at once with others', async (dialogue) => {
      const turns = turnsFor(dialogue);
      const alone = await collectDialogue(dialogue, { turns, seed: 'one' });
      const together = await Promise.all(
        [turns, turns.toReversed(), turns].map((each) =>
          collectDialogue(dialogue, { turns: each, seed: 'one' }),
        ),
      );
      for (const spoken of [together[0], together[2]]) {
        expect([spoken?.words, spoken?.spans]).toEqual([alone.words, alone.spans]);
        expect(equalSamples(spoken?.audio.samples, alone.audio.samples), 'equal samples').toBe(true);
      }
    });
  }

  for (const [what, request] of [
    ['a language it may not have', { language: 'tlh' }],
    ['a direction it may not take', { instructions: 'tired, almost whispering' }],
  ] as const) {
    check(`goes on with ${what}`, async (dialogue) => {
      const { audio } = await collectDialogue(dialogue, { turns: turnsFor(dialogue), ...request });
      expect(audio.samples.length).toBeGreaterThan(0);
    });
  }

  checkRefusals(check, options, turnsFor);
  checkStopping(check, options, turnsFor);
}

type TurnsFor = (dialogue: DialogueVoice) => readonly DialogueTurn[];

/** What it does not take is a `VoiceError`, and costs nothing. */
function checkRefusals(check: Check, options: DialogueVoiceContractOptions, turnsFor: TurnsFor): void {
  const { expect, voice, requests = () => 0, foreignVoice = 'nobody/other:voice' } = options;
  const refuses = (
    what: string,
    wrong: (dialogue: DialogueVoice, turns: readonly DialogueTurn[]) => readonly DialogueTurn[] | undefined,
  ): void => {
    check(`refuses ${what} before any request`, async (dialogue) => {
      const turns = wrong(dialogue, turnsFor(dialogue));
      if (turns === undefined) return;
      const before = requests();
      const error = await failureOf(collectDialogue(dialogue, { turns }));
      expect(error instanceof VoiceError, String(error)).toBe(true);
      expect(requests() - before).toBe(0);
    });
  };
  refuses('no turns', () => []);
  refuses('more voices than it takes', ({ limits }) =>
    Array.from({ length: limits.mostVoices + 1 }, (_, index) => ({ voice: voice(index), text: 'Yes.' })),
  );
  refuses('fewer voices than it takes', ({ limits }) =>
    limits.leastVoices < 2
      ? undefined
      : Array.from({ length: limits.leastVoices - 1 }, (_, index) => ({ voice: voice(index), text: 'Yes.' })),
  );
  refuses('more characters than it takes', ({ limits: { mostCharacters = 0 } }, turns) =>
    mostCharacters === 0
      ? undefined
      : turns.map((turn, index) => (index === 0 ? { ...turn, text: 'a '.repeat(mostCharacters) } : turn)),
  );
  refuses('more turns than it takes', ({ limits: { mostTurns = 0 } }, turns) =>
    mostTurns === 0
      ? undefined
      : Array.from({ length: mostTurns + 1 }, (_, index) => ({
          voice: turns[index % turns.length]?.voice ?? '',
          text: 'Yes.',
        })),
  );
  refuses('a voice of another model', (_dialogue, turns) =>
    turns.map((turn) => (turn.voice === voice(0) ? { ...turn, voice: foreignVoice } : turn)),
  );
  refuses('a turn with nothing to say', (_dialogue, turns) =>
    turns.map((turn, index) => (index === 1 ? { ...turn, text: ' … ' } : turn)),
  );
}

/** The clauses on `signal`, and on who stops listening. */
function checkStopping(
  check: Check,
  { expect, requests = () => 0 }: DialogueVoiceContractOptions,
  turnsFor: TurnsFor,
): void {
  check('does nothing for a signal that is aborted already', async (dialogue) => {
    const reason = new Error('before it began');
    const before = requests();
    const work = collectDialogue(
      dialogue,
      { turns: turnsFor(dialogue) },
      { signal: AbortSignal.abort(reason) },
    );
    expect(await failureOf(work)).toBe(reason);
    expect(requests() - before).toBe(0);
  });

  for (const when of ['while it is asked', 'at its first part'] as const) {
    check(
      `stops within .2 s of an abort ${when}, leaves no listener and can speak again`,
      async (dialogue) => {
        const controller = new AbortController();
        const { signal } = controller;
        const reason = new Error(when);
        const turns = turnsFor(dialogue);
        const parts = dialogue.converse({ turns }, { signal })[Symbol.asyncIterator]();
        const first = parts.next();
        if (when === 'at its first part') await first;
        const aborted = performance.now();
        controller.abort(reason);
        const work = failureOf(
          (async () => {
            for (let part = await first; part.done !== true; part = await parts.next());
          })(),
        );
        expect(await work).toBe(reason);
        expect(performance.now() - aborted).toBeLessThanOrEqual(200);
        expect(getEventListeners(signal, 'abort').length).toBe(0);
        expect((await collectDialogue(dialogue, { turns })).audio.samples.length).toBeGreaterThan(0);
      },
    );
  }

  check(
    'leaves no listener behind when it has spoken, or when nobody listens to the end',
    async (dialogue) => {
      const { signal } = new AbortController();
      const turns = turnsFor(dialogue);
      await collectDialogue(dialogue, { turns }, { signal });
      expect(getEventListeners(signal, 'abort').length).toBe(0);
      for await (const part of dialogue.converse({ turns }, { signal })) {
        if (part.type !== 'warning-raised') break;
      }
      expect(getEventListeners(signal, 'abort').length).toBe(0);
    },
  );
}
