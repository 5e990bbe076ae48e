import { frameDuration } from '../heard-frame.ts';
import { bandCount } from './bands.ts';

export const nearInputCount = 13;

/** What there is to hear nearness by. Levels in dBFS. */
export type NearMeasures = {
  readonly speech: number;
  readonly level: number;
  readonly floor: number;
  readonly bands: Float64Array;
  readonly floorBands: Float64Array;
  readonly periodicity: number;
  readonly pitch: number;
  /** 0 to 1: what of the frame is echo; of that nothing is learned. */
  readonly echo: number;
};

export interface NearFeatures {
  /** To be read before the next `hear`. */
  readonly inputs: Float64Array;
  hear(measures: NearMeasures): void;
}

/** Seconds of silence after which somebody else may be speaking. */
const boutGap = 0.4;
/** Seconds over which the present speaker is averaged, and the user. */
const presentMemory = 0.4;
const userMemory = 8;
/** Seconds of speech after which the user is known. */
const acquaintance = 3;
/** dB a second by which the loudness of a syllable is forgotten. */
const fall = 25;
/**
 * Shares of a frame's difference by which the user's level follows: at once to who is louder, soon to who is a
 * little softer, and hardly to who is much softer, as others in the room are.
 */
const follow = { louder: 0.06, softer: 0.012, far: 0.0008 };
/** dB under the user's level. */
const farBelow = 8.5;

/**
 * The user is the loudest who speaks for a while; whoever speaks is compared with them by level, colour and pitch,
 * and heard for the room: close voices fall into deep gaps and are as periodic as voices are.
 */
export function createNearFeatures(): NearFeatures {
  const inputs = new Float64Array(nearInputCount);
  const present = createPortrait();
  const user = createPortrait();
  const excesses = new Float64Array(25);
  const colour = new Float64Array(bandCount);
  let [smooth, loud, userLevel, known, silent, bout, frame] = [-100, -100, Number.NaN, 0, 1, 0, 0];
  return {
    inputs,
    hear(measures) {
      const { speech, level, floor, periodicity, echo } = measures;
      const excess = Math.max(0, level - floor);
      smooth =
        level > smooth ? smooth + 0.5 * (level - smooth) : Math.max(level, smooth - 200 * frameDuration);
      silent = speech < 0.3 ? silent + frameDuration : 0;
      if (silent > boutGap) {
        bout = 0;
        loud = -100;
      }
      loud = Math.max(smooth, loud - fall * frameDuration);
      excesses[frame++ % excesses.length] = excess;
      if (speech > 0.5 && excess > 3 && echo < 0.3) {
        bout++;
        colourOf(measures, colour);
        present.hear(colour, measures, Math.max(1 / bout, frameDuration / presentMemory));
        if (Number.isNaN(userLevel)) userLevel = loud;
        const difference = loud - userLevel;
        const share = difference > 0 ? follow.louder : difference > -farBelow ? follow.softer : follow.far;
        userLevel += share * difference;
        if (difference > -farBelow) {
          known = Math.min(1, known + frameDuration / acquaintance);
          user.hear(colour, measures, Math.max(0.1 * (1 - known), frameDuration / userMemory));
        }
      }
      const difference = Number.isNaN(userLevel) ? 0 : Math.max(-30, Math.min(15, loud - userLevel));
      const [deepest, highest] = extremes(excesses);
      const unlike = bout > 0 ? present.distance(user) : 0;
      const interval = bout > 0 ? present.interval(user) : 0;
      inputs[0] = difference / 10;
      inputs[1] = (known * difference) / 10;
      inputs[2] = Math.max(-1.5, (loud + 40) / 20);
      inputs[3] = (1 - known) * (inputs[2] ?? 0);
      inputs[4] = Math.min(40, highest) / 20 - 0.5;
      inputs[5] = Math.min(40, highest - deepest) / 20 - 0.5;
      inputs[6] = unlike - 0.5;
      inputs[7] = known * (unlike - 0.5);
      inputs[8] = known * (interval - 0.5);
      inputs[9] = 2 * present.periodicity() - 1.2;
      inputs[10] = 2 * periodicity - 1;
      inputs[11] = Math.min(1, bout / 20) - 0.5;
      inputs[12] = known - 0.5;
    },
  };
}

/** The least and the most of the last half second. */
function extremes(values: Float64Array): readonly [number, number] {
  let [least, most] = [Number.POSITIVE_INFINITY, 0];
  for (let index = 0; index < values.length; index++) {
    const value = values[index] ?? 0;
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  return [least, most];
}

/** Writes bels of each band without the floor, over their mean. */
function colourOf({ bands, floorBands }: NearMeasures, colour: Float64Array): void {
  let most = 1e-12;
  for (let band = 0; band < bandCount; band++) {
    most = Math.max(most, (bands[band] ?? 0) - 1.5 * (floorBands[band] ?? 0));
  }
  let mean = 0;
  for (let band = 0; band < bandCount; band++) {
    const value = Math.log10(Math.max((bands[band] ?? 0) - 1.5 * (floorBands[band] ?? 0), most * 1e-3));
    colour[band] = value;
    mean += value / bandCount;
  }
  for (let band = 0; band < bandCount; band++) colour[band] = (colour[band] ?? 0) - mean;
}

/** What a voice is like on average: the colour of its spectrum, its pitch, how periodic it is. */
function createPortrait() {
  const shape = new Float64Array(bandCount);
  let [pitch, periodic] = [0, 0.6];
  const portrait = {
    shape,
    pitch: () => pitch,
    periodicity: () => periodic,
    hear(colour: Float64Array, { periodicity, pitch: now }: NearMeasures, share: number): void {
      for (let band = 0; band < bandCount; band++) {
        const before = shape[band] ?? 0;
        shape[band] = before + share * ((colour[band] ?? 0) - before);
      }
      periodic += share * (periodicity - periodic);
      if (periodicity > 0.6) pitch = pitch === 0 ? Math.log2(now) : pitch + share * (Math.log2(now) - pitch);
    },
    /** About .3 within one voice, .8 between voices in other rooms. */
    distance(other: { readonly shape: Float64Array }): number {
      let sum = 0;
      for (let band = 0; band < bandCount; band++)
        sum += ((shape[band] ?? 0) - (other.shape[band] ?? 0)) ** 2;
      return Math.min(2, Math.sqrt(sum / bandCount));
    },
    /** Octaves, at most 1, tripled. */
    interval(other: { pitch(): number }): number {
      const theirs = other.pitch();
      return pitch === 0 || theirs === 0 ? 0.3 : 3 * Math.min(1, Math.abs(pitch - theirs));
    },
  };
  return portrait;
}
