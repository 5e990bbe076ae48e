import { frameDuration, type HeardFrame, type HeardSound } from './heard-frame.ts';
import type { BoutEvidence, Judgement } from './overlap.ts';

/** A stretch of sound that may be the user's speech, with silences under `boutGap` in it. */
export type Bout = {
  readonly start: number;
  /** End of its latest frame with speech. */
  readonly end: number;
  /** End of its latest frame that was about as loud as the rest: rooms and ears draw speech out. */
  readonly heardEnd: number;
  readonly frames: number;
  readonly speechFrames: number;
  readonly speechSum: number;
  readonly nearSum: number;
  readonly voicedFrames: number;
  readonly echoSum: number;
  /** dBFS, smoothed over some 60 ms, at its highest. */
  readonly level: number;
  readonly smoothed: number;
  readonly pitchSum: number;
  readonly melody: BoutMelody;
  readonly rhythm: BoutRhythm;
  readonly sounds: Readonly<Partial<Record<HeardSound, number>>>;
  readonly floor: number;
  /** 0 to 1: how surely it is only a listener's, by its sound so far. */
  readonly listening: number;
  /** It began over the agent's voice, or while a reply was about to begin. */
  readonly overlapping: boolean;
  /** It is part of the user's open turn. */
  readonly accepted: boolean;
  /** It has been judged, and changed nothing. */
  readonly settled: boolean;
  /** What it is taken for at the moment, where it sounds over the agent. */
  readonly judged?: Judgement;
  /** The agent held its breath because of it; it does so once. */
  readonly held: boolean;
};

/** In semitones over 55 Hz. */
type BoutMelody = {
  readonly start: number;
  readonly now: number;
};

/** Syllables are counted as peaks of the level. dBFS. */
type BoutRhythm = {
  readonly peaks: number;
  readonly rising: boolean;
  /** Where the level turned last: the dip before a peak, the peak before a dip. */
  readonly turn: number;
  readonly levelSum: number;
  readonly squareSum: number;
};

/** dB from a dip to a peak and back, for both to count. */
const syllableDepth = 4;

/** dB under its loudest at which a sound has died away. */
const dyingAway = 16;

/** Seconds without speech after which a bout is over: pieces closer than this are one inter-pausal unit. */
export const boutGap = 0.2;

const speechThreshold = 0.5;

export function isSpeechFrame(frame: HeardFrame): boolean {
  return frame.speech >= speechThreshold;
}

export function startBout(frame: HeardFrame, at: number, overlapping: boolean): Bout {
  const empty: Bout = {
    start: at - frameDuration,
    end: at,
    heardEnd: at,
    frames: 0,
    speechFrames: 0,
    speechSum: 0,
    nearSum: 0,
    voicedFrames: 0,
    echoSum: 0,
    level: -120,
    smoothed: frame.level,
    pitchSum: 0,
    melody: { start: 0, now: 0 },
    rhythm: { peaks: 0, rising: false, turn: frame.floor, levelSum: 0, squareSum: 0 },
    sounds: {},
    floor: frame.floor,
    listening: 0.5,
    overlapping,
    accepted: false,
    settled: false,
    held: false,
  };
  return growBout(empty, frame, at);
}

export function growBout(bout: Bout, frame: HeardFrame, at: number): Bout {
  const speech = isSpeechFrame(frame);
  const smoothed = bout.smoothed + (frame.level - bout.smoothed) * 0.35;
  const { sound, pitch } = frame;
  const level = Math.max(bout.level, smoothed);
  return {
    ...bout,
    heardEnd: speech && smoothed > level - dyingAway ? at : bout.heardEnd,
    end: speech ? at : bout.end,
    frames: bout.frames + 1,
    speechFrames: bout.speechFrames + (speech ? 1 : 0),
    speechSum: bout.speechSum + (speech ? frame.speech : 0),
    nearSum: bout.nearSum + (speech ? frame.near : 0),
    voicedFrames: bout.voicedFrames + (pitch === undefined ? 0 : 1),
    echoSum: bout.echoSum + frame.echo,
    level,
    smoothed,
    pitchSum: bout.pitchSum + (pitch ?? 0),
    melody: pitch === undefined ? bout.melody : follow(bout.melody, pitch, bout.voicedFrames),
    rhythm: beat(bout.rhythm, smoothed, speech ? frame.level : undefined),
    sounds:
      sound === undefined
        ? bout.sounds
        : { ...bout.sounds, [sound]: (bout.sounds[sound] ?? 0) + frameDuration },
    floor: frame.floor,
    listening: frame.listening ?? bout.listening,
  };
}

function follow(melody: BoutMelody, pitch: number, count: number): BoutMelody {
  const heard = 12 * Math.log2(Math.max(pitch, 30) / 55);
  // The first frames of a voice are seldom right.
  if (count < 3) return { start: heard, now: heard };
  // An octave's leap within a frame is an error of the ear.
  const held = Math.max(melody.now - 5, Math.min(melody.now + 5, heard));
  return { start: melody.start, now: melody.now + (held - melody.now) * 0.3 };
}

function beat(rhythm: BoutRhythm, smoothed: number, spoken: number | undefined): BoutRhythm {
  const levels =
    spoken === undefined
      ? rhythm
      : {
          ...rhythm,
          levelSum: rhythm.levelSum + spoken,
          squareSum: rhythm.squareSum + spoken * spoken,
        };
  const { rising, turn, peaks } = rhythm;
  if (rising) {
    return smoothed < turn - syllableDepth
      ? { ...levels, rising: false, turn: smoothed }
      : { ...levels, turn: Math.max(turn, smoothed) };
  }
  return smoothed > turn + syllableDepth
    ? { ...levels, rising: true, turn: smoothed, peaks: peaks + 1 }
    : { ...levels, turn: Math.min(turn, smoothed) };
}

/** What is known of it at this time, for whoever judges it. */
export function boutEvidence(
  bout: Bout,
  at: number,
  heard: Pick<BoutEvidence, 'text' | 'words' | 'earlier' | 'before' | 'recognised' | 'asked'>,
  usual: { readonly level?: number; readonly pitch?: number },
): BoutEvidence {
  const speechFrames = Math.max(1, bout.speechFrames);
  const { melody, rhythm } = bout;
  const meanLevel = rhythm.levelSum / speechFrames;
  return {
    duration: bout.heardEnd - bout.start,
    end: bout.heardEnd,
    silence: at - bout.heardEnd,
    speech: bout.speechSum / speechFrames,
    near: bout.nearSum / speechFrames,
    peaks: rhythm.peaks,
    pitchMove: melody.now - melody.start,
    meanLevel,
    levelSpread: Math.sqrt(Math.max(0, rhythm.squareSum / speechFrames - meanLevel * meanLevel)),
    voiced: bout.voicedFrames / speechFrames,
    level: bout.level,
    ...(usual.level === undefined ? {} : { usualLevel: usual.level }),
    floor: bout.floor,
    listening: bout.listening,
    ...(bout.voicedFrames === 0 ? {} : { pitch: bout.pitchSum / bout.voicedFrames }),
    ...(usual.pitch === undefined ? {} : { usualPitch: usual.pitch }),
    sounds: bout.sounds,
    echo: bout.echoSum / bout.frames,
    ...heard,
  };
}
