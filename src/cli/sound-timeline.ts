import { basename, extname } from 'node:path';
import { createLoudnessMeter, createSpeechFinder, type Interval } from '../dsp/index.ts';
import { type DecodeOptions, decodeFileStream } from '../media/index.ts';
import { backchannelsBySound, type Timeline, timelineVersion, type Utterance } from '../timeline/index.ts';

export type SoundMeasures = {
  readonly channels: number;
  /** Hz. */
  readonly sampleRate: number;
  readonly duration: number;
  /** LUFS. */
  readonly integrated: number;
  /** LU. */
  readonly range: number;
  /** dBTP. */
  readonly truePeak: number;
  /** dB below the loud speech of each channel. */
  readonly threshold: number;
  /** Share of the time with speech, for each channel. */
  readonly speech: readonly number[];
  /** Two channels speak at the same times: everybody is on each, and turns cannot be told apart. */
  readonly mixed: boolean;
};

export type SoundTimelineOptions = Pick<DecodeOptions, 'allowTruncated' | 'signal'> & {
  /** dB below the loud speech of each channel. */
  readonly threshold: number;
};

/** Speech apart by less than this is one inter-pausal unit, and what is shorter than `shortest` is none. */
const joined = 0.2;
const shortest = 0.08;

/**
 * Who speaks when in a recording with a track for each speaker, by energy alone, without words. Memory does not grow
 * with the sound, only with the intervals.
 */
export async function readSoundTimeline(
  path: string,
  { threshold, ...decoding }: SoundTimelineOptions,
): Promise<{ timeline: Timeline; sound: SoundMeasures }> {
  const measured = await measureFile(path, threshold, decoding);
  const { intervals, duration } = measured;
  const speakers = intervals.map((_, channel) => ({ id: `track-${channel + 1}`, channel }));
  const utterances = intervals
    .flatMap((spans, channel) => spans.map((span) => ({ ...span, channel })))
    .toSorted((a, b) => a.start - b.start || a.channel - b.channel)
    .map(
      ({ start, end, channel }, index): Utterance => ({
        id: `u${index + 1}`,
        speaker: `track-${channel + 1}`,
        kind: 'turn',
        text: '',
        start,
        end,
        words: [],
      }),
    );
  const timeline: Timeline = {
    version: timelineVersion,
    id: basename(path, extname(path)).replaceAll(/[^A-Za-z0-9_-]+/g, '-') || 'recording',
    languages: [],
    duration,
    speakers,
    utterances,
    events: [],
    provenance: { origin: 'recorded', source: basename(path) },
  };
  const { integrated, range, truePeak } = measured.loudness;
  const speech = intervals.map(
    (spans) => spans.reduce((sum, { start, end }) => sum + end - start, 0) / Math.max(duration, 1e-9),
  );
  const { channels, sampleRate } = measured;
  return {
    timeline: withBackchannels(timeline),
    sound: {
      channels,
      sampleRate,
      duration,
      integrated,
      range,
      truePeak,
      threshold,
      speech,
      mixed: isMix(intervals),
    },
  };
}

/** Share of the speech of two channels that is on both, above which they are a mix and not two people. */
const sameSpeech = 0.7;

function isMix(intervals: readonly (readonly Interval[])[]): boolean {
  return intervals.some((one, index) =>
    intervals.slice(index + 1).some((other) => sharedSpeech(one, other) > sameSpeech),
  );
}

/** Of the time in which either speaks, the share in which both do. */
function sharedSpeech(one: readonly Interval[], other: readonly Interval[]): number {
  let shared = 0;
  let index = 0;
  for (const { start, end } of one) {
    while (index < other.length && (other[index]?.end ?? 0) <= start) index += 1;
    for (let next = index; next < other.length; next++) {
      const span = other[next];
      if (span === undefined || span.start >= end) break;
      shared += Math.min(end, span.end) - Math.max(start, span.start);
    }
  }
  const total = [...one, ...other].reduce((sum, { start, end }) => sum + end - start, 0) - shared;
  return total <= 0 ? 0 : shared / total;
}

async function measureFile(path: string, threshold: number, decoding: DecodeOptions) {
  let meter: ReturnType<typeof createLoudnessMeter> | undefined;
  let finders: ReturnType<typeof createSpeechFinder>[] = [];
  let sampleRate = 0;
  let frames = 0;
  for await (const block of decodeFileStream(path, decoding)) {
    sampleRate = block.sampleRate;
    frames += block.channels[0]?.length ?? 0;
    meter ??= createLoudnessMeter({ sampleRate, channels: block.channels.length });
    if (finders.length === 0) {
      finders = block.channels.map(() =>
        createSpeechFinder({ sampleRate, threshold, minimumSilence: joined, minimumSpeech: shortest }),
      );
    }
    meter.push(block.channels);
    for (const [channel, samples] of block.channels.entries()) finders[channel]?.push(samples);
  }
  const loudness = meter?.read() ?? { integrated: -Infinity, range: 0, truePeak: -Infinity };
  const intervals: (readonly Interval[])[] = finders.map((finder) => finder.finish());
  return {
    loudness,
    intervals,
    channels: finders.length,
    sampleRate,
    duration: sampleRate === 0 ? 0 : frames / sampleRate,
  };
}

/** Short speech inside the other's, while the other goes on, is a listener's. */
function withBackchannels(timeline: Timeline): Timeline {
  const found = backchannelsBySound(timeline);
  const isBackchannel = ({ speaker, start }: Utterance): boolean =>
    found.some((heard) => heard.speaker === speaker && Math.abs(heard.start - start) < 1e-6);
  return {
    ...timeline,
    utterances: timeline.utterances.map((utterance) =>
      isBackchannel(utterance) ? { ...utterance, kind: 'backchannel' } : utterance,
    ),
  };
}
