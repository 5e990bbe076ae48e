/** One channel of sound, full scale at 1. Samples never travel without their rate. */
export type Audio = {
  readonly samples: Float32Array;
  /** Hz. */
  readonly sampleRate: number;
};

/** Several channels of one length: a decoded file, or a block of a stream. */
export type MultichannelAudio = {
  readonly channels: readonly Float32Array[];
  /** Hz. */
  readonly sampleRate: number;
};

/** Seconds. */
export function audioDuration(audio: Audio): number {
  return audio.samples.length / audio.sampleRate;
}
