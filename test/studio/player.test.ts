import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { createPlayer, type Player, type PlayerOrder } from '../../studio/sound/player.ts';
import { quietPoint } from '../../studio/sound/quiet-point.ts';

const rate = 24_000;

function tone(frames: number, level = 0.5): Float32Array {
  return Float32Array.from(
    { length: frames },
    (_, frame) => level * Math.sin((2 * Math.PI * 440 * frame) / rate),
  );
}

function pull(player: Player, frames: number): Float32Array {
  const block = new Float32Array(frames);
  for (let start = 0; start < frames; start += 128) {
    player.pull(block.subarray(start, Math.min(frames, start + 128)));
  }
  return block;
}

const peak = (samples: Float32Array): number =>
  samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);

/** The largest step between neighbours: a click is one that the sound itself does not have. */
const steepest = (samples: Float32Array): number =>
  samples.reduce(
    (most, sample, at) => Math.max(most, at === 0 ? 0 : Math.abs(sample - (samples[at - 1] ?? 0))),
    0,
  );

const toneStep = 0.5 * 2 * Math.PI * (440 / rate) * 1.05;

function playing(samples = tone(rate), item = 'a'): Player {
  const player = createPlayer(rate);
  player.obey({ type: 'play', item, frame: 0 });
  player.obey({ type: 'add-sound', item, frame: 0, samples });
  return player;
}

test('plays an item as it was sent, and knows where it is', () => {
  const player = playing();
  const heard = pull(player, 4800);
  expect(heard).toEqual(tone(rate).subarray(0, 4800));
  expect(player.place).toEqual({ item: 'a', frame: 4800 });
});

test('begins with 60 ms in hand, or with less once no more comes', () => {
  const player = createPlayer(rate);
  player.obey({ type: 'play', item: 'a', frame: 0 });
  player.obey({ type: 'add-sound', item: 'a', frame: 0, samples: tone(480) });
  expect(peak(pull(player, 1200))).toBe(0);
  expect(peak(pull(player, 3600))).toBeGreaterThan(0.4);
});

test('an item that is new begins by itself; one that takes its place ends it in a fade', () => {
  const player = createPlayer(rate);
  player.obey({ type: 'add-sound', item: 'a', frame: 0, samples: tone(rate) });
  expect(pull(player, 4800)).toEqual(tone(rate).subarray(0, 4800));
  player.obey({ type: 'stop', item: 'a', frames: 2400 });
  player.obey({ type: 'add-sound', item: 'b', frame: 0, samples: tone(rate) });
  const both = pull(player, 2400);
  expect(player.takeReports()).toEqual([{ type: 'stopped', item: 'a', frame: 4800 }]);
  expect(player.place).toEqual({ item: 'b', frame: 2400 });
  expect(both.subarray(300)).toEqual(tone(rate).subarray(300, 2400));
});

test('a stop falls silent within the time it was given, without a click, and reports the frame', () => {
  const player = playing();
  pull(player, 4800);
  player.obey({ type: 'stop', item: 'a', frames: 2400 });
  const rest = pull(player, 4800);
  const [report] = player.takeReports();
  expect(report).toMatchObject({ type: 'stopped', item: 'a' });
  expect(report?.frame).toBeGreaterThan(4800);
  expect(report?.frame).toBeLessThanOrEqual(4800 + 2400);
  expect(peak(rest.subarray((report?.frame ?? 0) - 4800))).toBe(0);
  expect(steepest(rest)).toBeLessThan(toneStep);
});

test('a stop waits for the dip between two syllables', () => {
  const samples = tone(rate);
  samples.fill(0, 6000, 6480);
  const player = playing(samples);
  pull(player, 4800);
  player.obey({ type: 'stop', item: 'a', frames: 2880 });
  pull(player, 4800);
  const frame = player.takeReports()[0]?.frame ?? 0;
  expect(frame).toBeGreaterThanOrEqual(6000);
  expect(frame).toBeLessThanOrEqual(6480);
});

test('nothing of a stopped item is heard again, however late it comes', () => {
  const player = playing();
  pull(player, 4800);
  player.obey({ type: 'stop', item: 'a', frames: 240 });
  pull(player, 480);
  player.obey({ type: 'add-sound', item: 'a', frame: rate, samples: tone(rate) });
  expect(peak(pull(player, rate))).toBe(0);
});

