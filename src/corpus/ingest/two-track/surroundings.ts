/** What is around a track's speaker, as far as its sound tells. */
export type Surroundings = {
  /** Seconds for the level to fall by 60 dB; `null` where speech never stops for long enough to be told. */
  readonly reverberation: number | null;
  /** Kinds of noise in it, the loudest first, by the names of `noiseKinds`. */
  readonly noiseTypes: readonly string[];
  /** dBFS of mains hum, 50 or 60 Hz with what it repeats at; `null` where there is none. */
  readonly hum: number | null;
};
