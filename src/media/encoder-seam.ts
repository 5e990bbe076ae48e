import type { ByteWriter } from './byte-writer.ts';
import type { BitDepth } from './sample-coding.ts';

/** What every format's encoder is given: options that have been checked, and a sink behind a buffer. */
export type EncoderSetting = {
  /** Hz; one that the format has. */
  readonly sampleRate: number;
  /** Hz of what the caller writes, before it is resampled to `sampleRate`. */
  readonly inputRate: number;
  readonly channels: number;
  readonly bitDepth: BitDepth;
  /** Bits a second, all channels together; undefined leaves it to the codec. */
  readonly bitrate: number | undefined;
  readonly dither: boolean;
  /** Whether headers may be patched at the end. */
  readonly seekable: boolean;
  readonly largeFile: boolean;
  /** Somebody listens while it is written: small pieces, soon. */
  readonly immediate: boolean;
};

/**
 * One format's part of an encoder. `create…` functions return it ready to be written to; blocks have been checked
 * for channels and equal length.
 */
export interface FormatEncoder {
  write(block: readonly Float32Array[]): Promise<void>;
  /** Writes what is left and completes the headers. */
  finish(): Promise<void>;
  /** Lets go of codecs and workers; safe at any time, more than once. */
  dispose(): Promise<void>;
}

export type CreateFormatEncoder = (setting: EncoderSetting, writer: ByteWriter) => Promise<FormatEncoder>;
