import type { Audio } from './audio.ts';
import { DspError, requireRate } from './dsp-error.ts';
import { kaiserWindow } from './fft.ts';
import { finiteSamples } from './finite.ts';
import { sumBetweenRows, sumFourNeighbours, sumFourOfOnePhase, sumTwo } from './resample-kernels.ts';

export type ResamplerOptions = {
  /** Hz; need not be whole. */
  readonly from: number;
  /** Hz; need not be whole, at most 1,000 times more or less than `from`. */
  readonly to: number;
  /**
   * `full` (default): flat within .1 dB to 90 % of half the lower rate. `light`: to 80 %, for half the work
   * and half the delay. Images and aliases are below -100 dB in both.
   */
  readonly quality?: ResampleQuality;
};

export type ResampleQuality = 'full' | 'light';

/**
 * A stream from one rate to another. The delay is compensated: a sound at time t stays at time t. However the
 * stream is cut into blocks, the samples are the same, `round(frames * to / from)` in all.
 */
export interface Resampler {
  /** What can be told by now, possibly nothing: 56 samples of the lower rate (`light`: 28) are held back. */
  push(block: Float32Array): Float32Array;
  /** The rest. Then the resampler is as new. */
  flush(): Float32Array;
}

/** Resamples a whole. The result never shares memory with the input. NaN and infinities count as 0. */
export function resample(audio: Audio, toRate: number, options: { quality?: ResampleQuality } = {}): Audio {
  const resampler = createResampler({ from: audio.sampleRate, to: toRate, ...options });
  const body = resampler.push(audio.samples);
  const tail = resampler.flush();
  const samples = new Float32Array(body.length + tail.length);
  samples.set(body);
  samples.set(tail, body.length);
  return { samples, sampleRate: toRate };
}

/**
 * Kaiser-windowed sinc, by measurement of its response: with this shape and cut-off, 112 taps are at -.08 dB at
 * .9 of half the rate, and at -103 dB from half the rate on. Half the taps make the slope twice as wide.
 */
const kaiserBeta = 10.4;
const fullHalfWidth = 56;
const fullCutOff = 0.9407;

/** Samples read in one go: small enough to stay in the fast cache. */
const chunkFrames = 4096;

/** Windowed sinc, by table where the ratio is simple enough, else between the rows of a fine table. */
export function createResampler({ from, to, quality = 'full' }: ResamplerOptions): Resampler {
  requireRate('from', from);
  requireRate('to', to);
  if (from / to > 1000 || to / from > 1000) {
    throw new DspError('to', `${from} to ${to} Hz is a ratio above 1,000; resample in two steps.`);
  }
  if (from === to) {
    return { push: (block) => Float32Array.from(finiteSamples(block)), flush: () => new Float32Array(0) };
  }
  const kernel = kernelFor(from, to, quality);
  const half = kernel.taps / 2;
  const buffer = new Float64Array(chunkFrames + 4 * kernel.taps + 4 * Math.ceil(kernel.step));
  let stream = startStream(half);

  /** How many samples are known once `received` have come. */
  const countKnown = (received: number): number => {
    let count = Math.max(0, Math.ceil((received - half) / kernel.step));
    while (count > 0 && Math.floor(kernel.position(count - 1)) + half >= received) {
      count--;
    }
    return count;
  };

  /** Takes samples in, and computes the output up to frame `end` as they allow. */
  const advance = (samples: Float32Array, end: number): Float32Array => {
    const output = new Float32Array(Math.max(0, end - stream.produced));
    let written = 0;
    for (let taken = 0; taken < samples.length; ) {
      const needed = Math.floor(kernel.position(stream.produced)) - half + 1;
      if (needed > stream.start) {
        const drop = Math.min(needed - stream.start, stream.filled);
        buffer.copyWithin(0, drop, stream.filled);
        stream.start += drop;
        stream.filled -= drop;
      }
      const room = buffer.length - stream.filled;
      // Each view costs as much as some samples: of what is read or written whole there is none.
      const whole = taken === 0 && samples.length <= room;
      const block = whole ? samples : samples.subarray(taken, taken + room);
      buffer.set(block, stream.filled);
      stream.filled += block.length;
      taken += block.length;
      const known = Math.min(end, countKnown(stream.start + stream.filled)) - stream.produced;
      if (known > 0) {
        const part = known === output.length ? output : output.subarray(written, written + known);
        kernel.run(buffer, stream.start, stream.produced, part);
        stream.produced += known;
        written += known;
      }
    }
    return output;
  };

  return {
    push(block) {
      const received = stream.start + stream.filled + block.length;
      return advance(finiteSamples(block), countKnown(received));
    },
    flush() {
      const end = Math.round(((stream.start + stream.filled) * to) / from);
      const rest = advance(new Float32Array(kernel.taps + Math.ceil(kernel.step)), end);
      stream = startStream(half);
      buffer.fill(0);
      return rest;
    },
  };
}

/** `start`: the number, in the stream, of the buffer's first sample; silence stands before the stream. */
function startStream(half: number): { start: number; filled: number; produced: number } {
  return { start: -half, filled: half, produced: 0 };
}

