/**
 * The same samples with NaN and infinities as zeros: one of them inside a filter would silence it for good.
 * The array itself is returned where there is nothing to replace.
 */
export function finiteSamples(samples: Float32Array): Float32Array {
  return allFinite(samples) ? samples : samples.map((sample) => (Number.isFinite(sample) ? sample : 0));
}

function allFinite(samples: Float32Array): boolean {
  const bits = new Int32Array(samples.buffer, samples.byteOffset, samples.length);
  const paired = bits.length & ~1;
  // An exponent of ones, as NaN and infinities have, grows into the sign when one is added to it.
  let found = 0;
  for (let index = 0; index < paired; index += 2) {
    found |=
      ((bits[index]! & exponent) + lowestOfExponent) | ((bits[index + 1]! & exponent) + lowestOfExponent);
  }
  if (paired < bits.length) found |= (bits[paired]! & exponent) + lowestOfExponent;
  return found >= 0;
}

const exponent = 0x7f800000;
const lowestOfExponent = 0x00800000;
