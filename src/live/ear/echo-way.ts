import { frameDuration, frameLength } from '../heard-frame.ts';
import { createEchoCanceller, type EchoCanceller } from './echo-canceller.ts';
import { createEchoCoupling, type EchoCoupling } from './echo-coupling.ts';
import { createEchoDetector, delayCount, type EchoDetector } from './echo-detector.ts';
import { createEchoMoves } from './echo-moves.ts';

export type EchoCancellation = 'auto' | 'on' | 'off';

/** Likeness of what is captured to what was played from which it is an echo, and under which it is not. */
const likenessOfEcho = 0.42;
const likenessOfOthers = 0.25;
/** Seconds of both sounding after which great likeness tells, and after which any does. */
const enough = { great: 0.4, any: 1 };
const greatLikeness = 0.62;
/** Seconds of unlikeness after which a canceller was started by mistake, or the loudspeaker is gone. */
const unlikeFor = 4;
/**
 * Seconds of playback that is not heard, after which there is no echo: where what else was heard for `some` is like
 * it, only after many, as each phrase is not heard at once; and of others sounding during it.
 */
const noEcho = { alone: 0.4, some: 0.1, afterAll: 1.5, together: 1.2 };
/** Frames that a canceller learns from when it starts: what led to it. */
const rehearsal = 25;
/** Frames before the likeliest delay at which the canceller's filter begins: loudspeakers smear. */
const early = 3;
/** Frames after the filter's beginning at which an echo may come, so that its room fits in too. */
const within = 7;
/** dB of what is left over the captured: how sure an echo is cancelled, at first and at best. */
const leftAtFirst = { auto: 0, on: -8 };
const leftAtBest = -30;
/** dB: what is left of an echo varies so much from frame to frame. */
const margin = 9;
/** dB that stay, over which the filter has not learned the way yet: its guess of the echo is none. */
const unlearned = -8;
/** The same over which the filter knows the way too little to tell who speaks over its first echoes. */
const wellLearned = -15;
/** Share of itself that a right guess finds in the capture at least; the wrong guess of a way that changed, none. */
const mismatch = 0.5;
/** Share of the capture that is left where all that sounds is what the filter is too short for. */
const beyondFilter = 0.4;
/** What of a power is still in a room a frame later: 60 dB in .5 s. */
const reverberation = 0.58;
/** By how much more is left than the filter knows that it does not know. */
const doubted = 5;
/** dB over that at which what is left is surely somebody. */
const sure = 5;

/** Frames for which an echo that the filter has lost is looked for, if it is not found before. */
const searched = 100;

/** Frames by which an echo has moved, from which on the filter may be beside it, and what it leaves says nothing of who speaks. */
const moved = 1;

/** What came back of what was played. All are to be read before the next `hear`. */
export interface EchoWay {
  /** What was captured, or what is left of it. */
  readonly clean: Float32Array;
  /** 0 to 1: the share of the capture that was played. */
  readonly echo: number;
  /** 0 to 1: how surely what is left is not an echo. */
  readonly others: number;
  readonly cancelling: boolean;
  /** `late`: seconds by which the frame came later than it was due. */
  hear(
    captured: Float32Array,
    played: Float32Array | undefined,
    floorBands: Float64Array,
    late: number,
  ): void;
  /** The same where nothing came from the microphone, and silence stands for it. */
  miss(nothing: Float32Array, played: Float32Array | undefined, late: number): void;
}

/**
 * Finds out whether there is an echo, and cancels it only then. Until it is known, and until the canceller has
 * learned the way, what sounds during playback is taken for an echo.
 */
