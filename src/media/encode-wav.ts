import type { Audio } from '../dsp/index.ts';
import { createMemorySink } from './byte-sink.ts';
import { createByteWriter } from './byte-writer.ts';
import type { BitDepth } from './sample-coding.ts';
import { createWavEncoder } from './wav-encoder.ts';

/** One channel as a WAV file in memory. Unlike `encodeAudio`, it brings no other format's encoder along. */
export async function encodeWav(
  { samples, sampleRate }: Audio,
  bitDepth: BitDepth = 16,
): Promise<Uint8Array> {
  const sink = createMemorySink();
  const writer = createByteWriter(sink);
  const setting = { sampleRate, channels: 1, bitDepth, dither: false, largeFile: false, seekable: true };
  const encoder = await createWavEncoder(setting, writer);
  await encoder.write([samples]);
  await encoder.finish();
  await writer.flush();
  await sink.close();
  return sink.bytes();
}
