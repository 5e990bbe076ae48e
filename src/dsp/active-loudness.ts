import type { Audio } from './audio.ts';
import { fromDecibels, toDecibels } from './decibels.ts';
import { requireRate } from './dsp-error.ts';
import { finiteSamples } from './finite.ts';
import { createKWeighting } from './k-weighting.ts';

/** LU: what BS.1770-4 adds to the level of the weighted signal. */
const loudnessOffset = -0.691;

/** Seconds of a block, and LU below the mean of all under which a block does not count. */
const blockDuration = 0.02;
const gate = 10;

/**
 * Loudness of a short sound's active part, LUFS: the weighting and the relative gate of BS.1770 over blocks of
 * 20 ms, since its own blocks of 400 ms are longer than many a word. -Infinity for silence.
 */
export function activeLoudness({ samples, sampleRate }: Audio): number {
  requireRate('sampleRate', sampleRate);
  const sound = finiteSamples(samples);
  const block = Math.max(1, Math.round(blockDuration * sampleRate));
  const weighting = createKWeighting(sampleRate);
  const powers: number[] = [];
  for (let start = 0; start < sound.length; start += block) {
    const end = Math.min(sound.length, start + block);
    powers.push(weighting.energy(sound, start, end) / (end - start));
  }
  const threshold = mean(powers) * fromDecibels(-gate) ** 2;
  return loudnessOffset + toDecibels(Math.sqrt(mean(powers.filter((power) => power >= threshold))));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}
