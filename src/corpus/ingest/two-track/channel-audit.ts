import { createFft, createWindow } from '../../../dsp/index.ts';
import { createTrackMeter, type MeasuredTrack } from '../../simulate/track-meter.ts';
import { createFlatTops } from './flat-tops.ts';
import { createHumMeter } from './mains-hum.ts';
import { createLikenessMeter, type TrackLikeness } from './track-likeness.ts';

/** What the samples of a recording say, whoever speaks. */
export type ChannelAudit = TrackLikeness & {
  readonly sampleRate: number;
  readonly frames: number;
  readonly tracks: readonly TrackAudit[];
};

type TrackAudit = MeasuredTrack & {
  /** Mean, as a share of full scale. */
  readonly dc: number;
  /** Share of the time in which the track stands still to the bit for .02 s and more, between sounds. */
  readonly dropouts: number;
  /** dBFS of mains hum; `null` where there is none. */
  readonly hum: number | null;
  /** Spectra of 64 bands up to half the rate, one every `spectrumStep` seconds, band after band. */
  readonly spectra: Float32Array;
  readonly spectrumStep: number;
};

const spectrumBands = 64;
const spectrumSize = 1024;
/** Seconds of one and the same value that are no chance; and that are silence by intent, as of a muted microphone. */
const shortestDropout = 0.02;
const longestDropout = 0.5;
/** A value that stands still is a fault of a line from this on; below, a telephone's finest step. */
const stuck = 0.002;

export interface ChannelAuditor {
  push(tracks: readonly Float32Array[]): void;
  finish(): ChannelAudit;
}

export function createChannelAuditor(sampleRate: number): ChannelAuditor {
  const meter = createTrackMeter(sampleRate, 2);
  const tracks = [createTrackAuditor(sampleRate), createTrackAuditor(sampleRate)];
  const likeness = createLikenessMeter(sampleRate);
  let frames = 0;
  return {
    push(block) {
      const [left = new Float32Array(0), right = new Float32Array(0)] = block;
      frames += left.length;
      meter.push(block);
      likeness.push(left, right);
      for (const [channel, track] of tracks.entries()) track.push(block[channel] ?? new Float32Array(0));
    },
    finish() {
      const measured = meter.read();
      return {
        sampleRate,
        frames,
        ...likeness.read(),
        tracks: tracks.map((track, channel) => {
          const { loudness = null, clipping = 0 } = measured[channel] ?? {};
          const { flat, ...rest } = track.finish(frames);
          return { loudness, clipping: Math.max(clipping, flat), ...rest };
        }),
      };
    },
  };
}

function createTrackAuditor(sampleRate: number) {
  const fft = createFft(spectrumSize);
  const window = createWindow('hann', spectrumSize);
  const windowed = new Float64Array(spectrumSize);
  const real = new Float64Array(fft.bins);
  const imaginary = new Float64Array(fft.bins);
  // One window in four: what the spectrum of speech is needs no more.
  const every = spectrumSize * 4;
  const spectra: Float32Array[] = [];
  const held = new Float32Array(spectrumSize);
  const hum = createHumMeter(sampleRate);
  const tops = createFlatTops(sampleRate);
  let [at, sum, still, dropped, before] = [0, 0, 0, 0, 0];
  let sounded = false;
  const measure = (): void => {
    for (let index = 0; index < spectrumSize; index++)
      windowed[index] = (held[index] ?? 0) * (window[index] ?? 0);
    fft.forward(windowed, real, imaginary);
    const bands = new Float32Array(spectrumBands);
    const binsOfBand = (fft.bins - 1) / spectrumBands;
    for (let bin = 0; bin < fft.bins - 1; bin++) {
      const band = Math.floor(bin / binsOfBand);
      bands[band] = (bands[band] ?? 0) + (real[bin] ?? 0) ** 2 + (imaginary[bin] ?? 0) ** 2;
    }
    spectra.push(bands);
  };
  const endStillness = (): void => {
    const seconds = still / sampleRate;
    if (sounded && seconds >= shortestDropout && seconds <= longestDropout) dropped += still;
    tops.count(before, still + 1);
    still = 0;
    sounded = true;
  };
  return {
    push(samples: Float32Array): void {
      hum.push(samples);
      for (let index = 0; index < samples.length; index++) {
        const sample = samples[index] ?? 0;
        sum += sample;
        if (sample === before && (sample === 0 || Math.abs(sample) > stuck)) still += 1;
        else endStillness();
        before = sample;
        const place = at % every;
        if (place < spectrumSize) held[place] = sample;
        at += 1;
        if (place === spectrumSize - 1) measure();
      }
    },
    finish(frames: number) {
      const joined = new Float32Array(spectra.length * spectrumBands);
      for (const [index, bands] of spectra.entries()) joined.set(bands, index * spectrumBands);
      return {
        dc: frames === 0 ? 0 : Math.abs(sum / frames),
        dropouts: frames === 0 ? 0 : dropped / frames,
        flat: frames === 0 ? 0 : tops.read() / frames,
        hum: hum.read(),
        spectra: joined,
        spectrumStep: every / sampleRate,
      };
    },
  };
}

/** dB by which speech stands over what is heard without it in the highest band that it reaches. */
const reachesOver = 4;
/** dB below its strongest band from which on a band is no part of it: what a resampler leaves. */
const deepest = 65;

/** Hz up to which speech is heard on a track; `null` where there is too little of it. `active`: by frames of .01 s. */
export function findBandwidth(
  { spectra, spectrumStep }: TrackAudit,
  sampleRate: number,
  active: Uint8Array,
  step: number,
): number | null {
  const speech = new Float64Array(spectrumBands);
  const rest = new Float64Array(spectrumBands);
  const counts = [0, 0];
  for (let index = 0; index < spectra.length / spectrumBands; index++) {
    const spoken = active[Math.floor((index * spectrumStep + spectrumSize / 2 / sampleRate) / step)] === 1;
    counts[spoken ? 1 : 0] = (counts[spoken ? 1 : 0] ?? 0) + 1;
    const sums = spoken ? speech : rest;
    for (let band = 0; band < spectrumBands; band++)
      sums[band] = (sums[band] ?? 0) + (spectra[index * spectrumBands + band] ?? 0);
  }
  const [quiet = 0, spoken = 0] = counts;
  if (spoken < 5) return null;
  const most = Math.max(...speech) / spoken;
  const ratio = 10 ** (reachesOver / 10);
  for (let band = spectrumBands - 1; band >= 0; band--) {
    const power = (speech[band] ?? 0) / spoken;
    const noise = quiet === 0 ? 0 : (rest[band] ?? 0) / quiet;
    if (power > ratio * noise && power > most * 10 ** (-deepest / 10))
      return ((band + 1) * sampleRate) / 2 / spectrumBands;
  }
  return null;
}
