import { frameDuration, type HeardFrame, type HeardSound } from '../heard-frame.ts';

/** Somebody's sound, as an ear would tell of it. */
export type StageSound = {
  /** What is said; a recogniser, where there is one, writes each word down a while after its end. */
  readonly words?: string;
  /** Seconds of each word, the space after it included. Default spread over the whole of the sound. */
  readonly wordLength?: number;
  /** Default .95. */
  readonly speech?: number;
  /** dBFS at the top of a syllable. Default -26. */
  readonly level?: number;
  readonly floor?: number;
  /** Default .9. */
  readonly near?: number;
  /** Hz, at the beginning and at the end; 0: nothing is voiced. Default 120 and 115. */
  readonly pitch?: number;
  readonly endPitch?: number;
  /** Syllables a second: peaks of the level. Default 4.5. */
  readonly rate?: number;
  /** dB from a syllable's top to the dip after it. Default 12. */
  readonly depth?: number;
  readonly sound?: HeardSound;
  readonly echo?: number;
};

const stageFloor = -70;

export const silentFrame: HeardFrame = { speech: 0.02, level: -68, floor: stageFloor, near: 0.1, echo: 0 };

/** The frames of a sound, one every 20 ms. */
export function soundFrames(duration: number, sound: StageSound): HeardFrame[] {
  const { speech = 0.95, level = -26, floor = stageFloor, near = 0.9, rate = 4.5, depth = 12 } = sound;
  const { pitch = 120, endPitch = pitch * 0.96, echo = 0 } = sound;
  const count = Math.round(duration / frameDuration);
  return Array.from({ length: count }, (_, index) => {
    const time = index * frameDuration;
    // A syllable opens fast and closes in a dip.
    const swing = (1 - Math.cos(2 * Math.PI * rate * time + 1.2)) / 2;
    const voiced = pitch > 0 && swing > 0.15;
    return {
      speech,
      level: level - depth * (1 - swing),
      floor,
      near,
      echo,
      ...(voiced ? { pitch: pitch + ((endPitch - pitch) * index) / count } : {}),
      ...(sound.sound === undefined ? {} : { sound: sound.sound }),
    };
  });
}
