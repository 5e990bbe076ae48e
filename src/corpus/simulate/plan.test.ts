import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../dsp/index.ts';
import { parseScript, type Script, turnWords } from '../../script/index.ts';
import { CorpusError } from '../corpus-error.ts';
import { splits } from '../record/types.ts';
import { addLaughter } from './add-laughter.ts';
import { type CastableVoice, castVoices, voiceBehind } from './cast-voices.ts';
import { estimateRun } from './estimate-run.ts';
import { parseSpec } from './parse-spec.ts';
import { placeBursts, steadyKinds } from './place-bursts.ts';
import { planCorpus } from './plan-dialogue.ts';
import { populationOf } from './population.ts';
import type { SpecInput } from './spec.ts';
import { parseVariant, printVariant } from './voice-variant.ts';

const specOf = (given: Partial<SpecInput> = {}) => parseSpec({ name: 'x', hours: 1, ...given });

const voicesOf = (count: number): CastableVoice[] =>
  Array.from({ length: count }, (_, index) => ({
    id: `made/${index}`,
    languages: ['en-US', 'en'],
    gender: index % 2 === 0 ? 'female' : 'male',
    accent: index < 2 ? 'Scottish' : 'American',
    varies: true,
  }));

describe('a specification', () => {
  it.each<[unknown, string, RegExp]>([
    [{ name: 'x', hours: 1, hour: 2 }, 'hour', /did you mean hours/],
    [{ name: 'x', hours: 0 }, 'hours', /more than 0/],
    [{ name: 'x', hours: 1, registers: 'telefone' }, 'registers', /use telephone/],
    [{ name: 'x', hours: 1, registers: { telephone: 0 } }, 'registers', /weighs more than 0/],
    [{ name: 'x', hours: 1, conditions: { noise: { kind: 'fan' } } }, 'conditions.noise.kind', /kinds/],
    [
      { name: 'x', hours: 1, speech: { from: 'pool', path: 'p' }, text: { from: 'grammar' } },
      'text.from',
      /pool/,
    ],
    [{ name: 'x', hours: 1, duration: { minimum: 100, maximum: 50 } }, 'duration', /at most maximum/],
    ['name: [', '', /no YAML/],
    [null, '', /all of it/],
  ])('%j is refused by name', (value, field, message) => {
    const parse = (): unknown => parseSpec(value);
    expect(parse).toThrow(message);
    expect(errorOf(parse).field ?? '').toBe(field);
  });

  it('of any shape is a specification or an error of its own', () => {
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), fc.string()), (value) => {
        expect(() => parseSpec(value)).toThrow(CorpusError);
      }),
      { numRuns: 200 },
    );
  });

  it('comes back from what it was resolved to, and says what it will come to', () => {
    const spec = specOf({ hours: 9000, speech: { from: 'voices', voices: ['flite/rms'] } });
    expect(parseSpec(JSON.parse(JSON.stringify(spec)))).toEqual(spec);
    const { dialogues, shards, bytes } = estimateRun(spec);
    expect([dialogues > 90_000, shards, bytes > 5e11]).toEqual([true, 9000, true]);
  });
});

function errorOf(run: () => unknown): CorpusError {
  try {
    run();
  } catch (error) {
    if (error instanceof CorpusError) return error;
  }
  throw new Error('nothing was thrown');
}

