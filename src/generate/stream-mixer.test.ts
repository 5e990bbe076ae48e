import { expect, test } from 'vitest';
import { createRandom } from '../dsp/index.ts';
import type { Clip } from './material.ts';
import { createChannelMixer } from './mix-tracks.ts';
import { createStreamMixer } from './stream-mixer.ts';

const sampleRate = 1000;
const sound = Float32Array.from({ length: 2000 }, (_, index) => Math.sin(index / 7));

function clipsOf(count: number): Clip[] {
  const random = createRandom('clips');
  return Array.from({ length: count }, (_, index): Clip => {
    const from = random.next() - 0.05;
    return {
      speaker: index % 2 === 0 ? 'ann' : 'ben',
      kind: 'speech',
      source: 0,
      from,
      to: from + 0.2 + random.next(),
      at: index * 0.4 + random.next(),
      gain: 0,
      fadeIn: 0.01,
      fadeOut: 0.02,
    };
  });
}

/** Mixes in blocks of so many frames; clips are added a second before they begin. */
function mixed(clips: readonly Clip[], blockFrames: number): Float32Array {
  const mixer = createStreamMixer(['ann', 'ben'], sampleRate);
  const mix = createChannelMixer([[1, 0.5]]);
  const end = 12 * sampleRate;
  const whole = new Float32Array(end);
  let next = 0;
  while (mixer.position < end) {
    for (let clip = clips[next]; clip !== undefined; clip = clips[++next]) {
      if (clip.at > mixer.position / sampleRate + 1) break;
      mixer.add(clip, sound, -6);
    }
    const place = mixer.position;
    const [channel] = mix(mixer.read(Math.min(blockFrames, end - place)));
    whole.set(channel ?? [], place);
  }
  return whole;
}

test('what is mixed does not depend on the blocks in which it is read', () => {
  const clips = clipsOf(20).toSorted((a, b) => a.at - b.at);
  const fine = mixed(clips, 37);
  const coarse = mixed(clips, 500);
  const off = fine.reduce(
    (most, sample, index) => Math.max(most, Math.abs(sample - (coarse[index] ?? 9))),
    0,
  );
  expect(off).toBeLessThan(1e-6);
  expect(Math.max(...coarse)).toBeGreaterThan(0.4);
});

test('what lies outside a sound is silence', () => {
  const mixer = createStreamMixer(['ann'], sampleRate);
  const clip = { speaker: 'ann', kind: 'speech', source: 0, gain: 0, fadeIn: 0, fadeOut: 0 } as const;
  mixer.add({ ...clip, from: -0.1, to: 2.1, at: 0 }, sound, 0);
  const [channel = new Float32Array(0)] = createChannelMixer([[1]])(mixer.read(2200));
  expect(channel.subarray(0, 100)).toEqual(new Float32Array(100));
  expect(channel.subarray(100, 2100)).toEqual(sound);
  expect(channel.subarray(2100)).toEqual(new Float32Array(100));
});
