import type { Audio } from './audio.ts';
import { requireRange } from './dsp-error.ts';
import { createSoundFrames, type SilenceOptions } from './sound-frames.ts';

/** Seconds. All of the duration is leading silence where there is no sound at all. */
export type Silence = {
  readonly leading: number;
  readonly trailing: number;
};

/** How long the silence before and after the sound of an utterance is, to about a millisecond. */
export function measureSilence(audio: Audio, options: SilenceOptions = {}): Silence {
  const { first, last } = soundBounds(audio, options);
  return {
    leading: first / audio.sampleRate,
    trailing: (audio.samples.length - last) / audio.sampleRate,
  };
}

export type TrimOptions = SilenceOptions & {
  /** Seconds of the silence to leave on both sides, 0 or more; default 0. */
  readonly padding?: number;
};

/** A view, not a copy, of the sound between leading and trailing silence; empty where there is no sound. */
export function trimSilence(audio: Audio, options: TrimOptions = {}): Audio {
  const { padding = 0, ...silence } = options;
  requireRange('padding', padding, 0, Number.MAX_VALUE);
  const { first, last } = soundBounds(audio, silence);
  if (first >= last) {
    return { samples: audio.samples.subarray(0, 0), sampleRate: audio.sampleRate };
  }
  const frames = Math.round(padding * audio.sampleRate);
  return {
    samples: audio.samples.subarray(Math.max(0, first - frames), last + frames),
    sampleRate: audio.sampleRate,
  };
}

function soundBounds(audio: Audio, options: SilenceOptions): { first: number; last: number } {
  const frames = createSoundFrames(audio.sampleRate, options);
  frames.push(audio.samples);
  const { hop } = frames;
  const active = frames.active();
  const first = active.indexOf(1);
  if (first === -1) {
    return { first: audio.samples.length, last: audio.samples.length };
  }
  return { first: first * hop, last: Math.min(audio.samples.length, (active.lastIndexOf(1) + 1) * hop) };
}