describe('casting', () => {
  it('gives voices of their gender, none of which is in two parts', () => {
    const spec = specOf({ speakers: { count: 60 }, split: { train: 0.6, dev: 0.2, test: 0.2 } });
    const { population, warnings } = castVoices(spec, populationOf(spec), voicesOf(12));
    const parts = new Map<string, string>();
    for (const split of splits) {
      for (let index = 0; index < population.sizes('en', split); index++) {
        const person = population.person('en', split, index);
        const behind = voiceBehind(person) ?? '';
        expect(Number(behind.split('/')[1]) % 2).toBe(person.gender === 'female' ? 0 : 1);
        expect(parts.get(behind) ?? split).toBe(split);
        parts.set(behind, split);
      }
    }
    expect(parts.size).toBe(12);
    expect(warnings).toEqual([]);
  });

  it('keeps voices to the part that they are named for', () => {
    const spec = specOf({ speakers: { count: 60 }, split: { train: 0.8, dev: 0.1, test: 0.1 } });
    const named = voicesOf(12).map((voice, index): CastableVoice => {
      const split = index < 2 ? 'test' : index < 4 ? 'dev' : 'train';
      return { ...voice, varies: false, split };
    });
    const { population } = castVoices(spec, populationOf(spec), named);
    for (const split of splits) {
      for (let index = 0; index < population.sizes('en', split); index++) {
        const { voice } = population.person('en', split, index);
        expect(named.find(({ id }) => id === voice)?.split).toBe(split);
      }
    }
    const without = named.filter((voice) => voice.split !== 'dev');
    expect(() => castVoices(spec, populationOf(spec), without)).toThrow(/left for dev/);
  });

  it('makes different people of too few voices, and says so once', () => {
    const spec = specOf({ speakers: { count: 40 } });
    const { population, warnings } = castVoices(spec, populationOf(spec), voicesOf(4));
    const voices = Array.from({ length: population.sizes('en', 'train') }, (_, index) =>
      population.person('en', 'train', index),
    ).map(({ voice }) => voice);
    expect(new Set(voices).size).toBeGreaterThan(voices.length * 0.9);
    expect(warnings).toHaveLength(2);
    expect(warnings[0]).toMatch(/too few/);
  });

  it('keeps to regions where a voice is from there, and warns where none is', () => {
    const spec = specOf({ speakers: { count: 8, regions: { en: { Scottish: 1, Narnia: 1 } } } });
    const { population, warnings } = castVoices(spec, populationOf(spec), voicesOf(30));
    for (let index = 0; index < population.sizes('en', 'train'); index++) {
      const { region, accent } = population.person('en', 'train', index);
      expect(region === 'Scottish' || accent !== null).toBe(true);
    }
    expect(warnings).toEqual([expect.stringMatching(/Narnia/)]);
    expect(() => castVoices(specOf({ languages: 'de' }), populationOf(spec), voicesOf(4))).toThrow(/de/);
  });

  it('puts two people together who are no variants of one voice', () => {
    const spec = specOf({ hours: 20, speakers: { count: 40 }, split: { train: 1, dev: 0, test: 0 } });
    const { population } = castVoices(spec, populationOf(spec), voicesOf(4));
    const plan = planCorpus(spec, population);
    for (let index = 0; index < plan.dialogues; index++) {
      const [one, other] = plan.dialogue(plan.id(index))?.speakers ?? [];
      expect(one?.id).not.toBe(other?.id);
      expect(one && voiceBehind(one)).not.toBe(other && voiceBehind(other));
    }
  });

  it('writes variants as it reads them', () => {
    fc.assert(
      fc.property(fc.integer({ min: 90, max: 110 }), fc.integer({ min: 80, max: 120 }), (scale, speed) => {
        const variant = { voice: 'flite/rms', scale: scale / 100, speed: speed / 100 };
        expect(parseVariant(printVariant(variant))).toEqual(variant);
      }),
    );
    expect(parseVariant('espeak/de+lan')).toEqual({ voice: 'espeak/de+lan', scale: 1, speed: 1 });
  });
});

const roomsOf = (conditions: SpecInput['conditions']) => {
  const spec = specOf({ hours: 2, conditions });
  const plan = planCorpus(spec, populationOf(spec));
  return Array.from({ length: plan.dialogues }, (_, index) => plan.dialogue(plan.id(index))).flatMap(
    (dialogue) =>
      dialogue?.conditions.tracks.map(({ room }, track) => ({ room, place: dialogue.places[track] })) ?? [],
  );
};

