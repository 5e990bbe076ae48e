import { waveformPeaks } from '../dsp/index.ts';
import { limiterCeiling, measureLevels } from './levels.ts';
import { mixTracks } from './mix-tracks.ts';
import type { PreparedConversation } from './prepare-conversation.ts';
import { mixSource } from './write-conversation.ts';

export type SpeakerWaveform = {
  readonly speaker: string;
  /** The lowest and the highest sample of each bucket; buckets have one length. */
  readonly minimum: Float32Array;
  readonly maximum: Float32Array;
};

export type WaveformOptions = {
  /** For the whole conversation, 1 to 1,000,000. Default 100 a second, at most 200,000. */
  readonly buckets?: number;
  readonly signal?: AbortSignal;
};

/** What a picture of the conversation needs: each speaker's track, as loud as in the mix. */
export async function conversationWaveforms(
  prepared: PreparedConversation,
  { buckets, signal }: WaveformOptions = {},
): Promise<readonly SpeakerWaveform[]> {
  const source = mixSource(prepared);
  const { sampleRate } = prepared.sounds;
  const total = Math.max(1, Math.round(source.duration * sampleRate));
  const count = Math.max(1, Math.round(buckets ?? Math.min(200_000, source.duration * 100)));
  const gains =
    prepared.loudness.levels === 'keep' ? source.speakers.map(() => 1) : await drawnGains(prepared, signal);
  const drawn = source.speakers.map((speaker) => ({
    speaker,
    minimum: new Float32Array(count),
    maximum: new Float32Array(count),
  }));
  for await (const { at, tracks } of mixTracks(source, signal)) {
    for (const [index, track] of tracks.entries()) {
      const waveform = drawn[index];
      if (waveform !== undefined) fillBuckets(waveform, track, at, total, gains[index] ?? 1);
    }
  }
  return drawn;
}

async function drawnGains(
  prepared: PreparedConversation,
  signal: AbortSignal | undefined,
): Promise<number[]> {
  const { tracks } = await measureLevels(mixSource(prepared), {
    target: prepared.loudness.target,
    truePeak: limiterCeiling(prepared.loudness, prepared.sounds.sampleRate),
    speech: prepared.speechLevels,
    layouts: ['tracks'],
    signal,
  });
  return prepared.timeline.speakers.map(
    (_, index) => (tracks?.speakers[index] ?? 1) * (tracks?.programme ?? 1),
  );
}

/** The buckets that a block of a track touches; one that two blocks share keeps the extremes of both. */
function fillBuckets(
  { minimum, maximum }: SpeakerWaveform,
  track: Float32Array,
  at: number,
  total: number,
  gain: number,
): void {
  const perBucket = total / minimum.length;
  const first = Math.floor(at / perBucket);
  const last = Math.min(minimum.length - 1, Math.floor((at + track.length - 1) / perBucket));
  for (let bucket = first; bucket <= last; bucket++) {
    const from = Math.max(0, Math.floor(bucket * perBucket) - at);
    const to = Math.min(track.length, Math.max(from + 1, Math.floor((bucket + 1) * perBucket) - at));
    const peaks = waveformPeaks({ samples: track.subarray(from, to), sampleRate: 1 }, 1);
    minimum[bucket] = Math.min(minimum[bucket] ?? 0, (peaks.minimum[0] ?? 0) * gain);
    maximum[bucket] = Math.max(maximum[bucket] ?? 0, (peaks.maximum[0] ?? 0) * gain);
  }
}