test('a held item goes on from where it is told to', () => {
  const player = playing();
  pull(player, 4800);
  player.obey({ type: 'hold', item: 'a', frames: 480 });
  pull(player, 2400);
  expect(player.takeReports()[0]).toMatchObject({ type: 'held', item: 'a' });
  expect(peak(pull(player, 2400))).toBe(0);
  player.obey({ type: 'play', item: 'a', frame: 3600 });
  const again = pull(player, 2400);
  expect(again.subarray(240)).toEqual(tone(rate).subarray(3840, 6000));
  expect(steepest(again)).toBeLessThan(toneStep);
});

test('a jump while it sounds is a fade, not a click', () => {
  const player = playing();
  const before = pull(player, 4800);
  player.obey({ type: 'play', item: 'a', frame: 1013 });
  const after = pull(player, 4800);
  expect(steepest(Float32Array.of(...before.subarray(4000), ...after))).toBeLessThan(toneStep * 2.2);
});

test('runs dry in a fade, and begins again when there is more', () => {
  const player = playing(tone(4800));
  expect(steepest(pull(player, 9600))).toBeLessThan(toneStep);
  expect(player.place?.frame).toBe(4800);
  player.obey({ type: 'add-sound', item: 'a', frame: 4800, samples: tone(rate).subarray(4800) });
  const more = pull(player, 4800);
  expect(peak(more)).toBeGreaterThan(0.4);
  expect(steepest(more)).toBeLessThan(toneStep);
});

test('ducks over the time it is given', () => {
  const player = playing();
  pull(player, 2400);
  player.obey({ type: 'set-level', gain: 0.35, frames: 1200 });
  pull(player, 1200);
  expect(player.gain).toBeCloseTo(0.35);
  expect(peak(pull(player, 2400))).toBeCloseTo(0.175, 2);
});

test('a backchannel is heard beside everything else', () => {
  const player = createPlayer(rate);
  player.obey({ type: 'add-aside', samples: tone(2400) });
  expect(peak(pull(player, 2400))).toBeCloseTo(0.4, 1);
  expect(peak(pull(player, 2400))).toBe(0);
});

test('once the connection is gone nothing plays on', () => {
  const player = playing();
  pull(player, 2400);
  player.obey({ type: 'forget-all' });
  pull(player, 480);
  expect(peak(pull(player, rate))).toBe(0);
});

test('the quiet point is the first of the quietest', () => {
  const samples = new Float32Array(1000).fill(0.5);
  samples.fill(0, 300, 500);
  samples.fill(0, 700, 900);
  expect(quietPoint(samples, 100)).toBe(350);
  expect(quietPoint(new Float32Array(10), 100)).toBe(0);
});

const order: fc.Arbitrary<PlayerOrder> = fc.oneof(
  fc.record({
    type: fc.constant('add-sound' as const),
    item: fc.constantFrom('a', 'b', 'c', 'd'),
    frame: fc.nat(20_000),
    samples: fc.nat(3000).map((frames) => tone(frames)),
  }),
  fc.record({
    type: fc.constantFrom('hold' as const, 'stop' as const),
    item: fc.constantFrom('a', 'b', 'c', 'd'),
    frames: fc.nat(3000),
  }),
  fc.record({
    type: fc.constant('play' as const),
    item: fc.constantFrom('a', 'b', 'c', 'd'),
    frame: fc.nat(20_000),
  }),
  fc.record({
    type: fc.constant('set-level' as const),
    gain: fc.constantFrom(0, 0.3, 1),
    frames: fc.nat(2000),
  }),
  fc.constant({ type: 'forget-all' as const }),
);

test('whatever is ordered: finite, bounded, and silent after the last stop', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(order, fc.nat(2000)), { maxLength: 30 }), (orders) => {
      const player = createPlayer(rate);
      for (const [given, frames] of orders) {
        player.obey(given);
        const heard = pull(player, frames);
        expect(heard.every(Number.isFinite)).toBe(true);
        expect(peak(heard)).toBeLessThan(2.6);
      }
      for (const item of ['a', 'b', 'c', 'd']) player.obey({ type: 'stop', item, frames: 1200 });
      pull(player, 2400);
      expect(peak(pull(player, 2400))).toBe(0);
    }),
    { numRuns: 150 },
  );
});