describe('where people are', () => {
  it('has the size of what it is called, inside the bounds of reverberation', () => {
    for (const { room, place } of roomsOf({ places: ['car', 'hall', 'Loft'], reverberation: [0.1, 0.7] })) {
      const [length = 0, width = 0] = room?.size ?? [];
      expect(room?.place).toBe(place);
      expect([place, length < 2.9, width < 1.7]).toEqual([place, place === 'car', place === 'car']);
      expect(room?.reverberation).toBeGreaterThanOrEqual(place === 'hall' ? 0.7 : 0.1);
      expect(room?.reverberation).toBeLessThanOrEqual(place === 'car' ? 0.1 : 0.7);
    }
  });

  it('is a place without a room under the sky, and far apart microphones where both are there', () => {
    const alone = roomsOf({ places: 'street' });
    expect(alone.length).toBeGreaterThan(20);
    expect(alone.every(({ room, place }) => room === null && place === 'street')).toBe(true);
    const together = roomsOf({ places: 'street', setting: 'room' });
    expect(together.every(({ room }) => room !== null && room.reverberation === 0.05)).toBe(true);
    expect(roomsOf({ dry: 1 }).every(({ room, place }) => room === null && place === null)).toBe(true);
  });
});

describe('bursts of noise', () => {
  const plan = { perMinute: 2, kinds: { door: 1, fan: 1 }, snr: [5, 20], places: [[0], [1]] } as const;

  it('come as often as asked, in order, inside the dialogue', () => {
    const spans = placeBursts(plan, 60_000, createRandom('bursts'));
    expect(spans.length / 1000).toBeCloseTo(2, 0);
    for (const [index, { start, end, snr }] of spans.entries()) {
      expect(start).toBeGreaterThanOrEqual(spans[index - 1]?.start ?? 0);
      expect(end).toBeGreaterThan(start);
      expect(end).toBeLessThanOrEqual(60_000);
      expect(snr).toBeGreaterThanOrEqual(5);
    }
    expect(placeBursts({ ...plan, perMinute: 0 }, 60, createRandom('x'))).toEqual([]);
    expect(steadyKinds(plan.kinds)).toEqual({ fan: 1 });
    expect(steadyKinds({ door: 1 })).toEqual({ door: 1 });
  });
});

function laughsIn({ turns }: Script): number {
  return turns
    .flatMap(({ parts }) => parts)
    .filter((part) => part.type === 'event' && part.event === 'laughter').length;
}

describe('laughter', () => {
  const lines = Array.from(
    { length: 60 },
    (_, index) => `${index % 2 === 0 ? 'ann' : 'ben'}: We went to the river on a long day.`,
  );
  const script: Script = parseScript(lines.join('\n'));

  it('is as frequent as asked, of both, and none where there is to be none', () => {
    const options = { perMinute: 6, wordsPerMinute: 180 };
    const laughing = addLaughter(script, { ...options, random: createRandom('laughs') });
    expect(Math.abs(laughsIn(laughing) - 18)).toBeLessThanOrEqual(1);
    expect(laughsIn(addLaughter(laughing, { ...options, random: createRandom('laughs') }))).toBe(
      laughsIn(laughing),
    );
    expect(
      laughsIn(addLaughter(laughing, { ...options, perMinute: 0, random: createRandom('laughs') })),
    ).toBe(0);
    const events = laughing.turns.flatMap(({ parts }) => parts).filter(({ type }) => type === 'event');
    expect(events.some((part) => 'speaker' in part)).toBe(true);
    expect(events.every((part) => 'speaker' in part)).toBe(false);
  });

  it('comes where words are funny or glad before it comes anywhere, and last where they are sad', () => {
    const told = parseScript(
      [
        'ann: I was in hospital for a long week.',
        'ben: We went to the river on a day.',
        'ann: The joke was on the dog, of course.',
        'ben: That was a lovely evening by the lake.',
      ].join('\n'),
    );
    const order = [1, 2, 3, 4].map((laughs) => {
      const wordsPerMinute = told.turns.reduce((sum, turn) => sum + turnWords(turn).length, 0);
      const options = { perMinute: laughs, wordsPerMinute, random: createRandom('tiers') };
      const laughing = addLaughter(told, options).turns.flatMap(({ parts }, index) =>
        parts.some(({ type }) => type === 'event') ? [index] : [],
      );
      return laughing.join('');
    });
    expect(order).toEqual(['2', '23', '123', '0123']);
  });
});
