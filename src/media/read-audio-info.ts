import { type FileHandle, open } from 'node:fs/promises';
import { decodeStream, notDecoded } from './decode-audio.ts';
import { readPieces } from './decode-file.ts';
import { readFlacInfo } from './flac-header.ts';
import { fileSystemError, withPath } from './media-error.ts';
import { readFrameHeader, readInfoFrame } from './mp3-frame.ts';
import { isOggPage, longestOggPage, oggPageSize, readOggPage } from './ogg-page.ts';
import { opusPacketFrames, readOpusHead } from './opus-header.ts';
import { sampleSize } from './sample-coding.ts';
import { id3Size, type SniffedKind, sniffAudio, sniffLength } from './sniff-audio.ts';
import { openChunk, readBody, readStart, type WavChunks } from './wav-chunks.ts';

export type AudioInfo = {
  readonly kind: SniffedKind;
  /** Hz, of the decoded samples. */
  readonly sampleRate: number;
  readonly channels: number;
  /** Samples of each channel. */
  readonly frames: number;
  /** Seconds. */
  readonly duration: number;
};

type Shape = Pick<AudioInfo, 'sampleRate' | 'channels' | 'frames'>;

/**
 * Rate, channels and length of a file, by its headers where they tell; a file whose headers do not (an MP3 without
 * an Info frame, a streamed WAV) is decoded, in bounded memory. It is not checked whether the headers tell the truth.
 */
export async function readAudioInfo(
  path: string,
  options: { signal?: AbortSignal } = {},
): Promise<AudioInfo> {
  const file = await open(path, 'r').catch((cause: unknown) => {
    throw fileSystemError(cause, 'read', path);
  });
  try {
    const { size } = await file.stat();
    const start = await readAt(file, 0, sniffLength);
    const sniffed = sniffAudio(start);
    const shape = (await readers[sniffed.kind]?.(file, size)) ?? undefined;
    if (shape === undefined && readers[sniffed.kind] === undefined) throw notDecoded(sniffed);
    const known = shape ?? (await measure(path, options.signal));
    return { kind: sniffed.kind, ...known, duration: known.frames / known.sampleRate };
  } catch (error) {
    throw withPath(error, path);
  } finally {
    await file.close();
  }
}

type Reader = (file: FileHandle, size: number) => Promise<Shape | undefined>;

const readers: Readonly<Partial<Record<SniffedKind, Reader>>> = {
  wav: readWav,
  rf64: readWav,
  mp3: readMp3,
  'ogg-opus': readOpus,
  flac: readFlac,
};

async function measure(path: string, signal: AbortSignal | undefined): Promise<Shape> {
  let shape: Shape = { sampleRate: 0, channels: 0, frames: 0 };
  for await (const { channels, sampleRate } of decodeStream(
    readPieces(path),
    signal === undefined ? {} : { signal },
  )) {
    const frames = shape.frames + (channels[0]?.length ?? 0);
    shape = { sampleRate, channels: channels.length, frames };
  }
  return shape;
}

/** Chunk by chunk, jumping over what they hold. */
async function readWav(file: FileHandle, size: number): Promise<Shape | undefined> {
  const start = await readAt(file, 0, 12);
  if (start.length < 12) return undefined;
  let chunks: WavChunks = { riffSize: readStart(start), largeDataSize: undefined, format: undefined };
  for (let at = 12; at + 8 <= size; ) {
    const content = openChunk(await readAt(file, at, 8), at, chunks, at + 8 < size);
    at += 8;
    if (content.at === 'data') {
      // A file cut short is left to the decoder, which says so.
      if (chunks.format === undefined || at + content.left > size) return undefined;
      const { coding, channels, sampleRate } = chunks.format;
      return { sampleRate, channels, frames: Math.floor(content.left / (sampleSize(coding) * channels)) };
    }
    if (content.at === 'skip') at += content.left;
    if (content.at === 'body') {
      chunks = readBody(chunks, content.id, await readAt(file, at, content.size), at);
      at += content.size + (content.size % 2);
    }
  }
  return undefined;
}

async function readMp3(file: FileHandle): Promise<Shape | undefined> {
  const at = id3Size(await readAt(file, 0, 10));
  const frame = await readAt(file, at, 4096);
  const header = readFrameHeader(frame);
  if (header === undefined) return undefined;
  const info = readInfoFrame(frame.subarray(0, header.size), header);
  if (info?.frameCount === undefined) return undefined;
  const gap = info.gap === undefined ? 0 : info.gap.delay + info.gap.padding;
  const frames = Math.max(0, info.frameCount * header.frames - gap);
  return { sampleRate: header.sampleRate, channels: header.channels, frames };
}

/** The last page says where the stream ends. */
async function readOpus(file: FileHandle, size: number): Promise<Shape | undefined> {
  const first = await readAt(file, 0, longestOggPage);
  const headPage = readOggPage(first.subarray(0, oggPageSize(first) ?? 0));
  const head = readOpusHead(headPage?.segments[0] ?? new Uint8Array(0));
  if (headPage === undefined || head === undefined) return undefined;
  const tail = await readAt(file, Math.max(0, size - longestOggPage), longestOggPage);
  for (let at = tail.length - 27; at >= 0; at--) {
    const bytes = tail.subarray(at);
    if (!isOggPage(bytes) || oggPageSize(bytes) !== bytes.length) continue;
    const page = readOggPage(bytes);
    // Chained streams, live ones that start late, and those cut short are left to the decoder.
    if (page === undefined || !page.isLast || page.serial !== headPage.serial) return undefined;
    const start = startGranule(first, headPage.serial);
    if (start === undefined) return undefined;
    const frames = Math.max(0, page.granule - start - head.preSkip);
    return { sampleRate: 48_000, channels: head.channels, frames };
  }
  return undefined;
}

/** Where the first page with sound begins; not 0 where a live stream was joined on its way. */
function startGranule(bytes: Uint8Array, serial: number): number | undefined {
  let headers = 2;
  for (let at = 0; ; ) {
    const rest = bytes.subarray(at);
    const size = oggPageSize(rest);
    if (size === undefined || rest.length < size || !isOggPage(rest)) return undefined;
    const page = readOggPage(rest.subarray(0, size));
    if (page === undefined || page.serial !== serial || page.continues || page.unfinished) return undefined;
    if (headers === 0) {
      const frames = page.segments.reduce((sum, packet) => sum + opusPacketFrames(packet), 0);
      return Math.max(0, page.granule - frames);
    }
    headers--;
    at += size;
  }
}

/** The metadata comes first, and may hold pictures. */
async function readFlac(file: FileHandle): Promise<Shape | undefined> {
  const at = id3Size(await readAt(file, 0, 10));
  const bytes = await readAt(file, at, 42);
  if (String.fromCharCode(...bytes.subarray(0, 4)) !== 'fLaC' || bytes.length < 42) return undefined;
  const { sampleRate, channels, frames } = readFlacInfo(bytes);
  return frames === undefined ? undefined : { sampleRate, channels, frames };
}

/** Fewer bytes where the file ends. */
async function readAt(file: FileHandle, position: number, length: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(length);
  const { bytesRead } = await file.read(bytes, 0, length, position);
  return bytes.subarray(0, bytesRead);
}
