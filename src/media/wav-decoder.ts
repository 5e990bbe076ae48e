import type { MultichannelAudio } from '../dsp/index.ts';
import { type ByteQueue, createByteQueue } from './byte-queue.ts';
import type { DecoderSetting, StreamDecoder } from './decoder-seam.ts';
import { MediaError } from './media-error.ts';
import { decodeSamples, sampleSize } from './sample-coding.ts';
import {
  type ChunkContent,
  missingChunk,
  openChunk,
  readBody,
  readStart,
  type WavChunks,
  type WavFormat,
} from './wav-chunks.ts';

/** Bytes of samples decoded at once. */
const blockSize = 1 << 18;
/** Bytes. Samples that come before their format wait for it, up to here. */
const longestWait = 1 << 28;

type State = ChunkContent | { readonly at: 'start' } | { readonly at: 'chunk' } | { readonly at: 'end' };

export function createWavDecoder({ allowTruncated }: DecoderSetting): StreamDecoder {
  const queue = createByteQueue();
  let state: State = { at: 'start' };
  let chunks: WavChunks = { riffSize: 0, largeDataSize: undefined, format: undefined };
  /** Samples that came before their format. */
  let early: ByteQueue | undefined;
  let blocks: MultichannelAudio[] = [];
  let given = false;

  const drain = (from: ByteQueue, format: WavFormat, most: number): number => {
    const drained = drainFrames(from, format, most);
    blocks.push(...drained.blocks);
    given ||= drained.used > 0;
    return drained.used;
  };

  const readChunkBody = (id: string, size: number): State => {
    const offset = queue.position;
    chunks = readBody(chunks, id, queue.take(size + (size % 2)).subarray(0, size), offset);
    if (chunks.format === undefined || early === undefined) return { at: 'chunk' };
    drain(early, chunks.format, Number.POSITIVE_INFINITY);
    early = undefined;
    return { at: 'end' };
  };

  const readData = (left: number, padding: number): State => {
    const format = chunks.format;
    if (format === undefined) {
      early ??= createByteQueue();
      const rest = left - hold(queue, early, left);
      return rest === 0 ? { at: 'skip', left: padding } : { at: 'data', left: rest, padding };
    }
    const rest = left - drain(queue, format, left);
    // What is left over is less than a frame: a writer's mistake, not sound.
    return rest < frameSizeOf(format) && queue.length >= rest
      ? { at: 'end' }
      : { at: 'data', left: rest, padding };
  };

  /** The next state, or undefined when more bytes are needed first. */
  const advance = (): State | undefined => {
    if (state.at === 'start') {
      if (queue.length < 12) return undefined;
      chunks = { ...chunks, riffSize: readStart(queue.take(12)) };
      return { at: 'chunk' };
    }
    if (state.at === 'chunk') {
      if (queue.length < 9) return undefined;
      const content = openChunk(queue.peek(8), queue.position, chunks, true);
      queue.skip(8);
      return content;
    }
    if (state.at === 'body') {
      const { id, size } = state;
      return queue.length < size + (size % 2) ? undefined : readChunkBody(id, size);
    }
    if (state.at === 'skip') {
      const step = Math.min(queue.length, state.left);
      queue.skip(step);
      if (step === state.left) return { at: 'chunk' };
      state = { at: 'skip', left: state.left - step };
      return undefined;
    }
    if (state.at === 'data') {
      const next = readData(state.left, state.padding);
      if (next.at !== 'data') return next;
      state = next;
      return undefined;
    }
    queue.skip(queue.length);
    return undefined;
  };

  const run = (): readonly MultichannelAudio[] => {
    blocks = [];
    for (let next = advance(); next !== undefined; next = advance()) state = next;
    return blocks;
  };

  return {
    async push(bytes) {
      queue.append(bytes);
      return run();
    },
    async finish() {
      run();
      // A last chunk with nothing behind its header: an empty data chunk.
      if (state.at === 'chunk' && queue.length === 8) {
        state = openChunk(queue.take(8), queue.position - 8, chunks, false);
      }
      const format = chunks.format;
      const problem = endProblem(state, chunks, queue);
      if (problem !== undefined && (!allowTruncated || format === undefined)) throw problem;
      if (format === undefined) throw missingChunk('fmt', queue.position);
      if (early !== undefined) drain(early, format, Number.POSITIVE_INFINITY);
      if (!given) blocks.push(decodeBlock(new Uint8Array(0), format));
      return blocks;
    },
    dispose() {},
  };
}