export function createEchoWay(mode: EchoCancellation): EchoWay {
  const silent = new Float32Array(frameLength);
  const history = createHistory();
  const detector = createEchoDetector();
  const before = createForerunner();
  const coupling = createEchoCoupling();
  const moves = createEchoMoves();
  let verdict: 'unknown' | 'clear' | 'echo' = 'unknown';
  let canceller: { readonly filter: EchoCanceller; readonly delay: number } | undefined;
  let left = createLeftMeter(mode === 'on' ? leftAtFirst.on : leftAtFirst.auto);
  let [misplaced, unlike, heardTogether, lost] = [0, 0, 0, 0];

  const start = (delay: number): void => {
    const filter = createEchoCanceller();
    canceller = { filter, delay };
    left = createLeftMeter(mode === 'on' ? leftAtFirst.on : leftAtFirst.auto);
    for (let ago = rehearsal; ago > 0; ago--) filter.hear(history.captured(ago), history.played(ago + delay));
    misplaced = 0;
    unlike = 0;
  };
  if (mode === 'on') start(0);

  const conclude = (): void => {
    const { likeness, together, delay } = detector;
    const told =
      together > enough.great && likeness > (together > enough.any ? likenessOfEcho : greatLikeness);
    if (told) verdict = 'echo';
    else if (verdict === 'unknown' && isClear(detector, moves.grown * frameDuration)) verdict = 'clear';
    const wanted = Math.max(0, delay - early);
    if (verdict === 'echo' && canceller === undefined) start(wanted);
    const lies =
      canceller === undefined ||
      (delay >= canceller.delay + Math.min(1, canceller.delay) && delay <= canceller.delay + within);
    misplaced = told && !lies ? misplaced + 1 : 0;
    if (misplaced > 0.4 / frameDuration) start(wanted);
    unlike = together > heardTogether && likeness < likenessOfOthers ? unlike + 1 : Math.max(0, unlike - 3);
    heardTogether = together;
    if (mode === 'auto' && canceller !== undefined && unlike > unlikeFor / frameDuration) {
      canceller = undefined;
      verdict = 'clear';
    }
  };

  /** There is an echo, and nothing is like what was played where it was. */
  const isSought = (): boolean => verdict === 'echo' && detector.likeness < likenessOfOthers;

  const begin = (captured: Float32Array): void => {
    way.clean = captured;
    way.echo = 0;
    way.others = 1;
  };

  const way: { -readonly [Field in keyof EchoWay]: EchoWay[Field] } = {
    clean: silent,
    echo: 0,
    others: 1,
    cancelling: false,
    miss(nothing: Float32Array, played: Float32Array | undefined, late: number): void {
      moves.hear(played, late, lost > 0, isSought());
      begin(nothing);
      if (mode === 'off' || !moves.comesBack) return;
      detector.miss(played ?? silent, moves);
      history.keep(nothing, played ?? silent);
      if (detector.playing) coupling.miss(detector.playedBands);
      canceller?.filter.miss(history.played(canceller.delay));
      if (detector.playing) way.others = 0;
    },
    hear(
      captured: Float32Array,
      played: Float32Array | undefined,
      floorBands: Float64Array,
      late: number,
    ): void {
      moves.hear(played, late, lost > 0, isSought());
      begin(captured);
      if (mode === 'off') return;
      before.hear(captured, floorBands, moves.begins);
      if (!moves.comesBack) return;
      const { earlier, later } = moves;
      detector.hear(captured, played ?? silent, floorBands, moves);
      history.keep(captured, played ?? silent);
      if (detector.playing) {
        conclude();
        const { capturedBands, playedBands, delay, briefLikeness } = detector;
        coupling.hear({
          captured: capturedBands,
          played: playedBands,
          floor: floorBands,
          delay,
          earlier,
          later,
          likeness: briefLikeness,
          isKnown: verdict !== 'unknown',
        });
      }
      way.cancelling = canceller !== undefined;
      if (canceller !== undefined) {
        canceller.filter.hear(captured, history.played(canceller.delay));
        left.hear(captured, canceller.filter, floorBands, {
          playing: detector.playing,
          level: coupling,
          moved: Math.max(earlier, later) > moved,
        });
        lost = left.lost ? searched : left.usual < unlearned ? 0 : Math.max(0, lost - 1);
        way.clean = left.clean;
        way.echo = left.echo;
        way.others = left.others;
      } else if (detector.playing) {
        const doubt = before.goesOn || coupling.others ? 0 : doubtOf(verdict, detector, later > moved);
        way.echo = doubt;
        way.others = 1 - doubt;
      }
    },
  };
  return way;
}

/** dB over the room's floor that a sound has, and less than which it has ended; frames that it may pause. */
const forerunner = { sounds: 15, ended: 8, pause: 10 };

/** Whether what is captured began before anything was played, and so is nobody's echo. */
function createForerunner() {
  let recent = 0;
  let pause = 0;
  const run = {
    goesOn: false,
    hear(captured: Float32Array, floorBands: Float64Array, playbackStarts: boolean): void {
      let energy = 1e-9;
      for (let index = 0; index < frameLength; index++) {
        const sample = captured[index] ?? 0;
        energy += sample * sample;
      }
      let floor = 1e-9;
      for (let band = 0; band < floorBands.length; band++) floor += frameLength * (floorBands[band] ?? 0);
      const over = Math.max(0, 10 * Math.log10(energy / floor));
      if (playbackStarts) {
        run.goesOn = recent > forerunner.sounds;
        pause = 0;
      }
      pause = over < forerunner.ended ? pause + 1 : 0;
      if (pause > forerunner.pause) run.goesOn = false;
      recent += (over - recent) * 0.3;
    },
  };
  return run;
}

/** Whether nothing comes back. `late`: seconds by which it would come later. */
function isClear({ likeness, together, alone }: EchoDetector, late: number): boolean {
  const unlike = likeness < likenessOfOthers;
  if (together > noEcho.together && unlike) return true;
  return alone - late > (together < noEcho.some || unlike ? noEcho.alone : noEcho.afterAll);
}

