import type { Timeline } from 'duologue/timeline';
import type { Performance } from '../performance.ts';

/** Seconds: of the frames in which levels are taken, and around what somebody says, where it may still sound. */
const frame = 0.02;
const around = 0.1;
/** dB, where digital silence is counted. */
const lowest = -120;

/**
 * How loud each track is while its speaker is silent and the other speaks, against its own speech; dB, -120 and more.
 * `NaN` for a speaker who says nothing or is never silent.
 */
export function trackLeakage({ tracks, sampleRate, timeline }: Performance): number[] {
  return tracks.map((track, channel) => {
    const own = spansOf(timeline, (speaker) => speaker === channel);
    const other = spansOf(timeline, (speaker) => speaker !== channel);
    const [leaked, spoken] = [createPower(), createPower()];
    const length = Math.round(frame * sampleRate);
    for (let from = 0; from + length <= track.length; from += length) {
      const middle = (from + length / 2) / sampleRate;
      if (lies(own, middle, 0)) spoken.add(track, from, length);
      else if (!lies(own, middle, around) && lies(other, middle, 0)) leaked.add(track, from, length);
    }
    const [quiet, loud] = [leaked.mean(), spoken.mean()];
    if (Number.isNaN(quiet) || !(loud > 0)) return Number.NaN;
    return Math.max(lowest, 10 * Math.log10(quiet / loud));
  });
}

type Span = { readonly start: number; readonly end: number };

function spansOf({ speakers, utterances }: Timeline, isOf: (channel: number) => boolean): Span[] {
  const ids = new Set(speakers.flatMap(({ id, channel }) => (isOf(channel) ? [id] : [])));
  return utterances.filter(({ speaker }) => ids.has(speaker));
}

function lies(spans: readonly Span[], time: number, margin: number): boolean {
  return spans.some(({ start, end }) => start - margin <= time && time <= end + margin);
}

function createPower() {
  let [sum, count] = [0, 0];
  return {
    add(samples: Float32Array, from: number, length: number): void {
      for (let index = from; index < from + length; index++) sum += (samples[index] ?? 0) ** 2;
      count += length;
    },
    mean: (): number => (count === 0 ? Number.NaN : sum / count),
  };
}
