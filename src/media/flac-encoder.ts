import { createHash } from 'node:crypto';
import { createRandom } from '../dsp/index.ts';
import type { ByteWriter } from './byte-writer.ts';
import type { EncoderSetting, FormatEncoder } from './encoder-seam.ts';
import { createFlacHeader } from './flac-header.ts';
import { MediaError } from './media-error.ts';
import { createPacketEncoder } from './packet-encoder.ts';
import { pack24, quantize } from './sample-coding.ts';

/** Rates that the encoder has, Hz. */
const sampleRates = [8000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000, 88_200, 96_000, 176_400, 192_000];

/** Compression level 5 of libFLAC. The header's length and MD5 are filled in at the end, so that `flac -t` can check. */
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
  const waiting: Uint8Array[] = [];
  const digest = createHash('md5');
  let frames = 0;
  let sizes: { readonly least: number; readonly most: number } | undefined;

  const encoder = createPacketEncoder({
    codec: 'flac',
    sampleRate,
    channels,
    onPacket(packet) {
      waiting.push(packet);
      sizes = {
        least: Math.min(sizes?.least ?? packet.length, packet.length),
        most: Math.max(sizes?.most ?? packet.length, packet.length),
      };
    },
  });
  const drain = async (): Promise<void> => {
    for (const packet of waiting.splice(0)) await writer.append(packet);
  };
  const layout = { sampleRate, channels, depth };
  await writer.append(createFlacHeader({ ...layout, end: undefined }));

  return {
    async write(block) {
      frames += block[0]?.length ?? 0;
      const values = quantize(block, depth, random);
      digest.update(depth === 16 ? new Uint8Array(values.buffer) : pack24(values));
      // The codec takes 24 bits from the top of 32.
      await encoder.write(depth === 16 ? values : values.map((value) => value << 8));
      await drain();
    },
    async finish() {
      await encoder.finish();
      await drain();
      if (!seekable) return;
      const end = { frames, md5: digest.digest(), least: sizes?.least ?? 0, most: sizes?.most ?? 0 };
      await writer.patch(createFlacHeader({ ...layout, end }), 0);
    },
    dispose: () => encoder.dispose(),
  };
}