/** How surely what sounds during playback is an echo, before there is a canceller: the longer both were heard, the clearer. */
function doubtOf(
  verdict: 'unknown' | 'clear' | 'echo',
  { likeness, together }: EchoDetector,
  isLate: boolean,
): number {
  if (verdict === 'unknown' && (together <= enough.great || isLate)) return 0.9;
  const innocent = verdict === 'unknown' ? likenessOfOthers / 2 : likenessOfOthers * 1.2;
  return Math.max(0, Math.min(1, (likeness - innocent) / (likenessOfEcho - likenessOfOthers)));
}

/** The last frames of both sides: 0 is the newest. */
function createHistory() {
  const captured = createFrameRing(rehearsal + 2);
  const played = createFrameRing(rehearsal + delayCount + 2);
  return {
    keep(heard: Float32Array, sent: Float32Array): void {
      captured.keep(heard);
      played.keep(sent);
    },
    captured: captured.ago,
    played: played.ago,
  };
}

function createFrameRing(length: number) {
  const frames = Array.from({ length }, () => new Float32Array(frameLength));
  const silent = new Float32Array(frameLength);
  let turn = 0;
  return {
    keep(frame: Float32Array): void {
      turn = (turn + 1) % length;
      frames[turn]?.set(frame);
    },
    ago: (count: number): Float32Array => frames[(turn + length - count) % length] ?? silent,
  };
}

type LeftContext = {
  readonly playing: boolean;
  readonly level: EchoCoupling;
  readonly moved: boolean;
};

/** Judges what a canceller leaves: an echo that it could not take out, or somebody; takes out the first by its level. */
function createLeftMeter(first: number) {
  const clean = new Float32Array(frameLength);
  let usual = first;
  let gain = 1;
  let [trail, shared, guessed] = [0, 0, 0];
  const meter = {
    clean,
    echo: 0,
    others: 1,
    /** dB that stay of an echo, and whether what the filter knew well is not so any more: the echo is elsewhere. */
    usual,
    lost: false,
    /**
     * `level` tells whether more is captured than the echo: that counts until the filter knows better, where the echo
     * may have `moved`, and where it is much more. What is no louder than the echo is the echo: of what the filter
     * lessens, an error of the filter; of what it hardly does, the room that is longer than the filter.
     */
    hear(
      captured: Float32Array,
      filter: EchoCanceller,
      floorBands: Float64Array,
      { playing, level, moved: away }: LeftContext,
    ): void {
      let floor = 1e-10;
      for (let band = 0; band < floorBands.length; band++) floor += floorBands[band] ?? 0;
      let power = 0;
      for (let index = 0; index < frameLength; index++) power += (captured[index] ?? 0) ** 2;
      const all = power / frameLength + 1e-10;
      // No more can be left than was captured: a guess that adds something is wrong, and is not taken out.
      const adds = filter.leftPower > all;
      const rest = Math.min(filter.leftPower, all) + 1e-10;
      shared += 0.3 * (filter.sharedPower - shared);
      guessed += 0.3 * (filter.echoPower - guessed);
      const before = usual;
      const wrong = shared < mismatch * guessed && guessed > 4 * floor && filter.leftPower < 4 * guessed;
      if (playing && wrong) {
        if (usual < unlearned) filter.doubt();
        usual = 0;
      }
      meter.lost = playing && wrong && before < wellLearned;
      const source = usual > unlearned ? all : filter.echoPower;
      trail = Math.max(source, trail * reverberation);
      const ratio = Math.min(3, 10 * Math.log10(Math.max(rest - floor, 1e-3 * trail) / trail));
      if (playing && source > 4 * floor) usual = follow(usual, ratio);
      meter.usual = usual;
      const unsure = filter.doubtPower * doubted;
      const unexplained = playing
        ? Math.min(4 * all, Math.max(unsure, trail * 10 ** ((usual + margin) / 10)))
        : 0;
      const above = 10 * Math.log10(rest / (unexplained + 1e-10));
      const surely = !playing || level.surely || (level.others && (away || usual > wellLearned));
      const isEcho = rest > beyondFilter * all ? level.asUsual : level.onlyEcho;
      meter.others = surely ? 1 : away || isEcho ? 0 : Math.max(0, Math.min(1, above / sure));
      meter.echo = playing ? Math.max(0, Math.min(1, 1 - (meter.others * rest) / all)) : 0;
      const wanted = Math.sqrt(Math.min(1, Math.max(floor / rest, meter.others)));
      const base = adds ? captured : filter.clean;
      for (let index = 0; index < frameLength; index++) {
        const share = (index + 1) / frameLength;
        clean[index] = (base[index] ?? 0) * (gain + share * (wanted - gain));
      }
      gain = wanted;
    },
  };
  return meter;
}

/** dB that stay, a lower quarter: falls at once, climbs slowly, and hardly while somebody speaks over the echo. */
function follow(usual: number, ratio: number): number {
  if (ratio < usual) return Math.max(leftAtBest, usual - Math.min(0.6, usual - ratio));
  return Math.min(0, usual + (ratio < usual + 12 ? 0.1 : 0.01));
}
