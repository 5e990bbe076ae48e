import { describe, expect, test } from 'vitest';
import { createRandom } from '../../../dsp/index.ts';
import { createNoise } from '../../conditions/noise/create-noise.ts';
import { createChannelAuditor } from './channel-audit.ts';

const sampleRate = 16_000;
const seconds = 16;
const frames = seconds * sampleRate;

/** Noise that comes and goes as speech does. */
function talk(seed: string): Float32Array {
  const random = createRandom(seed);
  const samples = new Float32Array(frames);
  createNoise('babble', { sampleRate, random: random.fork('babble') }).write(samples);
  return samples.map((sample, frame) =>
    Math.sin(frame / 20_000 + 6 * random.fork('phase').next()) > 0 ? 0.3 * sample : 0,
  );
}

function hiss(amplitude: number, seed: string): Float32Array {
  const random = createRandom(seed);
  return Float32Array.from({ length: frames }, () => amplitude * (random.next() * 2 - 1));
}

function tone(frequency: number, amplitude: number): Float32Array {
  return Float32Array.from(
    { length: frames },
    (_, frame) => amplitude * Math.sin((2 * Math.PI * frequency * frame) / sampleRate),
  );
}

function sum(...parts: readonly Float32Array[]): Float32Array {
  return Float32Array.from({ length: frames }, (_, frame) =>
    parts.reduce((all, part) => all + (part[frame] ?? 0), 0),
  );
}

function later(samples: Float32Array, delay: number, gain: number): Float32Array {
  const shift = Math.round(delay * sampleRate);
  return Float32Array.from({ length: frames }, (_, frame) => gain * (samples[frame - shift] ?? 0));
}

function audit(one: Float32Array, other: Float32Array) {
  const auditor = createChannelAuditor(sampleRate);
  for (let at = 0; at < frames; at += 5000)
    auditor.push([one.subarray(at, at + 5000), other.subarray(at, at + 5000)]);
  return auditor.finish();
}

const anna = sum(talk('anna'), hiss(0.003, 'one'));
const ben = sum(talk('ben'), hiss(0.003, 'other'));

describe('the channel audit', () => {
  test('finds two people on two tracks unlike, one through the other too', () => {
    expect(audit(anna, ben).likeness).toBeLessThan(0.1);
    expect(audit(sum(anna, later(ben, 0.004, 0.1)), ben).likeness).toBeLessThan(0.3);
  });

  test('finds a copy that comes later, softer and upside down', () => {
    const { likeness, delay, inverted } = audit(anna, sum(later(anna, 0.0625, -0.3), hiss(0.001, 'line')));
    expect(likeness).toBeGreaterThan(0.95);
    expect(delay).toBeCloseTo(0.0625, 3);
    expect(inverted).toBe(true);
    expect(audit(anna, anna)).toMatchObject({ likeness: 1, delay: 0, inverted: false });
  });

  test.each([50, 60])('tells how loud mains hum of %d Hz is', (mains) => {
    const hum = sum(tone(mains * 1.002, 0.004), tone(3 * mains * 1.002, 0.002));
    const { tracks } = audit(sum(anna, hum), ben);
    // Two sines: -51 and -57 dBFS.
    expect(tracks[0]?.hum).toBeGreaterThan(-51.5);
    expect(tracks[0]?.hum).toBeLessThan(-48.5);
    expect(tracks[1]?.hum).toBeNull();
  });

  test('takes no other sound for hum', () => {
    for (const kind of ['fan', 'car', 'music', 'pink', 'television'] as const) {
      const noise = new Float32Array(frames);
      createNoise(kind, { sampleRate, random: createRandom(kind) }).write(noise);
      expect([
        kind,
        audit(
          noise,
          sum(
            anna,
            noise.map((sample) => sample / 10),
          ),
        ).tracks.map(({ hum }) => hum),
      ]).toEqual([kind, [null, null]]);
    }
  });

  test('finds a line that stood still, and one that was cut off', () => {
    const broken = Float32Array.from(anna);
    broken.fill(0, 40_000, 43_200);
    broken.fill(0.21, 80_000, 81_600);
    expect(audit(broken, ben).tracks[0]?.dropouts).toBeCloseTo(0.3 / seconds, 3);
    expect(audit(anna, ben).tracks[0]?.dropouts).toBe(0);
  });

  test('finds clipping that was turned down later', () => {
    const clipped = anna.map((sample) => 0.5 * Math.max(-0.6, Math.min(0.6, 3 * sample)));
    const cut = anna.filter((sample) => Math.abs(3 * sample) >= 0.6).length / frames;
    const { clipping = 0 } = audit(clipped, ben).tracks[0] ?? {};
    expect(clipping).toBeGreaterThan(0.3 * cut);
    expect(clipping).toBeLessThanOrEqual(cut);
    const whole = anna.map((sample) => 0.2 * sample);
    expect(audit(whole, tone(60, 0.4)).tracks.map((track) => track.clipping)).toEqual([0, 0]);
  });

  test('hears nothing in silence', () => {
    const { likeness, tracks } = audit(new Float32Array(frames), ben);
    expect(likeness).toBe(0);
    expect(tracks[0]).toMatchObject({ hum: null, dropouts: 0, dc: 0 });
  });
});
