import { createHash } from 'node:crypto';
import { createRandom } from '../dsp/index.ts';
import type { ByteWriter } from './byte-writer.ts';
import type { EncoderSetting, FormatEncoder } from './encoder-seam.ts';
import { createFlacFrameEncoder } from './flac-frame.ts';
import { createFlacHeader, flacBlockFrames } from './flac-header.ts';
import { MediaError } from './media-error.ts';
import { pack24, quantize } from './sample-coding.ts';

/** Rates that the encoder has, Hz. */
const sampleRates = [8000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000, 88_200, 96_000, 176_400, 192_000];

/** The header's length and MD5 are filled in at the end, so that `flac -t` can check. */
export async function createFlacEncoder(setting: EncoderSetting, writer: ByteWriter): Promise<FormatEncoder> {
  const { sampleRate, channels, seekable } = setting;
  if (!sampleRates.includes(sampleRate)) {
    const found = `${sampleRate} Hz`;
    throw new MediaError(
      'invalid-option',
      `flac cannot be written at ${found}, only at ${sampleRates.join(', ')} Hz. Resample first, or write wav.`,
      { found },
    );
  }
  const depth = setting.bitDepth === 24 ? 24 : 16;
  const random = setting.dither ? createRandom('dither') : undefined;
  const digest = createHash('md5');
  let frames = 0;
  let least = Number.POSITIVE_INFINITY;
  let most = 0;

  const encoder = createFlacFrameEncoder({ sampleRate, channels, depth, blockFrames: flacBlockFrames });
  const waiting: Uint8Array[] = [];
  const onFrame = (bytes: Uint8Array): void => {
    least = Math.min(least, bytes.length);
    most = Math.max(most, bytes.length);
    waiting.push(bytes.slice());
  };
  const drain = async (): Promise<void> => {
    for (const frame of waiting.splice(0)) await writer.append(frame);
  };
  const layout = { sampleRate, channels, depth };
  await writer.append(createFlacHeader({ ...layout, end: undefined }));

  return {
    async write(block) {
      frames += block[0]?.length ?? 0;
      const values = quantize(block, depth, random);
      digest.update(depth === 16 ? new Uint8Array(values.buffer) : pack24(values));
      encoder.write(values, onFrame);
      await drain();
    },
    async finish() {
      encoder.finish(onFrame);
      await drain();
      if (!seekable) return;
      const end = { frames, md5: digest.digest(), least: most === 0 ? 0 : least, most };
      await writer.patch(createFlacHeader({ ...layout, end }), 0);
    },
    dispose: async () => {},
  };
}
