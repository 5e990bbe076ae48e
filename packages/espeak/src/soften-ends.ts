import { fadeOut } from 'duologue/dsp';
import { engineRate } from './engine.ts';

/** Over which a voice dies away, and the least silence that is no closure of a consonant. Frames. */
const release = Math.round(0.03 * engineRate);
const leastSilence = Math.round(0.05 * engineRate);

/** What the engine leaves in its silences is below this, full scale at 1. */
const silence = 10 ** (-60 / 20);

/**
 * The engine stops the last sound before a pause as if a switch were thrown, some 10 dB below the vowel. Fades
 * these ends, in place, and returns the same array.
 */
export function softenEnds(samples: Float32Array): Float32Array {
  let end = 0;
  for (const [frame, sample] of samples.entries()) {
    if (Math.abs(sample) < silence) continue;
    if (end > 0 && frame - end >= leastSilence) soften(samples, end);
    end = frame + 1;
  }
  if (end > 0) soften(samples, end);
  return samples;
}

function soften(samples: Float32Array, end: number): void {
  fadeOut(samples.subarray(Math.max(0, end - release), end), Math.min(release, end));
}
