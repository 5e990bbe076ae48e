import { bandCount } from './bands.ts';

/** Frames that are remembered of what was played. */
const kept = 85;
/** Frames before and after the delay within which an echo may lie: playback and network are not steady. */
const slack = 3;
/** What of a power is still in a room a frame later: 60 dB in .5 s. */
const reverberation = 0.58;
/** Power of a band that is silence. */
const playedSilence = 3e-9;
/** Times the room's floor above which something sounds in a band. */
const sounding = 3;
/** Bands of frames that sounded, after which the coupling is known: some .3 s of speech. */
const acquaintance = 200;
/** Bands of frames for which a band goes by what is known of all. */
const shared = 10;
/** Frames that a band remembers: its echo changes with who moves in the room. */
const memory = 200;
/** Bels within which a coupling lies, and by which one frame may be over or under it and still count. */
const possible = { least: -2.5, most: 1.2 };
const deviation = { least: -0.7, most: 1.5 };
/** Bels by which a frame may pull a coupling up. */
const pull = 0.7;
/** Share of a frame in the mean excess. */
const smoothing = 0.12;
/**
 * Bels of mean excess from which somebody speaks beside the echo, and under which nobody does any more; from which
 * where the echo may have moved, as it is compared with what was played before or after it.
 */
const excess = { begins: 0.33, ends: 0.2, moved: 0.45 };
/** The same from which it is somebody, whatever a filter makes of it. */
const muchExcess = 0.5;
/** Bels of mean excess under which an echo is no louder than it always is, and than it is now and then. */
const asAlways = 0.1;
const asAtTimes = 0.25;
/** Frames from which an echo has moved. */
const moved = 1;
/** Likeness to what was played from which it is nothing but the echo. */
const alike = 0.58;
/** The same from which what is no louder than the echo is nothing but it. */
const likeEnough = 0.45;
/** Likeness under which it is nothing of what was played. */
const unlike = 0.25;
/** Frames for which both must say so. */
const firstFrames = 3;
/** How much of a frame is learned from that holds somebody. */
const learnedFromOthers = 0.05;

/**
 * How loud an echo is, band by band, against what was played. That is known within a second, long before a filter has
 * learned the way, and holds where the delay jumps: who speaks over the first echo of all is heard by it.
 */
export interface EchoCoupling {
  /** Whether more sounds than the echo of what was played; false while that is not known. */
  readonly others: boolean;
  /** Whether far more does. */
  readonly surely: boolean;
  /** Whether what sounds is surely no louder than the echo always is. */
  readonly asUsual: boolean;
  /** Whether it is nothing but the echo, by level and by likeness, whatever a filter leaves of it: who speaks adds to it. */
  readonly onlyEcho: boolean;
  hear(heard: EchoBands): void;
  /** The same where nothing came from the microphone: power by band of what is played. */
  miss(played: Float64Array): void;
}

export type EchoBands = {
  /** Power by band: of what is captured, of what is played now, and of the room. */
  readonly captured: Float64Array;
  readonly played: Float64Array;
  readonly floor: Float64Array;
  /** Frames by which the echo lags. */
  readonly delay: number;
  /** Frames by which it may lag less than that, and more. */
  readonly earlier: number;
  readonly later: number;
  /** -1 to 1: how like the two are at that delay of late. */
  readonly likeness: number;
  /** Whether it is known that there is an echo, or that there is none. */
  readonly isKnown: boolean;
};

export function createEchoCoupling(): EchoCoupling {
  const past = Array.from({ length: kept }, () => new Float64Array(bandCount));
  const trail = new Float64Array(bandCount);
  const ratios = new Float64Array(bandCount);
  const means = new Float64Array(bandCount);
  const counts = new Float64Array(bandCount);
  let [turn, over, telling] = [0, 0, 0];
  let [common, known] = [-1, 0];

  const keep = (played: Float64Array): void => {
    turn = (turn + 1) % kept;
    for (let band = 0; band < bandCount; band++)
      trail[band] = Math.max(played[band] ?? 0, (trail[band] ?? 0) * reverberation);
    past[turn]?.set(trail);
  };

  /**
   * Bels of each band over what was played where the echo lies, none where nothing sounds; gives the mean over the
   * usual, over the most that was played anywhere that it may lie.
   */
  const compare = ({ captured, floor, delay, earlier, later }: EchoBands): number => {
    const first = Math.max(0, delay - slack - Math.ceil(earlier));
    const last = Math.min(kept - 1, delay + slack + Math.ceil(later));
    let [sum, bands] = [0, 0];
    for (let band = 0; band < bandCount; band++) {
      const power = captured[band] ?? 0;
      ratios[band] = Number.NaN;
      if (power < sounding * (floor[band] ?? 0)) continue;
      let most = 0;
      let here = 0;
      for (let ago = first; ago <= last; ago++) {
        const then = past[(turn + kept - ago) % kept]?.[band] ?? 0;
        most = Math.max(most, then);
        if (Math.abs(ago - delay) <= slack) here = Math.max(here, then);
      }
      const count = counts[band] ?? 0;
      const usual = (count * (means[band] ?? 0) + shared * common) / (count + shared);
      const ratio = Math.log10(power / (most + playedSilence) + 1e-9);
      ratios[band] = Math.log10(power / (here + playedSilence) + 1e-9);
      sum += Math.max(deviation.least, Math.min(deviation.most, ratio - usual));
      bands += 1;
    }
    return sum / Math.max(bands, bandCount / 3);
  };

  const learn = (weight: number): void => {
    for (let band = 0; band < bandCount; band++) {
      const ratio = ratios[band] ?? Number.NaN;
      if (Number.isNaN(ratio)) continue;
      const [mean, before] = [means[band] ?? 0, counts[band] ?? 0];
      const here = Math.max(possible.least, Math.min(possible.most, ratio));
      const heard = before > shared ? Math.min(here, mean + pull) : here;
      known += weight;
      common += (weight * (heard - common)) / Math.min(known, memory * bandCount);
      const count = Math.min(memory, before + weight);
      means[band] = mean + (weight * (heard - mean)) / count;
      counts[band] = count;
    }
  };

  const coupling = {
    others: false,
    surely: false,
    asUsual: false,
    onlyEcho: false,
    miss: keep,
    hear(heard: EchoBands): void {
      keep(heard.played);
      over += smoothing * (compare(heard) - over);
      const sure = known >= acquaintance;
      const moving = Math.max(heard.earlier, heard.later) > moved;
      const begins = moving ? excess.moved : excess.begins;
      telling = sure && over > begins && heard.likeness < alike ? telling + 1 : 0;
      coupling.others = sure && (telling >= firstFrames || (coupling.others && over > excess.ends));
      coupling.surely = coupling.others && over > muchExcess;
      coupling.asUsual = sure && over < asAlways;
      coupling.onlyEcho = sure && over < asAtTimes && heard.likeness > likeEnough;
      // Before the first echo has come, and where one may have moved, the room would be taken for an echo that is soft.
      if (heard.likeness < (moving ? likeEnough : heard.isKnown ? -1 : unlike)) return;
      // What is like what was played is the echo, louder than thought: or it would be thought so for good.
      const others = sure && over > excess.begins && heard.likeness < alike;
      learn(others ? learnedFromOthers : 1);
    },
  };
  return coupling;
}
