import { expect, test } from 'vitest';
import { agentSampleRate, type LiveOutput } from '../session-options.ts';
import { createClientPlayout } from './client-playout.ts';
import { createPacedPlayout } from './paced-playout.ts';
import type { Playout } from './playout.ts';
import { createReplySound, type ReplySound } from './reply-sound.ts';

/** Syllables of .2 s with .05 s of near silence between them. */
function syllables(seconds: number): Float32Array {
  return Float32Array.from({ length: seconds * agentSampleRate }, (_, index) => {
    const time = index / agentSampleRate;
    const level = time % 0.25 < 0.2 ? 0.4 : 0.001;
    return level * Math.sin(2 * Math.PI * 200 * time);
  });
}

function soundOf(samples: Float32Array): ReplySound {
  const sound = createReplySound();
  sound.append(0, samples);
  sound.complete(0);
  return sound;
}

function listenTo(playout: Playout, outputs: readonly LiveOutput[]) {
  const ticks: ReturnType<Playout['tick']>[] = [];
  return {
    ticks,
    run(seconds: number): Float32Array {
      const heard = new Float32Array(Math.round(seconds * 50) * 480);
      for (let index = 0; index < Math.round(seconds * 50); index += 1) {
        const tick = playout.tick();
        ticks.push(tick);
        if (tick.heard !== undefined) heard.set(tick.heard, index * 480);
      }
      return heard;
    },
    outputs,
  };
}

const level = (samples: Float32Array): number =>
  Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length);

const steepest = (samples: Float32Array): number =>
  samples.reduce(
    (most, sample, index) => Math.max(most, Math.abs(sample - (samples[index - 1] ?? sample))),
    0,
  );

test('paced: what is sent is what is heard, in time', () => {
  const outputs: LiveOutput[] = [];
  const playout = createPacedPlayout((output) => outputs.push(output), 0);
  const listener = listenTo(playout, outputs);
  const samples = syllables(2);
  playout.play('r1', soundOf(samples), 0);
  expect(listener.run(2)).toEqual(samples);
  expect(listener.ticks.at(-1)?.moved).toEqual({ reply: 'r1', position: 2 });
});

test('paced: a lead is sent early and heard in its time', () => {
  const outputs: LiveOutput[] = [];
  const playout = createPacedPlayout((output) => outputs.push(output), 0.1);
  const listener = listenTo(playout, outputs);
  playout.play('r1', soundOf(syllables(1)), 0);
  listener.run(0.1);
  expect(outputs.length).toBe(5);
  expect(listener.ticks.every(({ heard }) => heard === undefined)).toBe(true);
  listener.run(0.1);
  expect(listener.ticks.at(-1)?.moved?.position).toBeCloseTo(0.1, 5);
});

test('paced: ducking and coming back make no click', () => {
  const playout = createPacedPlayout(() => {}, 0);
  const listener = listenTo(playout, []);
  playout.play('r1', soundOf(syllables(3)), 0);
  listener.run(0.5);
  const before = listener.run(0.25);
  playout.setLevel(0.25, 0.05);
  const during = listener.run(0.1);
  const after = listener.run(0.25);
  expect(level(after) / level(before)).toBeCloseTo(0.25, 1);
  expect(steepest(during)).toBeLessThan(0.03);
  // Down within 12 ms, however much time it was given.
  const given = soundOf(syllables(3));
  const heard = new Float32Array(288);
  given.read(Math.round(0.762 * agentSampleRate), heard);
  expect(level(during.subarray(288, 576)) / level(heard)).toBeCloseTo(0.25, 3);
  playout.setLevel(1, 0.15);
  listener.run(0.15);
  expect(level(listener.run(0.25)) / level(before)).toBeCloseTo(1, 1);
});

test.each([0.02, 0.1, 0.16, 0.3, 0.43])(
  'paced: a stop at %f s falls between syllables, and nothing comes after it',
  (at) => {
    const outputs: LiveOutput[] = [];
    const playout = createPacedPlayout((output) => outputs.push(output), 0);
    const listener = listenTo(playout, outputs);
    playout.play('r1', soundOf(syllables(3)), 0);
    listener.run(at);
    playout.stop('r1', 0.12);
    playout.drop('r1');
    const rest = listener.run(1);
    const end = rest.findLastIndex((sample) => Math.abs(sample) > 0.002) / agentSampleRate;
    expect(end).toBeLessThan(0.15);
    expect(steepest(rest)).toBeLessThan(0.03);
    const stopped = listener.ticks.find((tick) => tick.stopped !== undefined)?.stopped;
    expect(stopped?.reply).toBe('r1');
    expect(stopped?.position).toBeGreaterThanOrEqual(at);
    expect(stopped?.position).toBeLessThan(at + 0.15);
  },
);

