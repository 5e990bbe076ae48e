import { MediaError } from './media-error.ts';
import type { SampleCoding } from './sample-coding.ts';

export type WavFormat = {
  readonly coding: SampleCoding;
  readonly channels: number;
  /** Hz. */
  readonly sampleRate: number;
};

/** What the chunks read so far have said. */
export type WavChunks = {
  /** The RIFF chunk's size, 32 bits as written. */
  readonly riffSize: number;
  /** From ds64, where 32 bits are not enough. */
  readonly largeDataSize: number | undefined;
  readonly format: WavFormat | undefined;
};

/** What follows a chunk's header. */
export type ChunkContent =
  | { readonly at: 'body'; readonly id: string; readonly size: number }
  | { readonly at: 'skip'; readonly left: number }
  | {
      readonly at: 'data';
      /** Bytes of samples; infinite where the writer could not go back to say. */
      readonly left: number;
      readonly padding: number;
    };

/** The RIFF chunk's size, from the first 12 bytes. */
export function readStart(bytes: Uint8Array): number {
  const id = text(bytes, 0);
  const kind = text(bytes, 8);
  if (!['RIFF', 'RF64', 'BW64'].includes(id) || kind !== 'WAVE') {
    const found = `${printable(id)}…${printable(kind)}`;
    throw new MediaError('corrupt', `A WAV file starts with RIFF and WAVE; this one with ${found}.`, {
      found,
      offset: 0,
    });
  }
  return viewOf(bytes).getUint32(4, true);
}

/** A size that a writer which could not go back left behind: ffmpeg's, sox's and others'. */
function isStreamingSize(size: number): boolean {
  return size >= 0xffffe000 || (size >= 0x7fffe000 && size <= 0x7fffffff);
}

/** What to do at a chunk's header. Shared with `readAudioInfo`, which jumps where a stream reads on. */
export function openChunk(
  header: Uint8Array,
  offset: number,
  chunks: WavChunks,
  more: boolean,
): ChunkContent {
  const id = text(header, 0);
  const size = viewOf(header).getUint32(4, true);
  if (id === 'fmt ' || id === 'ds64') {
    if (size > 65_536) {
      throw new MediaError('corrupt', `The WAV file's ${id.trim()} chunk claims ${size} bytes.`, {
        found: `${size} bytes`,
        offset,
      });
    }
    return { at: 'body', id, size };
  }
  if (id !== 'data') return { at: 'skip', left: size + (size % 2) };
  const large = size === 0xffffffff ? chunks.largeDataSize : undefined;
  // A header that was never patched: no size, and a whole that ends before the samples.
  const unpatched =
    size === 0 &&
    more &&
    (chunks.riffSize === 0 || chunks.riffSize === 0xffffffff || chunks.riffSize + 8 <= offset + 8);
  if (large === undefined && (unpatched || isStreamingSize(size))) {
    return { at: 'data', left: Number.POSITIVE_INFINITY, padding: 0 };
  }
  const left = large ?? size;
  return { at: 'data', left, padding: left % 2 };
}

export function readBody(chunks: WavChunks, id: string, body: Uint8Array, offset: number): WavChunks {
  if (id === 'fmt ') return { ...chunks, format: readFormat(body, offset) };
  if (body.length < 16) return chunks;
  return { ...chunks, largeDataSize: Number(viewOf(body).getBigUint64(8, true)) };
}

/** Hz. A header that claims more is no sound's. */
const highestRate = 10_000_000;

function readFormat(body: Uint8Array, offset: number): WavFormat {
  if (body.length < 16) {
    throw new MediaError('corrupt', `The WAV file's fmt chunk has ${body.length} bytes; 16 is the least.`, {
      found: `${body.length} bytes`,
      offset,
    });
  }
  const view = viewOf(body);
  const channels = view.getUint16(2, true);
  const sampleRate = view.getUint32(4, true);
  const frameSize = view.getUint16(12, true);
  const bits = view.getUint16(14, true);
  const outer = view.getUint16(0, true);
  const tag = outer === 0xfffe && body.length >= 26 ? view.getUint16(24, true) : outer;
  if (channels === 0 || channels > 1024 || sampleRate === 0 || sampleRate > highestRate) {
    const found = `${channels} channels at ${sampleRate} Hz`;
    throw new MediaError('corrupt', `The WAV file claims ${found}.`, { found, offset });
  }
  const stored = frameSize / channels;
  const size = Number.isInteger(stored) && stored * 8 >= bits && stored > 0 ? stored : Math.ceil(bits / 8);
  const coding = codings.get(`${tag}/${size}`);
  if (coding === undefined) {
    const found = `${tagNames.get(tag) ?? `format ${tag}`}, ${bits} bits`;
    throw new MediaError(
      'unsupported',
      `The WAV file holds ${found}; PCM, float, A-law and µ-law are read.`,
      {
        found,
        offset,
      },
    );
  }
  return { coding, channels, sampleRate };
}

/** By format tag and bytes of a sample. */
const codings: ReadonlyMap<string, SampleCoding> = new Map<string, SampleCoding>([
  ['1/1', 'u8'],
  ['1/2', 's16'],
  ['1/3', 's24'],
  ['1/4', 's32'],
  ['3/4', 'f32'],
  ['3/8', 'f64'],
  ['6/1', 'alaw'],
  ['7/1', 'mulaw'],
]);

const tagNames: ReadonlyMap<number, string> = new Map([
  [1, 'PCM'],
  [2, 'Microsoft ADPCM'],
  [3, 'float'],
  [6, 'A-law'],
  [7, 'µ-law'],
  [0x11, 'IMA ADPCM'],
  [0x31, 'GSM 6.10'],
  [0x50, 'MPEG'],
  [0x55, 'MP3'],
]);

function text(bytes: Uint8Array, at: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + 4));
}

function printable(id: string): string {
  return id.replaceAll(/[^ -~]/g, '.');
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

export function missingChunk(chunk: string, offset: number): MediaError {
  return new MediaError('truncated', `The WAV file ends without a ${chunk} chunk.`, {
    found: `${offset} bytes`,
    offset,
  });
}
