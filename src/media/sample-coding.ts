import { createRandom, type Random } from '../dsp/index.ts';

/** How one sample lies in bytes, little-endian. */
export type SampleCoding = 'u8' | 's16' | 's24' | 's32' | 'f32' | 'f64' | 'alaw' | 'mulaw';

const sizes: Readonly<Record<SampleCoding, number>> = {
  u8: 1,
  s16: 2,
  s24: 3,
  s32: 4,
  f32: 4,
  f64: 8,
  alaw: 1,
  mulaw: 1,
};

/** Bytes. */
export function sampleSize(coding: SampleCoding): number {
  return sizes[coding];
}

/** Interleaved bytes to one array for each channel. Bytes of an unfinished last frame are left out. */
export function decodeSamples(bytes: Uint8Array, coding: SampleCoding, channels: number): Float32Array[] {
  const frames = Math.floor(bytes.length / (sizes[coding] * channels));
  const output = Array.from({ length: channels }, () => new Float32Array(frames));
  const total = frames * channels;
  switch (coding) {
    case 's16':
      spread(
        viewOf(bytes, total, 2, (...view) => new Int16Array(...view)),
        2 ** -15,
        output,
      );
      break;
    case 's32':
      spread(
        viewOf(bytes, total, 4, (...view) => new Int32Array(...view)),
        2 ** -31,
        output,
      );
      break;
    case 'f32':
      spread(
        viewOf(bytes, total, 4, (...view) => new Float32Array(...view)),
        1,
        output,
      );
      break;
    case 'f64':
      spread(
        viewOf(bytes, total, 8, (...view) => new Float64Array(...view)),
        1,
        output,
      );
      break;
    case 's24':
      spread24(bytes, output);
      break;
    case 'u8':
      spreadTable(bytes, unsigned8Table, output);
      break;
    case 'alaw':
      spreadTable(bytes, alawTable, output);
      break;
    case 'mulaw':
      spreadTable(bytes, mulawTable, output);
      break;
  }
  return output;
}

/** A typed array over the bytes, or over a copy where they are not aligned, as in the middle of a file. */
function viewOf<Values>(
  bytes: Uint8Array,
  values: number,
  size: number,
  create: (buffer: ArrayBufferLike, offset: number, length: number) => Values,
): Values {
  if (bytes.byteOffset % size === 0) return create(bytes.buffer, bytes.byteOffset, values);
  return create(bytes.slice(0, values * size).buffer, 0, values);
}

function spread(
  interleaved: Int16Array | Int32Array | Float32Array | Float64Array,
  scale: number,
  output: readonly Float32Array[],
): void {
  const channels = output.length;
  for (const [channel, samples] of output.entries()) {
    if (channels === 1) {
      for (let frame = 0; frame < samples.length; frame++) samples[frame] = (interleaved[frame] ?? 0) * scale;
      continue;
    }
    for (let frame = 0, from = channel; frame < samples.length; frame++, from += channels) {
      samples[frame] = (interleaved[from] ?? 0) * scale;
    }
  }
}

function spread24(bytes: Uint8Array, output: readonly Float32Array[]): void {
  const step = output.length * 3;
  for (const [channel, samples] of output.entries()) {
    for (let frame = 0, from = channel * 3; frame < samples.length; frame++, from += step) {
      const low = bytes[from] ?? 0;
      const middle = bytes[from + 1] ?? 0;
      const high = bytes[from + 2] ?? 0;
      samples[frame] = ((low << 8) | (middle << 16) | (high << 24)) * 2 ** -31;
    }
  }
}

function spreadTable(bytes: Uint8Array, table: Float32Array, output: readonly Float32Array[]): void {
  const channels = output.length;
  for (const [channel, samples] of output.entries()) {
    for (let frame = 0, from = channel; frame < samples.length; frame++, from += channels) {
      samples[frame] = table[bytes[from] ?? 0] ?? 0;
    }
  }
}

const unsigned8Table = Float32Array.from({ length: 256 }, (_, code) => (code - 128) / 128);

/** ITU-T G.711, 13-bit values at a scale of 2^15. */
const alawTable = Float32Array.from({ length: 256 }, (_, code) => {
  const bits = code ^ 0x55;
  const exponent = (bits >> 4) & 7;
  const mantissa = ((bits & 15) << 4) + 8;
  const magnitude = exponent === 0 ? mantissa : (mantissa + 256) << (exponent - 1);
  return ((bits & 128) === 0 ? -magnitude : magnitude) / 32768;
});

