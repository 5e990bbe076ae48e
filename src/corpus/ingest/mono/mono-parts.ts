import type { Audio } from '../../../dsp/index.ts';

/** Who speaks in a window of sound, as a network tells it: by numbers that hold for this window only. */
export type Segmentation = {
  /** Of each frame: bit `n` is set where the window's speaker `n` speaks. Two bits: they overlap. */
  readonly active: Uint8Array;
  /** Seconds from the window's beginning to the middle of its first frame, and from one frame to the next. */
  readonly start: number;
  readonly step: number;
};

type PartOptions = { readonly signal?: AbortSignal | undefined };

/** Tells who speaks in a window, and where more than one does. */
export interface Segmenter extends AsyncDisposable {
  /** Hz. */
  readonly sampleRate: number;
  /** Samples of a window. */
  readonly windowFrames: number;
  segment(window: Float32Array, options?: PartOptions): Promise<Segmentation>;
}

/** Puts a voice into numbers that are alike for one person, and unlike for two. */
export interface SpeakerEmbedder extends AsyncDisposable {
  /** Of length 1; `null` of a sound that is too short. */
  embed(audio: Audio, options?: PartOptions): Promise<Float32Array | null>;
}

/** Takes two voices that speak at once apart. Which is whose is not told, nor how loud each was. */
export interface Separator extends AsyncDisposable {
  /** Hz. */
  readonly sampleRate: number;
  separate(mixture: Float32Array, options?: PartOptions): Promise<readonly [Float32Array, Float32Array]>;
}

/** Puts marks into a text that has none. */
export interface Punctuator extends AsyncDisposable {
  punctuate(text: string, options?: PartOptions): Promise<string>;
}
