/** A stream at a whole fraction of its rate, each of its samples the mean of so many. */
export interface Thinner {
  /** Hz of what comes out. */
  readonly sampleRate: number;
  push(samples: Float32Array): Float32Array;
}

/** Thins to `least` Hz or a little more. What is above folds down weakened: good for counting, not for hearing. */
export function createThinner(sampleRate: number, least: number): Thinner {
  const factor = Math.max(1, Math.floor(sampleRate / least));
  let [sum, count] = [0, 0];
  return {
    sampleRate: sampleRate / factor,
    push(samples) {
      if (factor === 1) return samples;
      const thin = new Float32Array(Math.floor((count + samples.length) / factor));
      let at = 0;
      for (let index = 0; index < samples.length; index++) {
        sum += samples[index] ?? 0;
        count += 1;
        if (count < factor) continue;
        thin[at++] = sum / factor;
        sum = 0;
        count = 0;
      }
      return thin;
    },
  };
}
