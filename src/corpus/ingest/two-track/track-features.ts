import { createFft, createResampler, createWindow } from '../../../dsp/index.ts';

/** Hz at which speech is listened for, and samples from one frame to the next. */
const listeningRate = 16_000;
const hop = 160;
const size = 512;

/** Seconds from one frame to the next. */
export const frameStep = hop / listeningRate;
/** Bands of a frame, evenly spread in mel from 100 to 7,600 Hz. */
export const bandCount = 24;

/** What is heard on a track, every 10 ms. Frame `n` is about the time from `n * frameStep` on. */
export type TrackFeatures = {
  readonly frames: number;
  /** Mean square. */
  readonly energy: Float32Array;
  /** Power in each band, band by band, frame after frame. */
  readonly bands: Float32Array;
  /** 0 to 1: how much of it repeats itself 80 to 400 times a second, as a voice does. */
  readonly voicing: Float32Array;
};

export interface FeatureFinder {
  push(samples: Float32Array): void;
  finish(): TrackFeatures;
}

/** Listens to a track as it comes, in memory of 27 numbers a frame. */
export function createFeatureFinder(sampleRate: number): FeatureFinder {
  const resampler = createResampler({ from: sampleRate, to: listeningRate, quality: 'light' });
  const analyse = createFrameAnalysis();
  const energy = createNumbers();
  const bands = createNumbers();
  const voicing = createNumbers();
  // Frame n is in the middle of its window.
  let held: Float32Array = new Float32Array((size - hop) / 2);
  const listen = (block: Float32Array): void => {
    const samples = new Float32Array(held.length + block.length);
    samples.set(held);
    samples.set(block, held.length);
    let at = 0;
    for (; at + size <= samples.length; at += hop) {
      const frame = analyse(samples.subarray(at, at + size));
      energy.add(frame.energy);
      bands.put(frame.bands);
      voicing.add(frame.voicing);
    }
    held = samples.slice(at);
  };
  return {
    push: (samples) => listen(resampler.push(samples)),
    finish() {
      listen(resampler.flush());
      listen(new Float32Array((size - hop) / 2));
      return { frames: energy.length, energy: energy.all(), bands: bands.all(), voicing: voicing.all() };
    },
  };
}

/** Lags of 400 and of 80 Hz. */
const shortestLag = listeningRate / 400;
const longestLag = listeningRate / 80;
/** Below, rooms rumble; above 1.5 kHz a voice repeats itself no longer exactly. */
const lowestBin = 3;
const highestBin = (1500 * size) / listeningRate;

function createFrameAnalysis() {
  const fft = createFft(size);
  const window = createWindow('hann', size);
  const windowed = new Float64Array(size);
  const real = new Float64Array(fft.bins);
  const imaginary = new Float64Array(fft.bins);
  const correlation = new Float64Array(size);
  const bandOf = Int8Array.from({ length: fft.bins }, (_, bin) => bandAt((bin * listeningRate) / size));
  const binsOf = Array.from({ length: bandCount }, (_, band) =>
    Math.max(1, bandOf.filter((own) => own === band).length),
  );
  const shares = Float64Array.from(binsOf, (bins) => 1 / bins / size);
  const lastBin = bandOf.findLastIndex((band) => band >= 0);
  const unlike = windowOverlap(window).map((alike) => 1 / alike);
  const frame = { energy: 0, voicing: 0, bands: new Float32Array(bandCount) };
  const { bands } = frame;
  const middle = (size - hop) / 2;
  return (samples: Float32Array): typeof frame => {
    let energy = 0;
    for (let index = middle; index < middle + hop; index++) energy += (samples[index] ?? 0) ** 2;
    for (let index = 0; index < size; index++) windowed[index] = (samples[index] ?? 0) * (window[index] ?? 0);
    fft.forward(windowed, real, imaginary);
    bands.fill(0);
    for (let bin = lowestBin; bin <= lastBin; bin++) {
      const power = (real[bin] ?? 0) ** 2 + (imaginary[bin] ?? 0) ** 2;
      const band = bandOf[bin] ?? -1;
      if (band >= 0) bands[band] = (bands[band] ?? 0) + power * (shares[band] ?? 0);
      real[bin] = power;
    }
    real.fill(0, 0, lowestBin);
    real.fill(0, highestBin);
    imaginary.fill(0);
    // The window's ends are low enough for a transform of its own length: what comes around is little.
    fft.inverse(real, imaginary, correlation);
    let best = 0;
    for (let lag = shortestLag; lag <= longestLag; lag++) {
      const alike = (correlation[lag] ?? 0) * (unlike[lag] ?? 1);
      if (alike > best) best = alike;
    }
    const whole = correlation[0] ?? 0;
    frame.energy = energy / hop;
    frame.voicing = whole > 1e-9 ? Math.min(1, best / whole) : 0;
    return frame;
  };
}

/** How alike a window is to itself some samples later: by so much every sound seems to repeat itself less. */
function windowOverlap(window: Float64Array): Float64Array {
  const sums = Float64Array.from({ length: longestLag + 1 }, (_, lag) => {
    let sum = 0;
    for (let index = 0; index + lag < size; index++) sum += (window[index] ?? 0) * (window[index + lag] ?? 0);
    return sum;
  });
  return sums.map((sum) => sum / (sums[0] ?? 1));
}

function mel(hertz: number): number {
  return Math.log(1 + hertz / 700);
}

function bandAt(frequency: number): number {
  const place = (mel(frequency) - mel(100)) / (mel(7600) - mel(100));
  return place < 0 || place >= 1 ? -1 : Math.floor(place * bandCount);
}

/** Numbers that grow in number, without an object for each. */
function createNumbers() {
  let values = new Float32Array(1 << 12);
  let length = 0;
  const makeRoom = (more: number): void => {
    if (length + more <= values.length) return;
    const longer = new Float32Array(Math.max(values.length * 2, length + more));
    longer.set(values);
    values = longer;
  };
  return {
    get length() {
      return length;
    },
    add(value: number): void {
      makeRoom(1);
      values[length++] = value;
    },
    put(more: ArrayLike<number>): void {
      makeRoom(more.length);
      values.set(more, length);
      length += more.length;
    },
    all: () => values.slice(0, length),
  };
}
