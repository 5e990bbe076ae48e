import { frameDuration, frameLength } from '../heard-frame.ts';
import { bandCount, spectrumBins } from './bands.ts';

/** What is measured of a frame, from which it is told what sounds; each about -1 to 2. */
const featureCount = 20;
/** Seconds over which each is remembered beside its value now. */
const memories = [0.1, 0.4, 2];
/** Of a frame in what is remembered. */
const shares = memories.map((memory) => 1 - Math.exp(-frameDuration / memory));
export const inputCount = featureCount * (1 + memories.length);

const cepstra = 6;
const cosines = Float64Array.from({ length: (cepstra + 1) * bandCount }, (_, index) => {
  const order = Math.floor(index / bandCount);
  return Math.cos((Math.PI * order * ((index % bandCount) + 0.5)) / bandCount);
});
const firstBin = 8;
const lastBin = 224;
const subBlocks = 8;

/** Work space of all meters: each fills it and reads it before the next does. */
const bels = new Float64Array(bandCount);
const logs = new Float64Array(spectrumBins);

export type FrameMeasures = {
  readonly samples: Float32Array;
  /** dB over the floor. */
  readonly excess: number;
  readonly powers: Float64Array;
  readonly bands: Float64Array;
  readonly floor: Float64Array;
  readonly periodicity: number;
  readonly pitch: number;
  /** What the speech detector says, 0 to 1. */
  readonly detected: number;
};

export interface FeatureMeter {
  /** To be read before the next `hear`. */
  readonly inputs: Float64Array;
  /** Bels of each band without the floor, over their mean: the shape of the spectrum. To be read before the next `hear`. */
  readonly shape: Float64Array;
  hear(measures: FrameMeasures): void;
}

/** No absolute level is among them: the same sound, nearer or louder, is the same sound. */
export function createFeatureMeter(): FeatureMeter {
  const inputs = new Float64Array(inputCount);
  const shape = new Float64Array(bandCount);
  const fine = createFineSpectrum();
  // Of the last three frames, oldest first.
  const excesses = new Float64Array(3);
  let lastPitch = 0;
  let sounding = 0;
  let frame = 0;
  return {
    inputs,
    shape,
    hear({ samples, excess, powers, bands, floor, periodicity, pitch, detected }) {
      const level = Math.max(0, Math.min(40, excess));
      const third = excesses[0] ?? 0;
      const first = excesses[2] ?? 0;
      const flux = changeOf(bands, floor, shape);
      fine.hear(powers);
      const voiced = periodicity > 0.5;
      sounding =
        level > 6 ? sounding + frameDuration : Math.max(0, Math.min(1, sounding) - 4 * frameDuration);
      inputs[0] = level / 20 - 0.5;
      inputs[1] = (level - first) / 10;
      inputs[2] = (level - third) / 15;
      inputs[3] = Math.abs(level - first) / 5 - 0.5;
      inputs[4] = crest(samples) / 5 - 0.4;
      inputs[5] = detected - 0.5;
      inputs[6] = 2 * periodicity - 1;
      inputs[7] = voiced ? Math.log2(pitch / 150) : 0;
      inputs[8] = voiced && lastPitch > 0 ? Math.min(1, 8 * Math.abs(Math.log2(pitch / lastPitch))) : 0.5;
      inputs[9] = fine.flatness;
      inputs[10] = fine.persistence;
      inputs[11] = (flux - 1) * Math.min(1, level / 6);
      inputs[12] = Math.min(1, sounding) - 0.5;
      inputs[13] = sounding > 0 ? Math.exp(-sounding / 0.1) : 0;
      for (let order = 1; order <= cepstra; order++) {
        let sum = 0;
        for (let band = 0; band < bandCount; band++) {
          sum += (shape[band] ?? 0) * (cosines[order * bandCount + band] ?? 0);
        }
        inputs[13 + order] = (sum / 6) * Math.min(1, level / 6);
      }
      lastPitch = voiced ? pitch : 0;
      excesses[0] = excesses[1] ?? 0;
      excesses[1] = first;
      excesses[2] = level;
      remember(inputs, frame === 0);
      frame++;
    },
  };
}