test('paced: a breath keeps its place, and going on begins softly', () => {
  const playout = createPacedPlayout(() => {}, 0);
  const listener = listenTo(playout, []);
  const sound = soundOf(syllables(3));
  playout.play('r1', sound, 0);
  listener.run(0.5);
  playout.hold('r1', 0.12);
  expect(level(listener.run(0.4).subarray(4800))).toBe(0);
  playout.play('r1', sound, 0.55);
  const again = listener.run(0.1);
  expect(steepest(again)).toBeLessThan(0.03);
  expect(level(again)).toBeGreaterThan(0.1);
});

test('client: sound goes ahead, but only so far, and orders go at once', () => {
  const outputs: LiveOutput[] = [];
  const playout = createClientPlayout((output) => outputs.push(output), 1);
  const listener = listenTo(playout, outputs);
  playout.play('r1', soundOf(syllables(5)), 0);
  listener.run(0.5);
  const sent = (): number =>
    outputs.reduce((sum, output) => sum + (output.type === 'audio-ready' ? output.samples.length : 0), 0) /
    agentSampleRate;
  expect(sent()).toBe(1);
  playout.report('r1', 0.5, false);
  listener.run(0.1);
  expect(sent()).toBe(1.5);
  playout.stop('r1', 0.1);
  expect(outputs.at(-1)).toEqual({
    type: 'playback-ordered',
    order: { action: 'stop', reply: 'r1', within: 0.1 },
  });
  listener.run(1);
  expect(sent()).toBe(1.5);
});

test('client: after a stop, going on sends again what the client has forgotten', () => {
  const outputs: LiveOutput[] = [];
  const playout = createClientPlayout((output) => outputs.push(output), 10);
  const listener = listenTo(playout, outputs);
  const sound = soundOf(syllables(2));
  playout.play('r1', sound, 0);
  listener.run(0.1);
  playout.report('r1', 1, false);
  playout.stop('r1', 0.1);
  playout.report('r1', 1.1, true);
  listener.run(0.1);
  outputs.length = 0;
  playout.play('r1', sound, 0.5);
  listener.run(0.1);
  const audio = outputs.filter((output) => output.type === 'audio-ready');
  expect(audio.map((output) => output.type === 'audio-ready' && output.position)).toEqual([0.5]);
});

test('phrases are heard in order, however they come', () => {
  const sound = createReplySound();
  const read = (): number[] => {
    const into = new Float32Array(6);
    return [...into.subarray(0, sound.read(0, into))];
  };
  sound.append(1, new Float32Array([3, 4]));
  sound.append(0, new Float32Array([1]));
  expect(read()).toEqual([1]);
  sound.append(0, new Float32Array([2]));
  sound.complete(1);
  expect(read()).toEqual([1, 2]);
  sound.complete(0);
  sound.append(2, new Float32Array([5]));
  expect(read()).toEqual([1, 2, 3, 4, 5]);
});

test('paced: an answer waits for the end of a filler', () => {
  const playout = createPacedPlayout(() => {}, 0);
  const listener = listenTo(playout, []);
  playout.playAside(syllables(0.5));
  listener.run(0.2);
  const samples = syllables(1);
  playout.play('r1', soundOf(samples), 0);
  const heard = listener.run(1.3);
  expect(level(heard.subarray(0, 0.3 * agentSampleRate))).toBeGreaterThan(0.1);
  expect(heard.slice(0.3 * agentSampleRate)).toEqual(samples);
});

test('client: an answer waits for the end of a filler, and one that is dropped meanwhile never begins', () => {
  const outputs: LiveOutput[] = [];
  const playout = createClientPlayout((output) => outputs.push(output), 10);
  const listener = listenTo(playout, outputs);
  const orders = (): unknown[] =>
    outputs.flatMap((output) => (output.type === 'playback-ordered' ? [output.order] : []));
  playout.playAside(syllables(0.5));
  playout.play('r1', soundOf(syllables(1)), 0);
  listener.run(0.4);
  expect(orders()).toEqual([]);
  listener.run(0.2);
  expect(orders()).toEqual([{ action: 'play', reply: 'r1', position: 0 }]);
  playout.drop('r1');
  playout.playAside(syllables(0.5));
  playout.play('r2', soundOf(syllables(1)), 0);
  playout.drop('r2');
  listener.run(1);
  expect(orders()).toHaveLength(1);
});