/** ITU-T G.711, 14-bit values at a scale of 2^15. */
const mulawTable = Float32Array.from({ length: 256 }, (_, code) => {
  const bits = ~code & 255;
  const magnitude = ((((bits & 15) << 3) + 132) << ((bits >> 4) & 7)) - 132;
  return ((bits & 128) === 0 ? magnitude : -magnitude) / 32768;
});

/** How encoders write a sample. */
export type BitDepth = 16 | 24 | 32 | 'float';

export type Quantizer = {
  /** Bytes of a sample. */
  readonly size: number;
  /** Interleaved bytes of whole frames, which hold until the next call. */
  encode(block: readonly Float32Array[]): Uint8Array;
};

/**
 * Samples to bytes: rounded to the nearest step, clipped at full scale, NaN as silence. With `dither`, triangular
 * noise of two steps' width is added before rounding, the same for every run.
 */
export function createQuantizer(depth: BitDepth, { dither = false }: { dither?: boolean } = {}): Quantizer {
  if (depth === 'float') return { size: 4, encode: encodeFloat };
  const random = dither ? createRandom('dither') : undefined;
  // Memory that is used again costs no collection.
  let room = depth === 16 ? new Int16Array(0) : new Int32Array(0);
  return {
    size: depth / 8,
    encode(block) {
      const length = (block[0]?.length ?? 0) * block.length;
      if (room.length < length) room = depth === 16 ? new Int16Array(length) : new Int32Array(length);
      const values = room.subarray(0, length);
      fillQuantized(values, block, depth, random);
      return depth === 24 ? pack24(values) : new Uint8Array(values.buffer, 0, values.byteLength);
    },
  };
}

/** Interleaved integers of `depth` bits. */
export function quantize(
  block: readonly Float32Array[],
  depth: 16 | 24 | 32,
  random?: Random,
): Int16Array<ArrayBuffer> | Int32Array<ArrayBuffer> {
  const length = (block[0]?.length ?? 0) * block.length;
  const values = depth === 16 ? new Int16Array(length) : new Int32Array(length);
  fillQuantized(values, block, depth, random);
  return values;
}

function fillQuantized(
  values: Int16Array | Int32Array,
  block: readonly Float32Array[],
  depth: 16 | 24 | 32,
  random: Random | undefined,
): void {
  const channels = block.length;
  if (depth === 16 && random === undefined) {
    for (const [channel, samples] of block.entries()) fillWords(values, samples, channel, channels);
    return;
  }
  const scale = 2 ** (depth - 1);
  const top = scale - 1;
  for (const [channel, samples] of block.entries()) {
    for (let frame = 0, to = channel; frame < samples.length; frame++, to += channels) {
      let value = (samples[frame] ?? 0) * scale;
      if (random !== undefined) value += random.next() + random.next() - 1;
      // `| 0` makes NaN a zero.
      values[to] = value >= top ? top : value <= -scale ? -scale : Math.floor(value + 0.5) | 0;
    }
  }
}

/** 16 bits without dither, which is nearly all that is written: cutting off rounds what is above 0. */
function fillWords(values: Int16Array | Int32Array, samples: Float32Array, from: number, step: number): void {
  if (step === 1) {
    // One index for both arrays is faster by a third.
    for (let frame = 0; frame < samples.length; frame++) {
      const value = (samples[frame] ?? 0) * 32_768 + 32_768.5;
      values[frame] = value >= 0 && value < 65_536 ? (value | 0) - 32_768 : beyondWord(value);
    }
    return;
  }
  for (let frame = 0, to = from; frame < samples.length; frame++, to += step) {
    const value = (samples[frame] ?? 0) * 32_768 + 32_768.5;
    values[to] = value >= 0 && value < 65_536 ? (value | 0) - 32_768 : beyondWord(value);
  }
}

function beyondWord(value: number): number {
  return value > 0 ? 32_767 : value < 0 ? -32_768 : 0;
}

export function pack24(values: Int16Array | Int32Array): Uint8Array {
  const bytes = new Uint8Array(values.length * 3);
  let to = 0;
  for (const value of values) {
    bytes[to++] = value;
    bytes[to++] = value >> 8;
    bytes[to++] = value >> 16;
  }
  return bytes;
}

function encodeFloat(block: readonly Float32Array[]): Uint8Array {
  const channels = block.length;
  const frames = block[0]?.length ?? 0;
  const values = new Float32Array(frames * channels);
  for (const [channel, samples] of block.entries()) {
    for (let frame = 0, to = channel; frame < frames; frame++, to += channels) {
      const value = samples[frame] ?? 0;
      values[to] = Number.isNaN(value) ? 0 : value;
    }
  }
  return new Uint8Array(values.buffer);
}
