import { frameLength } from '../heard-frame.ts';
import { bandCount, createSpectrumMeter } from './bands.ts';
import { createPitchMeter } from './pitch.ts';
import { createRoomFloor } from './room-floor.ts';
import { createFeatureMeter } from './sound-features.ts';
import type { SpeechDetector } from './speech-detector.ts';

/** What is measured of each frame before anything is concluded from it. */
export interface Hearing {
  /** dBFS. */
  readonly level: number;
  /** dBFS. */
  readonly floor: number;
  /** Power by band, and that of the floor. */
  readonly bands: Float64Array;
  readonly floorBands: Float64Array;
  readonly periodicity: number;
  readonly pitch: number;
  readonly inputs: Float64Array;
  /** Bels of each band without the floor, over their mean. */
  readonly shape: Float64Array;
  /** `steady` false: the frame says nothing of the room, so the floor stays. Default true. */
  hear(samples: Float32Array, steady?: boolean): void;
}

/** dBFS below which a frame counts as silence. */
const silenceLevel = -100;

export function createHearing(detector: SpeechDetector): Hearing {
  const spectrum = createSpectrumMeter();
  const floor = createRoomFloor();
  const pitch = createPitchMeter();
  const features = createFeatureMeter();
  let voiced = 0;
  const hearing = {
    level: silenceLevel,
    floor: silenceLevel,
    bands: spectrum.bands,
    floorBands: floor.bands,
    periodicity: 0,
    pitch: 0,
    inputs: features.inputs,
    shape: features.shape,
    hear(samples: Float32Array, steady = true): void {
      const detected = Math.max(0, Math.min(1, detector.hear(samples) || 0));
      spectrum.hear(samples);
      pitch.hear(samples);
      if (steady) floor.hear(spectrum.bands, voiced);
      hearing.level = Math.max(silenceLevel, decibels(energyOf(samples) / frameLength));
      hearing.floor = Math.max(silenceLevel, decibels(sumOf(floor.bands)));
      hearing.periodicity = pitch.periodicity;
      hearing.pitch = pitch.pitch;
      const excess = decibels(sumOf(spectrum.bands)) - hearing.floor;
      voiced += 0.03 * ((pitch.periodicity > 0.6 && excess > 5 ? 1 : 0) - voiced);
      features.hear({
        samples,
        excess,
        powers: spectrum.powers,
        bands: spectrum.bands,
        floor: floor.bands,
        periodicity: pitch.periodicity,
        pitch: pitch.pitch,
        detected,
      });
    },
  };
  return hearing;
}

function energyOf(samples: Float32Array): number {
  let energy = 0;
  for (let index = 0; index < frameLength; index++) energy += (samples[index] ?? 0) ** 2;
  return energy;
}

function sumOf(bands: Float64Array): number {
  let sum = 0;
  for (let band = 0; band < bandCount; band++) sum += bands[band] ?? 0;
  return sum;
}

function decibels(power: number): number {
  return 10 * Math.log10(power + 1e-12);
}
