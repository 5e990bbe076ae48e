import { findSpeech, type Interval } from '../../../src/dsp/index.ts';
import { noiseRate } from '../sound-making.ts';

/** Seconds: pieces of the agent's speech that are closer are one, as in Full-Duplex-Bench v1.5. */
export const agentJoin = 0.5;

/** Where the agent sounds, by energy alone; silences under `join` seconds do not part it. */
export function agentSpeech(agent: Float32Array, join: number): readonly Interval[] {
  return findSpeech(
    { samples: agent, sampleRate: noiseRate },
    { minimumSilence: join, minimumSpeech: 0.03, threshold: -45 },
  );
}

export function gapsOf(intervals: readonly Interval[]): Interval[] {
  return intervals.slice(1).map(({ start }, index) => ({ start: intervals[index]?.end ?? 0, end: start }));
}

export function longestGap(intervals: readonly Interval[]): number {
  return gapsOf(intervals).reduce((most, { start, end }) => Math.max(most, end - start), 0);
}

/** Seconds of a reply by which it is known again; Hz at which it is looked for. */
const template = 0.25;
const searchRate = 4000;
const likeness = 0.6;

/**
 * When a reply begins between two times, or nothing: where its first quarter of a second is found again, at whatever
 * level, beside a `mm-hm` or not.
 */
export function findReplyStart(
  agent: Float32Array,
  reply: Float32Array,
  from: number,
  to: number,
): number | undefined {
  const wanted = decimated(reply.subarray(0, template * noiseRate));
  const first = Math.max(0, Math.round(from * noiseRate));
  const sound = decimated(agent.subarray(first, Math.round((to + template) * noiseRate)));
  const energy = wanted.reduce((sum, sample) => sum + sample * sample, 0);
  for (let place = 0; place + wanted.length <= sound.length; place++) {
    const score = correlation(sound, place, wanted, energy);
    if (score < likeness) continue;
    // On to the top of the peak.
    let [best, top] = [place, score];
    for (let next = place + 1; next < place + 12; next++) {
      const other = correlation(sound, next, wanted, energy);
      if (other > top) [best, top] = [next, other];
    }
    return first / noiseRate + best / searchRate;
  }
  return undefined;
}

function correlation(sound: Float32Array, place: number, wanted: Float32Array, energy: number): number {
  if (place + wanted.length > sound.length) return 0;
  let [cross, own] = [0, 0];
  for (let index = 0; index < wanted.length; index++) {
    const sample = sound[place + index] ?? 0;
    cross += sample * (wanted[index] ?? 0);
    own += sample * sample;
  }
  return own < 1e-5 * energy ? 0 : cross / Math.sqrt(own * energy);
}

function decimated(samples: Float32Array): Float32Array {
  const step = noiseRate / searchRate;
  return Float32Array.from({ length: Math.floor(samples.length / step) }, (_, index) => {
    let sum = 0;
    for (let part = 0; part < step; part++) sum += samples[index * step + part] ?? 0;
    return sum / step;
  });
}