/** The whole frames that are there, `most` bytes at most, and how many bytes they took. */
function drainFrames(
  from: ByteQueue,
  format: WavFormat,
  most: number,
): { readonly blocks: readonly MultichannelAudio[]; readonly used: number } {
  const frameSize = frameSizeOf(format);
  const step = Math.max(frameSize, blockSize - (blockSize % frameSize));
  const blocks: MultichannelAudio[] = [];
  let used = 0;
  for (;;) {
    const available = Math.min(from.length, most - used, step);
    const size = available - (available % frameSize);
    if (size === 0) return { blocks, used };
    blocks.push(decodeBlock(from.take(size), format));
    used += size;
  }
}

function decodeBlock(bytes: Uint8Array, { coding, channels, sampleRate }: WavFormat): MultichannelAudio {
  return { channels: decodeSamples(bytes, coding, channels), sampleRate };
}

/** Keeps samples whose format is still to come. */
function hold(queue: ByteQueue, early: ByteQueue, most: number): number {
  const step = Math.min(most, queue.length);
  early.append(queue.take(step));
  if (early.length <= longestWait) return step;
  throw new MediaError(
    'unsupported',
    'A WAV file whose samples come before their format is too long to hold.',
    {
      found: 'data before fmt',
      offset: queue.position,
    },
  );
}

/** Headerless samples, by the caller's word for what they are. */
export function createPcmDecoder(format: WavFormat, { allowTruncated }: DecoderSetting): StreamDecoder {
  const queue = createByteQueue();
  const frameSize = frameSizeOf(format);
  let given = false;
  const give = (size: number): MultichannelAudio => {
    given = true;
    return decodeBlock(queue.take(size), format);
  };
  return {
    async push(bytes) {
      queue.append(bytes);
      const size = queue.length - (queue.length % frameSize);
      return size === 0 ? [] : [give(size)];
    },
    async finish() {
      if (queue.length > 0 && !allowTruncated) {
        throw new MediaError(
          'truncated',
          `Raw samples end in the middle of a frame: ${queue.length} bytes of ${frameSize} are left over. ` +
            'Is the format right?',
          { found: `${queue.length} of ${frameSize} bytes`, offset: queue.position },
        );
      }
      return given ? [] : [give(0)];
    },
    dispose() {},
  };
}

function frameSizeOf({ coding, channels }: WavFormat): number {
  return sampleSize(coding) * channels;
}

/** Why the file may not end here, if so. */
function endProblem(state: State, chunks: WavChunks, queue: ByteQueue): MediaError | undefined {
  const offset = queue.position + queue.length;
  const found = `${offset} bytes`;
  if (state.at === 'end') return undefined;
  if (state.at === 'chunk') return missingChunk(chunks.format === undefined ? 'fmt' : 'data', offset);
  if (state.at === 'data') {
    const lacking = state.left - queue.length;
    if (lacking === 0 || !Number.isFinite(lacking)) return undefined;
    return new MediaError(
      'truncated',
      `The WAV file ends ${lacking} bytes before its data chunk does. ` +
        'Read it with `allowTruncated` to have what is there.',
      { found, offset },
    );
  }
  return new MediaError('truncated', `The WAV file ends after ${found}, inside its headers.`, {
    found,
    offset,
  });
}
