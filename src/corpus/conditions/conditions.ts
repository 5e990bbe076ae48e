/** What lies between two mouths and the tracks of a recording. Plain data: the same conditions make the same sound. */
export type Conditions = {
  /** `call`: each speaker in a place and on a device of their own; `room`: both in one place, each at a microphone. */
  readonly setting: 'call' | 'room';
  /** One for each speaker, in order of their channels. */
  readonly tracks: readonly TrackConditions[];
  /** In the order of `start`. */
  readonly noises: readonly NoiseSpan[];
  /** What is drawn by chance in noise and rooms is drawn from it. */
  readonly seed: string;
};

export type TrackConditions = {
  /** `null` for none: as dry as it was spoken. In a `room` the dimensions are the same for all. */
  readonly room: RoomConditions | null;
  readonly device: DeviceName;
  readonly codec: CodecName;
  /** dB against the other tracks. */
  readonly level: number;
  /** dB of the other speakers' voices on this track beside its own; `null` for none. */
  readonly bleed: number | null;
};

export type RoomConditions = {
  readonly place: string;
  /** Metres: length, width, height. */
  readonly size: readonly [number, number, number];
  /** Seconds for the level to fall by 60 dB, .05 to 1.5. */
  readonly reverberation: number;
  /** Metres from mouth to microphone, .02 to 5. */
  readonly distance: number;
};

export const deviceNames = [
  'studio',
  'headset',
  'mobile',
  'mobile-hands-free',
  'laptop',
  'smart-speaker',
  'car',
  'landline',
] as const;
export type DeviceName = (typeof deviceNames)[number];

export const codecNames = ['none', 'g711-mu', 'g711-a', 'gsm', 'amr-wb', 'opus-12k', 'opus-24k'] as const;
export type CodecName = (typeof codecNames)[number];

export const noiseKinds = [
  'white',
  'pink',
  'hum',
  'fan',
  'street',
  'car',
  'rain',
  'wind',
  'babble',
  'cafe',
  'music',
  'television',
  'keyboard',
  'door',
  'dishes',
  'footsteps',
] as const;
export type NoiseKind = (typeof noiseKinds)[number];

export type NoiseSpan = {
  readonly kind: NoiseKind;
  /** Tracks on which it is heard, from 0. */
  readonly channels: readonly number[];
  readonly start: number;
  /** `null`: to the end. */
  readonly end: number | null;
  /** dB of speech over it. */
  readonly snr: number;
};

/**
 * Dry tracks in, heard tracks out, block by block, at the same times: direct sound is not delayed, so labels stay true.
 * Memory does not grow with the length.
 */
export interface Conditioner extends Disposable {
  /** One block of every track, all of one length. What it gives holds until it is called again, and may be longer or shorter. */
  process(tracks: readonly Float32Array[]): readonly Float32Array[];
  /** The rest: in all there come out as many frames as went in. Then nothing is left to dispose. */
  flush(): readonly Float32Array[];
}

export type CreateConditioner = (conditions: Conditions, options: ConditionerOptions) => Conditioner;

export type ConditionerOptions = {
  /** Hz. */
  readonly sampleRate: number;
  /** dBFS (RMS while they speak) of each dry track's speech, against which noise and bleed are set. */
  readonly speechLevels: readonly number[];
};
