import { fromDecibels } from './decibels.ts';
import { requireRange, requireRate } from './dsp-error.ts';

export type SilenceOptions = {
  /**
   * dB below the level of the utterance's own loud parts at which sound begins, -120 to 0; default -40,
   * where a weak `f` or the end of a trailing vowel still counts as sound. Where the quiet parts are noisier
   * than that, sound begins 10 dB above them, but never later than 30 dB below the loud parts.
   */
  readonly threshold?: number;
  /** dBFS below which nothing counts as sound, however quiet the utterance; -200 to 0, default -70. */
  readonly floor?: number;
};

/** Which frames of a signal have sound, told by their energy once all of it is known. */
export interface SoundFrames {
  /** Samples from one frame to the next: a millisecond, so short that frames follow an onset. */
  readonly hop: number;
  /** Samples pushed so far. */
  readonly length: number;
  push(samples: Float32Array): void;
  /** 1 for each frame that has sound. */
  active(): Uint8Array;
}

/** Keeps two sums for each frame, whatever the length of the sound. NaN and infinities count as 0. */
export function createSoundFrames(
  sampleRate: number,
  { threshold = -40, floor = -70 }: SilenceOptions = {},
): SoundFrames {
  requireRate('sampleRate', sampleRate);
  requireRange('threshold', threshold, -120, 0);
  requireRange('floor', floor, -200, 0);
  const hop = Math.max(1, Math.round(sampleRate / 1000));
  let sums = new Float64Array(1024);
  let squares = new Float64Array(1024);
  let length = 0;

  const push = (samples: Float32Array): void => {
    const frames = Math.ceil((length + samples.length) / hop);
    if (frames > sums.length) {
      sums = enlarged(sums, frames);
      squares = enlarged(squares, frames);
    }
    let frame = Math.floor(length / hop);
    let left = hop - (length % hop);
    for (let index = 0; index < samples.length; index++) {
      const value = samples[index]!;
      const sample = Number.isFinite(value) ? value : 0;
      sums[frame] = sums[frame]! + sample;
      squares[frame] = squares[frame]! + sample * sample;
      left -= 1;
      if (left === 0) {
        frame += 1;
        left = hop;
      }
    }
    length += samples.length;
  };

  return {
    hop,
    get length() {
      return length;
    },
    push,
    active() {
      const count = Math.ceil(length / hop);
      const energies = { sums: sums.subarray(0, count), squares: squares.subarray(0, count), hop, length };
      return activeFrames(energies, { threshold, floor });
    },
  };
}

/** The sums of the samples and of their squares in each frame of `hop` samples; `length` samples in all. */
type FrameSums = {
  readonly sums: Float64Array;
  readonly squares: Float64Array;
  readonly hop: number;
  readonly length: number;
};

/** 1 for each frame that has sound. */
export function activeFrames(
  { sums, squares, hop, length }: FrameSums,
  { threshold = -40, floor = -70 }: SilenceOptions = {},
): Uint8Array {
  const { loud, noise, offset } = measureLevels(sums, squares, hop, length);
  const limit = Math.max(
    loud * fromDecibels(threshold) ** 2,
    Math.min(noise * fromDecibels(aboveNoise) ** 2, loud * fromDecibels(belowLoud) ** 2),
    fromDecibels(floor) ** 2,
  );
  const found = new Uint8Array(sums.length);
  for (let frame = 0; frame < sums.length; frame++) {
    const samples = Math.min(hop, length - frame * hop);
    found[frame] = powerAbout(offset, sums[frame]!, squares[frame]!, samples) > limit ? 1 : 0;
  }
  return found;
}

/** Frames of a millisecond in those by which levels are judged: two periods of a low voice. */
const wideFrame = 20;
/** dB by which a frame of a millisecond never exceeds the mean of the noise that it is a part of. */
const aboveNoise = 10;
/** dB below the loud parts beyond which nothing is taken for noise: it may be speech that has no pause. */
const belowLoud = -30;

type Levels = {
  /** Power of the loud parts: what 1 in 10 of the frames with any sound exceed. */
  readonly loud: number;
  /** Power of the quietest of 20 frames. */
  readonly noise: number;
  /** The constant on which the signal stands, told from the quiet frames: voices are lopsided. */
  readonly offset: number;
};

function measureLevels(sums: Float64Array, squares: Float64Array, hop: number, length: number): Levels {
  const frames: { mean: number; power: number }[] = [];
  const width = hop * wideFrame;
  for (let start = 0; start === 0 || start + width <= length; start += width) {
    const samples = Math.min(width, length - start);
    let sum = 0;
    let square = 0;
    const first = start / hop;
    for (let frame = first; frame < Math.min(sums.length, first + wideFrame); frame++) {
      sum += sums[frame]!;
      square += squares[frame]!;
    }
    const mean = samples === 0 ? 0 : sum / samples;
    frames.push({ mean, power: powerAbout(mean, sum, square, samples) });
  }
  const sorted = frames.toSorted((a, b) => a.power - b.power);
  const quiet = sorted.slice(0, Math.ceil(sorted.length / 20));
  const offset = quiet.map(({ mean }) => mean).toSorted((a, b) => a - b)[quiet.length >> 1]!;
  const sounding = sorted.filter(({ power }) => power > sorted.at(-1)!.power * 1e-4);
  return {
    loud: sounding[Math.floor(sounding.length * 0.9)]?.power ?? 0,
    noise: quiet.at(-1)!.power,
    offset,
  };
}

/** The mean square about `offset` of so many samples with these sums; 0 for none. */
function powerAbout(offset: number, sum: number, square: number, samples: number): number {
  if (samples === 0) return 0;
  return Math.max(0, square - 2 * offset * sum + samples * offset * offset) / samples;
}

function enlarged(values: Float64Array, least: number): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(Math.max(least, values.length * 2));
  larger.set(values);
  return larger;
}
