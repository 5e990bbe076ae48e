import { frameDuration } from '../heard-frame.ts';
import { bandCount, createSpectrumMeter } from './bands.ts';

/** Frames by which an echo may lag: half a second, and, where sound came late, as much as a second and a half. */
const usualDelays = 26;
export const delayCount = 75;
/** Seconds over which the two are compared. */
const memory = 1;
/** The same of late: what somebody adds shows in it sooner. */
const briefMemory = 0.25;
/** Frames beside the likeliest delay at which the likeness of late is looked for. */
const beside = 3;
/** Frames by which an echo has moved, and likeness of late from which it is there. */
const moved = 1;
const found = 0.6;
/** Seconds whose mean is taken out of each band: what is left are the syllables. */
const meanMemory = 0.3;
/** Powers under these are silence: of what is played, about -65 dBFS. */
const playedSilence = 3e-7;
const playedStill = new Float64Array(bandCount).fill(playedSilence / bandCount);
/** Log powers this far from the mean count no further, so that one click decides nothing. */
const most = 1.5;

/** Compares what is captured with what was played, by the rhythm of their spectra: cheap, and deaf to colour and room. */
export interface EchoDetector {
  /** -1 to 1: the best likeness at any delay; above about .45 it is no chance. */
  readonly likeness: number;
  /** Frames by which the echo lags, where there is one. */
  readonly delay: number;
  /** The likeness of the last quarter of a second, at about that delay. */
  readonly briefLikeness: number;
  /** Seconds for which both sounded, and for which something was played that was not heard; both are forgotten. */
  readonly together: number;
  readonly alone: number;
  /** Whether something was played within the last half second. */
  readonly playing: boolean;
  /** Of both, while something is playing: power by band. */
  readonly capturedBands: Float64Array;
  readonly playedBands: Float64Array;
  hear(captured: Float32Array, played: Float32Array, floorBands: Float64Array, moves: EchoMoves): void;
  /** The same where nothing came from the microphone. */
  miss(played: Float32Array, moves: EchoMoves): void;
}

/**
 * Frames by which an echo may lag less and more than it did, and more than it would if sound had come in time; whether
 * there is one that is to be looked for at every delay.
 */
export type EchoMoves = {
  readonly earlier: number;
  readonly later: number;
  readonly grown: number;
  readonly sought: boolean;
};

