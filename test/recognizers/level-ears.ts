export const numberWords = ['one', 'two', 'three', 'four', 'five', 'six', 'seven'];

export type LevelWord = { word: string; start: number; end: number };

/** Hears which word each level of the sound is: that of a tenth is the first. */
export interface LevelEars {
  /** Seconds heard. */
  readonly time: number;
  /** Signed 16 bits. True where a word has begun. */
  hear(pcm: Buffer): boolean;
  /** The words since the last time, and none are left. */
  take(): LevelWord[];
  words(): readonly LevelWord[];
}

export function createLevelEars(sampleRate: number): LevelEars {
  let frames = 0;
  let heard: LevelWord[] = [];
  let apart = true;
  return {
    get time() {
      return frames / sampleRate;
    },
    hear(pcm) {
      const before = heard.length;
      for (let at = 0; at + 1 < pcm.length; at += 2) {
        const word = numberWords[Math.round(pcm.readInt16LE(at) / 3276.7) - 1];
        const time = frames++ / sampleRate;
        const last = heard.at(-1);
        if (word !== undefined && (apart || last?.word !== word))
          heard.push({ word, start: time, end: time });
        else if (word !== undefined && last !== undefined) last.end = time;
        apart = word === undefined;
      }
      return heard.length > before;
    },
    take() {
      const taken = heard;
      heard = [];
      apart = true;
      return taken;
    },
    words: () => heard,
  };
}