function remember(inputs: Float64Array, fresh: boolean): void {
  for (let index = 0; index < shares.length; index++) {
    const start = (index + 1) * featureCount;
    const share = fresh ? 1 : (shares[index] ?? 1);
    for (let feature = 0; feature < featureCount; feature++) {
      const before = inputs[start + feature] ?? 0;
      inputs[start + feature] = before + share * ((inputs[feature] ?? 0) - before);
    }
  }
}

/** Writes the shape of the spectrum over that of the frame before; gives how much it changed. */
function changeOf(bands: Float64Array, floor: Float64Array, shape: Float64Array): number {
  let most = 1e-12;
  for (let band = 0; band < bandCount; band++)
    most = Math.max(most, (bands[band] ?? 0) - 1.5 * (floor[band] ?? 0));
  let mean = 0;
  for (let band = 0; band < bandCount; band++) {
    const power = Math.max((bands[band] ?? 0) - 1.5 * (floor[band] ?? 0), most * 3e-4);
    bels[band] = Math.log10(power);
    mean += (bels[band] ?? 0) / bandCount;
  }
  let change = 0;
  for (let band = 0; band < bandCount; band++) {
    const value = (bels[band] ?? 0) - mean;
    change += Math.abs(value - (shape[band] ?? 0));
    shape[band] = value;
  }
  return (3 * change) / bandCount;
}

/** dB of the loudest 2.5 ms over the mean of the frame: 0 for a tone, up to 9 for a click. */
function crest(samples: Float32Array): number {
  const length = frameLength / subBlocks;
  let total = 1e-10;
  let most = 1e-10;
  for (let block = 0; block < subBlocks; block++) {
    let energy = 0;
    for (let index = block * length; index < (block + 1) * length; index++)
      energy += (samples[index] ?? 0) ** 2;
    total += energy;
    most = Math.max(most, energy);
  }
  return Math.max(0, 10 * Math.log10((most * subBlocks) / total));
}

/** The fine structure of the spectrum: tones stand still in it, voices move, noise has none. */
function createFineSpectrum() {
  const width = lastBin - firstBin;
  const history = [0, 1, 2, 3].map(() => new Float64Array(width));
  let turn = 0;
  const meter = {
    /** -1 (tones) to 1 (noise). */
    flatness: 0,
    /** -1 to 1: how like .06 s ago. */
    persistence: 0,
    hear(powers: Float64Array): void {
      let sum = 0;
      let logSum = 0;
      for (let bin = firstBin - 4; bin < lastBin + 4; bin++) logs[bin] = Math.log((powers[bin] ?? 0) + 1e-12);
      for (let bin = firstBin; bin < lastBin; bin++) {
        sum += (powers[bin] ?? 0) + 1e-12;
        logSum += logs[bin] ?? 0;
      }
      meter.flatness = Math.max(-1, 1 + (0.5 * (logSum / width - Math.log(sum / width))) / 2);
      const now = history[turn % history.length] ?? logs;
      const before = history[(turn + 1) % history.length] ?? logs;
      turn++;
      let around = 0;
      for (let bin = firstBin - 4; bin <= firstBin + 4; bin++) around += logs[bin] ?? 0;
      let both = 0;
      let here = 1e-9;
      let there = 1e-9;
      for (let index = 0; index < width; index++) {
        const bin = firstBin + index;
        const value = Math.max(-1, (logs[bin] ?? 0) - around / 9);
        const old = before[index] ?? 0;
        now[index] = value;
        both += value * old;
        here += value * value;
        there += old * old;
        around += (logs[bin + 5] ?? 0) - (logs[bin - 4] ?? 0);
      }
      meter.persistence = both / Math.sqrt(here * there);
    },
  };
  return meter;
}