type Kernel = {
  /** Products for one sample, a multiple of 4. */
  readonly taps: number;
  /** Input samples from one output sample to the next. */
  readonly step: number;
  /** Where output sample `frame` lies, in input samples. */
  position(frame: number): number;
  /** Computes `output.length` samples from `first` on. `start`: which sample of the stream `input[0]` is. */
  run(input: Float64Array, start: number, first: number, output: Float32Array): void;
};

/** The tables of the last few ratios: one costs as much as a second of sound. They hold no state. */
const kernels = new Map<string, Kernel>();
const mostKernels = 8;

function kernelFor(from: number, to: number, quality: ResampleQuality): Kernel {
  const key = `${from}/${to}/${quality}`;
  const kernel = kernels.get(key) ?? createKernel(from, to, quality);
  kernels.delete(key);
  kernels.set(key, kernel);
  for (const oldest of kernels.keys()) {
    if (kernels.size <= mostKernels) break;
    kernels.delete(oldest);
  }
  return kernel;
}

function createKernel(from: number, to: number, quality: ResampleQuality): Kernel {
  const widening = quality === 'light' ? 2 : 1;
  const lower = Math.min(1, to / from);
  const width = fullHalfWidth / widening / lower;
  const cutOff = (1 - (1 - fullCutOff) * widening) * lower;
  const taps = 4 * Math.ceil(width / 2 - 1e-9);
  const shape = { width, cutOff, taps };
  const ratio = simplify(from, to);
  return ratio !== undefined && ratio.phases * taps <= 2 ** 18
    ? createExactKernel(ratio.phases, ratio.stride, shape)
    : createBetweenKernel(from / to, Math.ceil(512 * lower), shape);
}

type KernelShape = { readonly width: number; readonly cutOff: number; readonly taps: number };

/** `phases` output samples to every `stride` input samples; none where the rates are not decimal fractions. */
function simplify(from: number, to: number): { phases: number; stride: number } | undefined {
  for (const scale of [1, 10, 100, 1000]) {
    const numerator = Math.round(from * scale);
    const denominator = Math.round(to * scale);
    if (numerator / scale === from && denominator / scale === to) {
      const divisor = greatestCommonDivisor(numerator, denominator);
      return { phases: denominator / divisor, stride: numerator / divisor };
    }
  }
  return undefined;
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}

/** A row of the kernel for an output sample at `fraction` between two input samples, of sum 1. */
function fillRow(row: Float64Array, fraction: number, { width, cutOff, taps }: KernelShape): void {
  let sum = 0;
  for (let tap = 0; tap < taps; tap++) {
    const distance = fraction + taps / 2 - 1 - tap;
    const angle = Math.PI * cutOff * distance;
    const sinc = angle === 0 ? 1 : Math.sin(angle) / angle;
    row[tap] = sinc * kaiserWindow(distance / width, kaiserBeta);
    sum += row[tap]!;
  }
  for (let tap = 0; tap < taps; tap++) {
    row[tap] = row[tap]! / sum;
  }
}

function createTable(rows: number, phases: number, shape: KernelShape): Float64Array {
  const table = new Float64Array(rows * shape.taps);
  for (let row = 0; row < rows; row++) {
    fillRow(table.subarray(row * shape.taps, (row + 1) * shape.taps), row / phases, shape);
  }
  return table;
}

function createExactKernel(phases: number, stride: number, shape: KernelShape): Kernel {
  const { taps } = shape;
  const table = createTable(phases, phases, shape);
  const rowOf = (frame: number): number => ((frame * stride) % phases) * taps;
  const placeOf = (frame: number): number => Math.floor((frame * stride) / phases);

  const run: Kernel['run'] = (input, start, first, output) => {
    const reach = start + taps / 2 - 1;
    const at = (frame: number): number => placeOf(frame) - reach;
    let done = 0;
    for (; done + 4 * phases <= output.length; done += 4 * phases) {
      for (let phase = 0; phase < phases; phase++) {
        const frame = first + done + phase;
        const place = done + phase;
        if (stride === 1) {
          sumFourNeighbours(table, rowOf(frame), taps, input, at(frame), output, place, phases);
        } else {
          sumFourOfOnePhase(table, rowOf(frame), taps, input, at(frame), stride, output, place, phases);
        }
      }
    }
    for (; done < output.length; done += 2) {
      const frame = first + done;
      const other = done + 1 < output.length ? frame + 1 : frame;
      sumTwo(table, rowOf(frame), rowOf(other), taps, input, at(frame), at(other), output, done);
    }
  };

  return { taps, step: stride / phases, position: (frame) => (frame * stride) / phases, run };
}

/** Between 512 rows for each input sample a straight line is within -115 dB of the true kernel. */
function createBetweenKernel(step: number, phases: number, shape: KernelShape): Kernel {
  const { taps } = shape;
  const table = createTable(phases + 1, phases, shape);
  const run: Kernel['run'] = (input, start, first, output) => {
    const reach = start + taps / 2 - 1;
    for (let index = 0; index < output.length; index++) {
      const position = (first + index) * step;
      const whole = Math.floor(position);
      const fine = (position - whole) * phases;
      const row = Math.floor(fine);
      output[index] = sumBetweenRows(table, row * taps, fine - row, taps, input, whole - reach);
    }
  };
  return { taps, step, position: (frame) => frame * step, run };
}
