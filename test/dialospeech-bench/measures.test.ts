import { createRandom } from 'duologue/dsp';
import type { Timeline, Utterance } from 'duologue/timeline';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { areaUnderCurve } from '../../benchmarks/dialospeech/measures/area-under-curve.ts';
import { trackLeakage } from '../../benchmarks/dialospeech/measures/leakage.ts';
import { seamFlux } from '../../benchmarks/dialospeech/measures/seams.ts';
import { hearVoices, measureSimilarity } from '../../benchmarks/dialospeech/measures/similarity.ts';
import {
  measureTiming,
  permutationTest,
  sampleDistance,
} from '../../benchmarks/dialospeech/measures/timing.ts';
import {
  bestOrderCounts,
  matchWords,
  wordCounts,
  wordsOnTrack,
} from '../../benchmarks/dialospeech/measures/track-words.ts';
import { textsOf } from '../../benchmarks/dialospeech/performance.ts';
import {
  shuffleOffsets,
  withFixedGap,
  withShuffledOffsets,
} from '../../benchmarks/dialospeech/sources/controls.ts';
import { performanceOf } from './performances.ts';

const words = (text: string): string[] => text.split(' ');

describe('words', () => {
  it('are told apart by track', () => {
    const own = words('have you seen the keys of my car');
    const other = words('they are still in the door of the shed');
    expect(wordsOnTrack(words('have you seen keys of my car'), { own, other })).toEqual({
      right: 7,
      wrong: 0,
    });
    const leaked = words('have you seen still in the door the keys of my car');
    expect(wordsOnTrack(leaked, { own, other })).toEqual({ right: 8, wrong: 4 });
    // A lone word of the other's may as well be misheard.
    expect(wordsOnTrack(words('have you seen door my car'), { own, other }).wrong).toBe(0);
  });

  it('that match stand in the same order in both', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(5)), fc.array(fc.nat(5)), (one, other) => {
        const matches = [...matchWords(one.map(String), other.map(String))];
        for (const [heard, reference] of matches) expect(one[reference]).toBe(other[heard]);
        for (const side of [0, 1] as const) {
          const places = matches.map((match) => match[side]);
          expect(places).toEqual([...new Set(places)].toSorted((a, b) => a - b));
        }
      }),
    );
  });

  it('are counted wrong on their track, and less in the better order', () => {
    expect(wordCounts(words('a b c d'), words('a x c'))).toEqual({ wrong: 2, words: 4 });
    const truth = [words('a b c d'), words('e f g h')];
    expect(bestOrderCounts(truth, truth.toReversed())).toEqual({ wrong: 0, words: 8 });
    expect(bestOrderCounts(truth, truth)).toEqual({ wrong: 0, words: 8 });
  });

  it('that were never said are missed at the end', () => {
    const made = performanceOf([
      { speaker: 0, text: 'One.', start: 0, end: 1 },
      { speaker: 0, text: 'Three.', start: 2, end: 3 },
    ]);
    const { utterances } = made.timeline;
    const less = { ...made, timeline: { ...made.timeline, utterances: utterances.slice(1) } };
    expect(textsOf(less, 0)).toEqual(['Three.', 'One.']);
    expect(textsOf(less, 1)).toEqual([]);
  });
});

describe('timing', () => {
  it('is far by as much as all offsets are moved', () => {
    const offsets = fc.array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(offsets, fc.double({ min: -2, max: 2, noNaN: true }), (sample, by) => {
        const moved = sample.map((value) => value + by);
        expect(sampleDistance(sample, moved)).toBeCloseTo(Math.abs(by), 9);
        expect(sampleDistance([...sample, ...sample], sample)).toBeCloseTo(0, 9);
      }),
    );
    expect(sampleDistance([0, 0, 0, 3], [0])).toBeCloseTo(0.75, 12);
    expect(sampleDistance([], [1])).toBeNaN();
  });

  it('of questions differs from that of statements where it does', () => {
    const random = createRandom('test');
    const draw = (mean: number): number[] => Array.from({ length: 60 }, () => mean + 0.3 * random.normal());
    const learnt = permutationTest(draw(0.1), draw(0.4), { rounds: 999 });
    expect(learnt.difference).toBeLessThan(-0.15);
    expect(learnt.p).toBeLessThan(0.01);
    expect(permutationTest(draw(0.2), draw(0.2), { rounds: 999 }).p).toBeGreaterThan(0.01);
    expect(permutationTest([], [1])).toEqual({ difference: Number.NaN, p: 1 });
  });

  it('is read from timelines', () => {
    const { timeline } = performanceOf([
      { speaker: 0, text: 'Are you there?', start: 0, end: 1 },
      { speaker: 1, text: 'I am.', start: 1.2, end: 3 },
      { speaker: 0, text: 'Yeah.', start: 2, end: 2.3, kind: 'backchannel' },
      { speaker: 0, text: 'Good.', start: 2.9, end: 4 },
      { speaker: 1, text: 'So --', start: 4.5, end: 5, cutShort: true },
      { speaker: 0, text: 'Wait.', start: 4.8, end: 6, kind: 'interruption' },
    ]);
    const timing = measureTiming([timeline]);
    expect(timing.afterQuestions.map((each) => each.toFixed(2))).toEqual(['0.20']);
    expect(timing.afterStatements.map((each) => each.toFixed(2))).toEqual(['-0.10', '0.50']);
    expect(timing.offsets).toHaveLength(4);
    expect(timing.backchannelsPerMinute).toBeCloseTo(60 / timeline.duration, 6);
  });
});

