import type { MultichannelAudio } from '../dsp/index.ts';

export type DecoderSetting = {
  /** Give what is there of a file that was cut short, where the default is an error. */
  readonly allowTruncated: boolean;
};

/** One format's decoder: bytes in any pieces in, blocks of one rate and one count of channels out. */
export interface StreamDecoder {
  push(bytes: Uint8Array): Promise<readonly MultichannelAudio[]>;
  /** The bytes have ended. At least one block, maybe an empty one, has been given by then, or it throws. */
  finish(): Promise<readonly MultichannelAudio[]>;
  /** Safe at any time, more than once. */
  dispose(): void;
}
