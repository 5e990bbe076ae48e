import { MediaError } from './media-error.ts';

export type FlacStreamInfo = {
  /** Hz. */
  readonly sampleRate: number;
  readonly channels: number;
  /** Bits of a sample. */
  readonly depth: number;
  /** Undefined where a streaming writer could not go back to say. */
  readonly frames: number | undefined;
};

export type FlacHeaderContent = {
  readonly sampleRate: number;
  readonly channels: number;
  readonly depth: number;
  /** What only the end knows. */
  readonly end:
    | {
        readonly frames: number;
        readonly md5: Uint8Array;
        /** Bytes of the shortest and of the longest frame. */
        readonly least: number;
        readonly most: number;
      }
    | undefined;
};

/** Samples in each of the encoder's frames, save the last. */
export const flacBlockFrames = 4096;

/** `fLaC` and a STREAMINFO block alone (RFC 9639, 8.2). */
export function createFlacHeader({ sampleRate, channels, depth, end }: FlacHeaderContent): Uint8Array {
  const bytes = new Uint8Array(42);
  const view = new DataView(bytes.buffer);
  bytes.set([0x66, 0x4c, 0x61, 0x43, 0x80, 0, 0, 34]);
  view.setUint16(8, flacBlockFrames);
  view.setUint16(10, flacBlockFrames);
  bytes.set(bigEndian24(end?.least ?? 0), 12);
  bytes.set(bigEndian24(end?.most ?? 0), 15);
  const frames = end?.frames ?? 0;
  const high = Math.floor(frames / 2 ** 32) & 15;
  view.setUint32(18, ((sampleRate << 12) | ((channels - 1) << 9) | ((depth - 1) << 4) | high) >>> 0);
  view.setUint32(22, frames >>> 0);
  if (end !== undefined) bytes.set(end.md5, 26);
  return bytes;
}

/** From the start of a file, or undefined where more bytes are needed. The metadata's size comes with it. */
export function readFlacHeader(
  bytes: Uint8Array,
): { readonly info: FlacStreamInfo; readonly size: number } | undefined {
  if (bytes.length < 42) return undefined;
  const info = readFlacInfo(bytes);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 4; bytes.length >= at + 4; ) {
    const isLast = view.getUint8(at) >= 128;
    at += 4 + (view.getUint32(at) & 0xffffff);
    if (isLast) return { info, size: at };
  }
  return undefined;
}

/** STREAMINFO, which is the first 42 bytes. */
export function readFlacInfo(bytes: Uint8Array): FlacStreamInfo {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const type = view.getUint8(4) & 127;
  const length = view.getUint32(4) & 0xffffff;
  if (type !== 0 || length < 34) {
    throw new MediaError('corrupt', 'The FLAC file does not start with its STREAMINFO block.', {
      found: `block ${type} of ${length} bytes`,
      offset: 4,
    });
  }
  return readStreamInfo(new DataView(bytes.buffer, bytes.byteOffset + 8, 34), 8);
}

function readStreamInfo(view: DataView, offset: number): FlacStreamInfo {
  const packed = view.getUint32(10);
  const frames = (packed & 15) * 2 ** 32 + view.getUint32(14);
  const sampleRate = packed >>> 12;
  if (sampleRate === 0) {
    throw new MediaError('corrupt', 'The FLAC file claims a sample rate of 0 Hz.', { found: '0 Hz', offset });
  }
  return {
    sampleRate,
    channels: ((packed >>> 9) & 7) + 1,
    depth: ((packed >>> 4) & 31) + 1,
    frames: frames === 0 ? undefined : frames,
  };
}

function bigEndian24(value: number): number[] {
  return [value >> 16, (value >> 8) & 255, value & 255];
}
