import { frameDuration, type HeardFrame, type HeardSound } from './heard-frame.ts';
import type { BoutEvidence } from './overlap.ts';

/** A stretch of sound that may be the user's speech, with silences under `boutGap` in it. */
export type Bout = {
  readonly start: number;
  /** End of its latest frame with speech. */
  readonly end: number;
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
  readonly sounds: Readonly<Partial<Record<HeardSound, number>>>;
  readonly floor: number;
  /** It began over the agent's voice, or while a reply was about to begin. */
  readonly overlapping: boolean;
  /** It is part of the user's open turn. */
  readonly accepted: boolean;
  /** It has been judged, and changed nothing. */
  readonly settled: boolean;
};

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
    frames: 0,
    speechFrames: 0,
    speechSum: 0,
    nearSum: 0,
    voicedFrames: 0,
    echoSum: 0,
    level: -120,
    smoothed: frame.level,
    pitchSum: 0,
    sounds: {},
    floor: frame.floor,
    overlapping,
    accepted: false,
    settled: false,
  };
  return growBout(empty, frame, at);
}

export function growBout(bout: Bout, frame: HeardFrame, at: number): Bout {
  const speech = isSpeechFrame(frame);
  const smoothed = bout.smoothed + (frame.level - bout.smoothed) * 0.35;
  const { sound, pitch } = frame;
  return {
    ...bout,
    end: speech ? at : bout.end,
    frames: bout.frames + 1,
    speechFrames: bout.speechFrames + (speech ? 1 : 0),
    speechSum: bout.speechSum + (speech ? frame.speech : 0),
    nearSum: bout.nearSum + (speech ? frame.near : 0),
    voicedFrames: bout.voicedFrames + (pitch === undefined ? 0 : 1),
    echoSum: bout.echoSum + frame.echo,
    level: Math.max(bout.level, smoothed),
    smoothed,
    pitchSum: bout.pitchSum + (pitch ?? 0),
    sounds:
      sound === undefined
        ? bout.sounds
        : { ...bout.sounds, [sound]: (bout.sounds[sound] ?? 0) + frameDuration },
    floor: frame.floor,
  };
}

/** What is known of it at this time, for whoever judges it. */
export function boutEvidence(
  bout: Bout,
  at: number,
  heard: Pick<BoutEvidence, 'text' | 'words' | 'recognised'>,
  usual: { readonly level?: number; readonly pitch?: number },
): BoutEvidence {
  const speechFrames = Math.max(1, bout.speechFrames);
  return {
    duration: bout.end - bout.start,
    silence: at - bout.end,
    speech: bout.speechSum / speechFrames,
    near: bout.nearSum / speechFrames,
    voiced: bout.voicedFrames / speechFrames,
    level: bout.level,
    ...(usual.level === undefined ? {} : { usualLevel: usual.level }),
    floor: bout.floor,
    ...(bout.voicedFrames === 0 ? {} : { pitch: bout.pitchSum / bout.voicedFrames }),
    ...(usual.pitch === undefined ? {} : { usualPitch: usual.pitch }),
    sounds: bout.sounds,
    echo: bout.echoSum / bout.frames,
    ...heard,
  };
}
