/** A gain on its way to another in a straight line. */
export interface LevelRamp {
  readonly gain: number;
  moveTo(gain: number, frames: number): void;
  /** The gain of the next frame. */
  next(): number;
}

export function createLevelRamp(): LevelRamp {
  let gain = 1;
  let target = 1;
  let left = 0;
  return {
    get gain() {
      return gain;
    },
    moveTo(to, frames) {
      target = to;
      left = Math.max(0, Math.round(frames));
      if (left === 0) gain = to;
    },
    next() {
      if (left > 0) {
        gain += (target - gain) / left;
        left -= 1;
        if (left === 0) gain = target;
      }
      return gain;
    },
  };
}
