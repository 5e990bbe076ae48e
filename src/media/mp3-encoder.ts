import { applyGain, createLimiter } from '../dsp/index.ts';
import type { ByteWriter } from './byte-writer.ts';
import type { EncoderSetting, FormatEncoder } from './encoder-seam.ts';
import { createInfoFrame, mp3Bitrates, readFrameHeader, updateChecksum } from './mp3-frame.ts';
import { createMp3PacketEncoder } from './mp3-packets.ts';
import { quantize } from './sample-coding.ts';

/** Samples that LAME puts before the first, whatever the rate (its ENCDELAY). */
const encoderDelay = 576;

/** What LAME multiplies the samples by at a bitrate (the `scale` of its presets), to be clear of full scale. */
function lameScale(bitrate: number): number {
  if (bitrate >= 256_000) return 1;
  return bitrate >= 224_000 ? 0.98 : bitrate >= 192_000 ? 0.97 : 0.95;
}

/** Constant bitrate by LAME, behind a frame that tells delay and padding, so that no time is lost or gained. */
export async function createMp3Encoder(setting: EncoderSetting, writer: ByteWriter): Promise<FormatEncoder> {
  const { sampleRate, channels, seekable } = setting;
  const bitrate = chooseBitrate(setting);
  const waiting: Uint8Array[] = [];
  let frames = 0;
  let encodedFrames = 0;
  let frameCount = 0;
  let checksum = 0;

  const encoder = createMp3PacketEncoder({
    sampleRate,
    channels,
    bitrate,
    onPacket(packet) {
      waiting.push(packet);
      frameCount++;
      encodedFrames += readFrameHeader(packet)?.frames ?? 0;
    },
  });
  const drain = async (): Promise<void> => {
    for (const packet of waiting.splice(0)) {
      checksum = updateChecksum(checksum, packet);
      await writer.append(packet);
    }
  };

  // Makes good for LAME's scale, so that a file is as loud as what was written; what had no room for it is limited.
  const gain = 1 / lameScale(bitrate);
  const limiter = gain === 1 ? undefined : createLimiter({ sampleRate, channels, ceiling: 0 });
  const encode = async (block: readonly Float32Array[]): Promise<void> => {
    await encoder.write(quantize(block, 16));
    await drain();
  };

  const info = { sampleRate, channels, bitrate, delay: encoderDelay };
  const placeholder = createInfoFrame({ ...info, end: undefined });
  await writer.append(placeholder);

  return {
    async write(block) {
      frames += block[0]?.length ?? 0;
      await encode(limiter?.push(block.map((channel) => applyGain(channel.slice(), gain))) ?? block);
    },
    async finish() {
      if (limiter !== undefined && frames > 0) await encode(limiter.flush());
      // A file of no frames at all is refused by players; this sample is counted as padding.
      if (frames === 0) await encoder.write(new Int16Array(channels));
      await encoder.finish();
      await drain();
      if (!seekable) return;
      const size = writer.position - placeholder.length;
      const padding = Math.max(0, encodedFrames - encoderDelay - frames);
      await writer.patch(createInfoFrame({ ...info, end: { frameCount, size, padding, checksum } }), 0);
    },
    dispose: () => encoder.dispose(),
  };
}

/** The nearest bitrate that MP3 has; by default one at which speech loses nothing that is missed. */
function chooseBitrate({ sampleRate, channels, bitrate }: EncoderSetting): number {
  const defaults =
    sampleRate >= 32_000 ? [96_000, 160_000] : sampleRate >= 16_000 ? [64_000, 112_000] : [32_000, 64_000];
  const wanted = bitrate ?? defaults[channels - 1] ?? 128_000;
  const [first = 64_000, ...others] = mp3Bitrates(sampleRate);
  return others.reduce(
    (best, next) => (Math.abs(next - wanted) < Math.abs(best - wanted) ? next : best),
    first,
  );
}
