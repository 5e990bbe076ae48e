import { createResampler } from '../../dsp/index.ts';
import { decodeFileStream } from '../../media/index.ts';
import { joinSamples } from '../../voices/index.ts';
import { CorpusError } from '../corpus-error.ts';
import type { PoolEntry } from './pool-entry.ts';

/** Reads utterances at one rate. Neighbours in one file cost one reading of it. */
export interface SoundReader {
  /** The samples of an entry; it is theirs who ask. */
  read(entry: PoolEntry, signal?: AbortSignal): Promise<Float32Array>;
}

export function createSoundReader(sampleRate: number): SoundReader {
  let last: { readonly key: string; readonly samples: Float32Array } | undefined;
  return {
    async read(entry, signal) {
      const key = `${entry.channel} ${entry.audio}`;
      if (last?.key !== key) last = { key, samples: await readChannel(entry, sampleRate, signal) };
      const { samples } = last;
      const end = entry.to === null ? samples.length : Math.round(entry.to * sampleRate);
      // Lists round their times: a few milliseconds beyond the end are no fault.
      if (Math.round(entry.from * sampleRate) >= samples.length || end > samples.length + sampleRate / 20) {
        throw new CorpusError(
          `${entry.where}: it is to end at ${entry.to} s, and ${entry.audio} ends at ${(samples.length / sampleRate).toFixed(2)} s.`,
          { key: entry.audio, field: 'to' },
        );
      }
      return samples.slice(Math.round(entry.from * sampleRate), end);
    },
  };
}

/** Only the channel that is asked for is kept, at the rate that is asked for. */
async function readChannel(
  { audio, channel, where }: PoolEntry,
  sampleRate: number,
  signal: AbortSignal | undefined,
): Promise<Float32Array> {
  const pieces: Float32Array[] = [];
  let resampler: ReturnType<typeof createResampler> | undefined;
  for await (const block of decodeFileStream(audio, signal === undefined ? {} : { signal })) {
    const samples = block.channels[channel];
    if (samples === undefined) {
      throw new CorpusError(
        `${where}: ${audio} has ${block.channels.length} channels, and channel ${channel}, counted from 0, is asked for.`,
        { key: audio, field: 'channel' },
      );
    }
    resampler ??= createResampler({ from: block.sampleRate, to: sampleRate });
    pieces.push(resampler.push(samples));
  }
  if (resampler !== undefined) pieces.push(resampler.flush());
  return joinSamples(pieces);
}
