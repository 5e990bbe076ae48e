/** ITU-T G.711: telephone sound, a byte for each sample. */
export type G711Law = 'mu' | 'a';

/** Of 16-bit linear values. */
const muBias = 0x84;
const muClip = 32_635;

export function encodeG711(samples: Float32Array, law: G711Law): Uint8Array {
  const encode = law === 'mu' ? encodeMu : encodeA;
  const bytes = new Uint8Array(samples.length);
  for (let frame = 0; frame < samples.length; frame++) {
    const value = Math.round((samples[frame] ?? 0) * 32_768);
    bytes[frame] = encode(value > 32_767 ? 32_767 : value < -32_768 ? -32_768 : value | 0);
  }
  return bytes;
}

export function decodeG711(bytes: Uint8Array, law: G711Law): Float32Array {
  const table = law === 'mu' ? muTable : aTable;
  const samples = new Float32Array(bytes.length);
  for (let frame = 0; frame < bytes.length; frame++) samples[frame] = table[bytes[frame] ?? 0] ?? 0;
  return samples;
}

function encodeMu(value: number): number {
  const sign = value < 0 ? 0x80 : 0;
  const magnitude = Math.min(Math.abs(value), muClip) + muBias;
  const exponent = 24 - Math.clz32(magnitude);
  return ~(sign | (exponent << 4) | ((magnitude >> (exponent + 3)) & 15)) & 255;
}

function encodeA(value: number): number {
  const sign = value < 0 ? 0 : 0x80;
  // A negative value is written by its one's complement, as the recommendation has it.
  const magnitude = (value < 0 ? ~value : value) >> 3;
  const exponent = magnitude < 32 ? 0 : 27 - Math.clz32(magnitude);
  const mantissa = exponent === 0 ? magnitude >> 1 : magnitude >> exponent;
  return (sign | (exponent << 4) | (mantissa & 15)) ^ 0x55;
}

const muTable = Float32Array.from({ length: 256 }, (_, code) => {
  const bits = ~code & 255;
  const magnitude = ((((bits & 15) << 3) + muBias) << ((bits >> 4) & 7)) - muBias;
  return ((bits & 128) === 0 ? magnitude : -magnitude) / 32_768;
});

const aTable = Float32Array.from({ length: 256 }, (_, code) => {
  const bits = code ^ 0x55;
  const exponent = (bits >> 4) & 7;
  const mantissa = ((bits & 15) << 4) + 8;
  const magnitude = exponent === 0 ? mantissa : (mantissa + 256) << (exponent - 1);
  return ((bits & 128) === 0 ? -magnitude : magnitude) / 32_768;
});
