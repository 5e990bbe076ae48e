import type { DeviceName } from '../conditions.ts';

export type DeviceModel = {
  /** Hz below which it falls by 12 dB an octave; `null` for no end. */
  readonly low: number | null;
  /** Hz above which it hears nothing; `null` for as far as the sample rate goes. */
  readonly high: number | null;
  /** Hz, sharpness and dB of what its housing does. */
  readonly peaks: readonly (readonly [frequency: number, q: number, gain: number])[];
  /** dB of its own noise against the speech; `null` for none. */
  readonly floor: number | null;
  /** How its noise falls towards the highs: 0 for white, near 1 for a rumble. */
  readonly floorTilt: number;
  /** dB by which it may change the level of who speaks too softly or too loud; 0 for not at all. */
  readonly automaticGain: number;
  /** dB over the speech's level from which it is driven hard; `null` for never. */
  readonly softLimit: number | null;
};

/** Typical of their kind: plausible figures, of no make in particular. */
export const deviceModels: Readonly<Record<DeviceName, DeviceModel>> = {
  /** The sound as it is. */
  studio: {
    low: null,
    high: null,
    peaks: [],
    floor: null,
    floorTilt: 0,
    automaticGain: 0,
    softLimit: null,
  },
  headset: {
    low: 110,
    high: 10_000,
    peaks: [[3500, 1.2, 3]],
    floor: -60,
    floorTilt: 0.3,
    automaticGain: 0,
    softLimit: null,
  },
  mobile: {
    low: 160,
    high: 7000,
    peaks: [
      [900, 1, -1.5],
      [2600, 1.4, 3.5],
    ],
    floor: -56,
    floorTilt: 0.2,
    automaticGain: 6,
    softLimit: null,
  },
  'mobile-hands-free': {
    low: 250,
    high: 6800,
    peaks: [
      [520, 1.5, -3],
      [1300, 1.2, 3],
      [3800, 2, 3],
    ],
    floor: -48,
    floorTilt: 0.3,
    automaticGain: 9,
    softLimit: 12,
  },
  laptop: {
    low: 120,
    high: 14_000,
    peaks: [
      [300, 1, 2],
      [850, 2, -4],
      [3200, 1.5, 4],
    ],
    floor: -46,
    floorTilt: 0.8,
    automaticGain: 6,
    softLimit: null,
  },
  'smart-speaker': {
    low: 90,
    high: 7600,
    peaks: [[4200, 1.2, 2]],
    floor: -52,
    floorTilt: 0.4,
    automaticGain: 9,
    softLimit: null,
  },
  car: {
    low: 200,
    high: 6000,
    peaks: [
      [400, 1.5, 2.5],
      [1100, 1.3, 3],
      [2400, 2, -3],
    ],
    floor: -44,
    floorTilt: 0.92,
    automaticGain: 6,
    softLimit: 12,
  },
  landline: {
    low: 280,
    high: 3400,
    peaks: [
      [700, 0.8, -2],
      [2200, 1.2, 3],
    ],
    floor: -50,
    floorTilt: 0,
    automaticGain: 0,
    softLimit: null,
  },
};
