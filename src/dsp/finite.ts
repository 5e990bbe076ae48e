/**
 * The same samples with NaN and infinities as zeros: one of them inside a filter would silence it for good.
 * The array itself is returned where there is nothing to replace.
 */
export function finiteSamples(samples: Float32Array): Float32Array {
  return allFinite(samples) ? samples : samples.map((sample) => (Number.isFinite(sample) ? sample : 0));
}

function allFinite(samples: Float32Array): boolean {
  // A finite number less itself is 0; NaN and infinities give NaN, which no later addition takes away.
  let sum = 0;
  for (let index = 0; index < samples.length; index++) {
    const sample = samples[index]!;
    const rest = sample - sample;
    sum += rest;
  }
  return sum === 0;
}
