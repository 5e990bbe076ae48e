/** The levels of both tracks in bins of a tenth of a second, for as long as a picture shows. */
export interface LevelHistory {
  add(sample: LevelSample): void;
  /** Bins that begin in the stretch, oldest first. */
  between(start: number, end: number): readonly LevelBin[];
}

export type LevelSample = {
  /** Seconds of the page's clock. */
  readonly time: number;
  /** dBFS. */
  readonly user: number;
  readonly agent: number;
  /** Whether the user's sound stands out from the room. */
  readonly userSounds: boolean;
};

export type LevelBin = {
  /** Its number since the clock began. */
  readonly number: number;
  readonly user: number;
  readonly agent: number;
  readonly userSounds: boolean;
};

export const binDuration = 0.1;

/** Longest that is kept: two minutes. */
const mostBins = 1200;

export function createLevelHistory(): LevelHistory {
  const bins: LevelBin[] = [];
  return {
    add({ time, user, agent, userSounds }) {
      const number = Math.floor(time / binDuration + 1e-6);
      const last = bins.at(-1);
      if (last !== undefined && last.number >= number) {
        bins[bins.length - 1] = {
          number: last.number,
          user: Math.max(last.user, user),
          agent: Math.max(last.agent, agent),
          userSounds: last.userSounds || userSounds,
        };
        return;
      }
      bins.push({ number, user, agent, userSounds });
      if (bins.length > mostBins) bins.shift();
    },
    between: (start, end) =>
      bins.filter(({ number }) => (number + 1) * binDuration > start && number * binDuration < end),
  };
}
