import type { Audio } from './audio.ts';
import { requireRange } from './dsp-error.ts';
import { createSoundFrames, type SilenceOptions } from './sound-frames.ts';

export type SpeechOptions = SilenceOptions & {
  /** Seconds. A shorter silence does not part two intervals; default .2. */
  readonly minimumSilence?: number;
  /** Seconds. A shorter sound is left out; default .02. */
  readonly minimumSpeech?: number;
  /** Seconds added on both sides of each interval; default 0. */
  readonly padding?: number;
};

/** Seconds from the first sample. */
export type Interval = {
  readonly start: number;
  readonly end: number;
};

/** Finds speech in a stream, in memory that hardly grows with it. */
export interface SpeechFinder {
  push(samples: Float32Array): void;
  /** The intervals of all that was pushed. What is loud is only known at the end, so none comes before. */
  finish(): readonly Interval[];
}

/** The intervals that have sound, in order, apart from each other. By energy alone: a door counts as well. */
export function findSpeech(audio: Audio, options: SpeechOptions = {}): readonly Interval[] {
  const finder = createSpeechFinder({ ...options, sampleRate: audio.sampleRate });
  finder.push(audio.samples);
  return finder.finish();
}

export function createSpeechFinder({
  sampleRate,
  minimumSilence = 0.2,
  minimumSpeech = 0.02,
  padding = 0,
  ...silence
}: SpeechOptions & { readonly sampleRate: number }): SpeechFinder {
  requireRange('minimumSilence', minimumSilence, 0, Number.MAX_VALUE);
  requireRange('minimumSpeech', minimumSpeech, 0, Number.MAX_VALUE);
  requireRange('padding', padding, 0, Number.MAX_VALUE);
  const frames = createSoundFrames(sampleRate, silence);
  return {
    push: (samples) => frames.push(samples),
    finish() {
      const duration = frames.length / sampleRate;
      const sounds = runsOf(frames.active()).map(({ from, to }) => ({
        start: (from * frames.hop) / sampleRate,
        end: Math.min(duration, (to * frames.hop) / sampleRate),
      }));
      const long = joined(sounds, (gap) => gap < minimumSilence).filter(
        ({ start, end }) => end - start >= minimumSpeech,
      );
      const padded = long.map(({ start, end }) => ({
        start: Math.max(0, start - padding),
        end: Math.min(duration, end + padding),
      }));
      return joined(padded, (gap) => gap <= 0);
    },
  };
}

/** Neighbours whose distance is too small become one. */
function joined(intervals: readonly Interval[], tooSmall: (gap: number) => boolean): Interval[] {
  const result: { start: number; end: number }[] = [];
  for (const { start, end } of intervals) {
    const previous = result.at(-1);
    if (previous !== undefined && tooSmall(start - previous.end)) previous.end = end;
    else result.push({ start, end });
  }
  return result;
}

function runsOf(active: Uint8Array): readonly { readonly from: number; readonly to: number }[] {
  const runs: { from: number; to: number }[] = [];
  let from = active.indexOf(1);
  while (from !== -1) {
    const stop = active.indexOf(0, from);
    const to = stop === -1 ? active.length : stop;
    runs.push({ from, to });
    from = active.indexOf(1, to);
  }
  return runs;
}