export function createEchoDetector(): EchoDetector {
  const capturedMeter = createSpectrumMeter();
  const playedMeter = createSpectrumMeter();
  const capturedRhythm = createRhythm();
  const playedRhythm = createRhythm();
  const past = Array.from({ length: delayCount }, () => new Float64Array(bandCount));
  const norms = new Float64Array(delayCount);
  const products = new Float64Array(delayCount);
  const energies = new Float64Array(delayCount);
  const briefProducts = new Float64Array(delayCount);
  const briefEnergies = new Float64Array(delayCount);
  const keep = Math.exp(-frameDuration / memory);
  const briefKeep = Math.exp(-frameDuration / briefMemory);
  let [energy, briefEnergy, turn, sincePlayed] = [0, 0, 0, delayCount];

  /** Takes in what is played; gives the number of delays at which it may come back. */
  const follow = (played: Float32Array, { earlier, later, grown, sought }: EchoMoves): number => {
    playedMeter.hear(played);
    let power = 0;
    for (let band = 0; band < bandCount; band++) power += playedMeter.bands[band] ?? 0;
    const wanted = Math.max(
      usualDelays + Math.ceil(Math.max(grown, earlier, later)),
      detector.delay + 2 * beside,
    );
    const delays = sought ? delayCount : Math.min(delayCount, wanted);
    sincePlayed = power > playedSilence ? 0 : sincePlayed + 1;
    detector.playing = sincePlayed < delays;
    turn = (turn + 1) % delayCount;
    const newest = past[turn];
    if (newest !== undefined) playedRhythm(playedMeter.bands, playedStill, 1, newest);
    if (newest !== undefined) norms[turn] = dot(newest, newest);
    return delays;
  };

  const detector = {
    likeness: 0,
    delay: 0,
    briefLikeness: 0,
    together: 0,
    alone: 0,
    playing: false,
    capturedBands: capturedMeter.bands,
    playedBands: playedMeter.bands,
    miss(played: Float32Array, moves: EchoMoves): void {
      follow(played, moves);
    },
    hear(captured: Float32Array, played: Float32Array, floorBands: Float64Array, moves: EchoMoves): void {
      const delays = follow(played, moves);
      const { earlier, later, sought } = moves;
      if (!detector.playing) return;
      capturedMeter.hear(captured);
      const now = capturedRhythm.last;
      const excess = capturedRhythm(capturedMeter.bands, floorBands, 2, now);
      if (excess > 2) detector.together += frameDuration;
      else if (sincePlayed === 0) detector.alone += frameDuration;
      const loud = dot(now, now);
      energy = keep * energy + loud;
      briefEnergy = briefKeep * briefEnergy + loud;
      let best = 0;
      let likest = Number.NEGATIVE_INFINITY;
      for (let delay = 0; delay < delays; delay++) {
        const place = (turn + delayCount - delay) % delayCount;
        const before = past[place];
        if (before === undefined) continue;
        const product = dot(before, now);
        const norm = norms[place] ?? 0;
        products[delay] = keep * (products[delay] ?? 0) + product;
        energies[delay] = keep * (energies[delay] ?? 0) + norm;
        briefProducts[delay] = briefKeep * (briefProducts[delay] ?? 0) + product;
        briefEnergies[delay] = briefKeep * (briefEnergies[delay] ?? 0) + norm;
        const likeness = likenessAt(delay);
        if (!(likeness > likest)) continue;
        best = delay;
        likest = likeness;
      }
      // What is not followed now begins anew when it is.
      for (const sums of [products, energies, briefProducts, briefEnergies]) sums.fill(0, delays);
      detector.likeness = likenessAt(best);
      const first = sought ? 0 : Math.max(0, best - beside - Math.ceil(earlier));
      const last = sought ? delays - 1 : Math.min(delays - 1, best + beside + Math.ceil(later));
      let of = first;
      for (let delay = first; delay <= last; delay++)
        if (briefLikenessAt(delay) > briefLikenessAt(of)) of = delay;
      detector.briefLikeness = briefLikenessAt(of);
      // Where it may have moved, what is heard of late tells sooner where to.
      const isThere = detector.briefLikeness > found && (sought || Math.max(earlier, later) > moved);
      detector.delay = isThere ? of : best;
    },
  };
  const likenessAt = (delay: number): number =>
    (products[delay] ?? 0) / Math.sqrt((energies[delay] ?? 0) * energy + 1e-9);
  const briefLikenessAt = (delay: number): number =>
    (briefProducts[delay] ?? 0) / Math.sqrt((briefEnergies[delay] ?? 0) * briefEnergy + 1e-9);
  return detector;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let band = 0; band < bandCount; band++) sum += (a[band] ?? 0) * (b[band] ?? 0);
  return sum;
}

/** Writes how far each band's log power is from its mean; gives the ratio of all power to that of silence. */
function createRhythm() {
  const means = new Float64Array(bandCount);
  const share = frameDuration / meanMemory;
  let fresh = true;
  // Silence is so many `times` what lies in `still`.
  const hear = (bands: Float64Array, still: Float64Array, times: number, rhythm: Float64Array): number => {
    let power = 0;
    let quiet = 0;
    let common = 0;
    for (let band = 0; band < bandCount; band++) {
      const here = bands[band] ?? 0;
      const silence = times * (still[band] ?? 0) + 1e-11;
      power += here;
      quiet += silence;
      const log = Math.log10(here + silence);
      const mean = fresh ? log : (means[band] ?? 0);
      rhythm[band] = Math.max(-most, Math.min(most, log - mean));
      means[band] = mean + share * (log - mean);
      common += (rhythm[band] ?? 0) / bandCount;
    }
    // What all bands do at once is left out: any two who begin to speak together have that in common.
    for (let band = 0; band < bandCount; band++) rhythm[band] = (rhythm[band] ?? 0) - common;
    fresh = false;
    return (2 * power) / quiet;
  };
  return Object.assign(hear, { last: new Float64Array(bandCount) });
}
