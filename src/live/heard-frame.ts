/**
 * One frame of what the microphone brings, as the ear understands it: all that turn-taking is decided from, beside
 * the words. Plain data, so that a test can write it and a log can keep it.
 */
export type HeardFrame = {
  /** 0 to 1: how surely somebody speaks, be it the user or not; the agent's own echo is not counted. */
  readonly speech: number;
  /** dBFS, after echo and (where switched on) noise were taken out. */
  readonly level: number;
  /** dBFS of what is always there: the room and its noise. */
  readonly floor: number;
  /** 0 to 1: how surely it comes from close by, as the user's own voice does, and not from across the room. */
  readonly near: number;
  /** Fundamental frequency, Hz, where it is voiced. */
  readonly pitch?: number;
  /** What it seems to be, where it is not plain speech or silence. */
  readonly sound?: HeardSound;
  /**
   * 0 to 1: how surely all that is being said is a listener's `mm-hm` or `yeah`, by its sound; where somebody speaks, and
   * there is something to be listened to.
   */
  readonly listening?: number;
  /** 0 to 1: the share of the frame that was the agent's own voice coming back. */
  readonly echo: number;
};

export const heardSounds = ['cough', 'laughter', 'knock', 'typing', 'music', 'noise'] as const;

export type HeardSound = (typeof heardSounds)[number];

/** Seconds of each frame, and samples in it at the ear's rate. */
export const frameDuration = 0.02;
export const earSampleRate = 16_000;
export const frameLength = 320;

/**
 * Turns sound into frames. It keeps what it learns of the room, the user and the way back from the loudspeaker, so
 * there is one for each session; it is synchronous, and the same sound gives the same frames.
 */
export interface Ear {
  /**
   * `captured` and `played` have `frameLength` samples of the same 20 ms; `played` is what the user heard of the agent.
   * `captured` is undefined where nothing came from the microphone: that is silence, but tells nothing of the room.
   * `late`: seconds by which the frame came later than it was due, and so what is played may reach the user later from
   * now on. Default 0. `overAgent`: whether the agent speaks, so that who speaks may be listening to it; what was said
   * just before it is known then as well. Default true.
   */
  hear(
    captured: Float32Array | undefined,
    played?: Float32Array,
    late?: number,
    overAgent?: boolean,
  ): HeardSample;
  /** Gives back what it holds; it hears no more. */
  close(): void;
}

export type HeardSample = {
  readonly frame: HeardFrame;
  /**
   * What was captured without the echo and, where switched on, without the noise: for a recogniser. To be read before
   * the next `hear`, which may write it anew.
   */
  readonly clean: Float32Array;
};