describe('controls', () => {
  const made = performanceOf([
    { speaker: 0, text: 'Are you there?', start: 0.2, end: 1 },
    { speaker: 1, text: 'I am.', start: 1.2, end: 3 },
    { speaker: 0, text: 'Yeah.', start: 2, end: 2.3, kind: 'backchannel' },
    { speaker: 0, text: 'Good.', start: 3.7, end: 4.4 },
    { speaker: 1, text: 'So it is.', start: 4.3, end: 5.5 },
  ]);

  it('put the same sounds elsewhere', () => {
    const fixed = withFixedGap(made);
    expect(measureTiming([fixed.timeline]).offsets.map((each) => each.toFixed(3))).toEqual(
      Array.from({ length: 3 }, () => '0.300'),
    );
    for (const { start, end, speaker } of fixed.timeline.utterances) {
      const track = fixed.tracks[speaker === 'a' ? 0 : 1] ?? new Float32Array(0);
      const middle = Math.round(((start + end) / 2) * fixed.sampleRate);
      expect(track.subarray(middle - 200, middle + 200).some((value) => Math.abs(value) > 0.05)).toBe(true);
    }
    expect(trackLeakage(fixed).every((level) => level <= -100)).toBe(true);
  });

  it('keep the offsets and change their order', () => {
    const orders = Array.from({ length: 8 }, (_, seed) => shuffleOffsets(made.timeline, createRandom(seed)));
    for (const timeline of orders) expect(offsetsOf(timeline)).toEqual(offsetsOf(made.timeline));
    expect(new Set(orders.map((timeline) => timeline.utterances[1]?.start.toFixed(3))).size).toBeGreaterThan(
      1,
    );
    const { utterances } = withShuffledOffsets(made, createRandom(1)).timeline;
    const [backchannel, host] = [utterances.find(({ text }) => text === 'Yeah.'), utterances.find(isHost)];
    expect((backchannel?.start ?? 0) - (host?.start ?? 0)).toBeCloseTo(0.8, 6);
  });
});

describe('tracks', () => {
  const said = [
    { speaker: 0 as const, text: 'One.', start: 0.5, end: 1.5 },
    { speaker: 1 as const, text: 'Two.', start: 2, end: 3 },
  ];

  it('leak as much as was put into them', () => {
    const made = performanceOf(said);
    expect(trackLeakage(made)).toEqual([-120, -120]);
    const [first = new Float32Array(0), second = new Float32Array(0)] = made.tracks;
    const leaking = first.map((value, index) => value + 0.01 * (second[index] ?? 0));
    const levels = trackLeakage({ ...made, tracks: [leaking, second] });
    expect(levels[0]).toBeCloseTo(-40, 0);
    expect(levels[1]).toBe(-120);
  });

  it('show seams where sound jumps', () => {
    const seams = Array.from({ length: 20 }, (_, index) => 0.48 + 1.013 * index);
    const made = performanceOf([{ speaker: 0, text: 'Long.', start: 0, end: 21 }]);
    const jump = made.tracks.map((track) =>
      track.map((value, index) => (Math.floor((index / 16_000 - 0.48) / 1.013) % 2 === 0 ? value : -value)),
    );
    const area = (tracks: readonly Float32Array[]): number => {
      const { atSeams, elsewhere } = seamFlux({ ...made, tracks, seams });
      return areaUnderCurve(atSeams, elsewhere);
    };
    expect(area(jump)).toBeGreaterThan(0.85);
    expect(area(made.tracks)).toBeLessThan(0.75);
    expect(seamFlux(made)).toEqual({ atSeams: [], elsewhere: [] });
  });

  it('are told apart by whose voice they have', async () => {
    const ear = {
      name: 'crossings',
      vectorOf: (samples: Float32Array) =>
        Promise.resolve(Float32Array.from([pitch(samples) - 2 * 150 * 2, 100])),
    };
    const long = [
      { speaker: 0 as const, text: 'One.', start: 0, end: 5 },
      { speaker: 1 as const, text: 'Two.', start: 5.5, end: 10 },
    ];
    const [one, other] = [performanceOf(long), performanceOf(long, 'zh')];
    const heard = [...(await hearVoices(ear, one)), ...(await hearVoices(ear, other))];
    expect(heard).toHaveLength(8);
    expect(measureSimilarity(heard)).toEqual({ withinDialogues: 1, acrossLanguages: 1 });
  });
});

it('the area under the curve counts pairs', () => {
  expect(areaUnderCurve([2, 3], [0, 1])).toBe(1);
  expect(areaUnderCurve([1], [1])).toBe(0.5);
  expect(areaUnderCurve([0, 2], [1])).toBe(0.5);
  expect(areaUnderCurve([], [1])).toBeNaN();
});

/** Offsets of transfers, rising. */
function offsetsOf(timeline: Timeline): string[] {
  return measureTiming([timeline])
    .offsets.map((each) => each.toFixed(3))
    .toSorted();
}

function isHost({ text }: Utterance): boolean {
  return text === 'I am.';
}

/** How often it crosses zero. */
function pitch(samples: Float32Array): number {
  return samples.reduce(
    (count, value, index) => count + (value > 0 !== (samples[index - 1] ?? 0) > 0 ? 1 : 0),
    0,
  );
}
