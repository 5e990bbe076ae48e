import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { createResampler, type MultichannelAudio } from '../../../dsp/index.ts';
import { decodeFileStream, fileSystemError } from '../../../media/index.ts';
import { CorpusError } from '../../corpus-error.ts';

/** How the clock of the second file runs, beside that of the first. */
export type Clock = {
  /** Seconds to be added to its times. */
  readonly offset: number;
  /** Its seconds to one of the first's, less 1; 20e-6 is 20 parts in a million fast. */
  readonly drift: number;
};

type TrackBlocks = AsyncGenerator<MultichannelAudio, void, undefined>;

export type ReadTracksOptions = {
  /** Of the second of two files. Default: that of the first. */
  readonly clock?: Clock | undefined;
  readonly signal?: AbortSignal | undefined;
};

/** The two tracks of a recording, block by block: of one file with two channels, or of a file for each speaker. */
export function readTracks(paths: readonly string[], options: ReadTracksOptions = {}): TrackBlocks {
  const [first, second] = paths;
  if (first === undefined) throw new CorpusError('A recording has no file.');
  return second === undefined ? readStereo(first, options) : readPair(first, second, options);
}

async function* readStereo(path: string, { signal }: ReadTracksOptions): TrackBlocks {
  for await (const block of decodeFileStream(path, signal === undefined ? {} : { signal })) {
    if (block.channels.length !== 2) {
      const count = block.channels.length === 1 ? 'one channel' : `${block.channels.length} channels`;
      throw new CorpusError(
        `${basename(path)} has ${count}. Give a file with a channel for each of two speakers, or list a file for each speaker in recordings.yaml.`,
        { key: path },
      );
    }
    yield block;
  }
}

async function* readPair(one: string, other: string, options: ReadTracksOptions): TrackBlocks {
  const { signal, clock = { offset: 0, drift: 0 } } = options;
  const first = readSpeaker(one, signal);
  const second = readSpeaker(other, signal);
  const queue = createSampleQueue();
  let sampleRate = 0;
  let move: ((block: MultichannelAudio | undefined) => void) | undefined;
  try {
    for await (const block of first) {
      const [samples] = block.channels;
      if (samples === undefined) continue;
      sampleRate = block.sampleRate;
      move ??= createMover(queue, clock, sampleRate);
      while (queue.length < samples.length && !queue.ended) {
        const next = await second.next();
        move(next.done === true ? undefined : next.value);
      }
      yield { sampleRate, channels: [samples, queue.take(samples.length)] };
    }
  } finally {
    await first.return();
    await second.return();
  }
}

/** One speaker's file. One channel alone is read; of a file with two, their mean would hide what is wrong. */
export async function* readSpeaker(path: string, signal: AbortSignal | undefined): TrackBlocks {
  for await (const block of decodeFileStream(path, signal === undefined ? {} : { signal })) {
    if (block.channels.length !== 1) {
      throw new CorpusError(
        `${basename(path)} has ${block.channels.length} channels, and a file for each speaker has one.`,
        { key: path },
      );
    }
    yield block;
  }
}

/** Brings the second file's samples to the rate and the clock of the first. */
function createMover(queue: SampleQueue, { offset, drift }: Clock, sampleRate: number) {
  const shift = Math.round(offset * sampleRate);
  let skip = Math.max(0, -shift);
  if (shift > 0) queue.put(new Float32Array(shift));
  let resampler: ReturnType<typeof createResampler> | undefined;
  const put = (samples: Float32Array): void => {
    const left = Math.min(skip, samples.length);
    skip -= left;
    queue.put(samples.subarray(left));
  };
  return (block: MultichannelAudio | undefined): void => {
    if (block === undefined) {
      if (resampler !== undefined) put(resampler.flush());
      queue.ended = true;
      return;
    }
    const [samples] = block.channels;
    if (samples === undefined) return;
    const from = block.sampleRate * (1 + drift);
    if (from === sampleRate) return put(samples);
    resampler ??= createResampler({ from, to: sampleRate });
    put(resampler.push(samples));
  };
}

interface SampleQueue {
  readonly length: number;
  /** What is asked for beyond the end is silence. */
  ended: boolean;
  put(samples: Float32Array): void;
  take(count: number): Float32Array;
}

function createSampleQueue(): SampleQueue {
  let pieces: Float32Array[] = [];
  let length = 0;
  return {
    ended: false,
    get length() {
      return length;
    },
    put(samples) {
      if (samples.length === 0) return;
      pieces.push(samples);
      length += samples.length;
    },
    take(count) {
      const taken = new Float32Array(count);
      let at = 0;
      while (at < count) {
        const [piece] = pieces;
        if (piece === undefined) break;
        const part = piece.subarray(0, count - at);
        taken.set(part, at);
        at += part.length;
        if (part.length === piece.length) pieces = pieces.slice(1);
        else pieces[0] = piece.subarray(part.length);
      }
      length -= at;
      return taken;
    },
  };
}

/** Of a file's bytes, hexadecimal. */
export async function hashFile(path: string, signal?: AbortSignal): Promise<string> {
  const hash = createHash('sha256');
  try {
    for await (const piece of createReadStream(path, signal === undefined ? {} : { signal }))
      hash.update(piece);
  } catch (cause) {
    signal?.throwIfAborted();
    throw fileSystemError(cause, 'read', path);
  }
  return hash.digest('hex');
}
