import type { MultichannelAudio } from '../dsp/index.ts';
import { type AudioEncoderOptions, createAudioEncoder } from './audio-encoder.ts';
import { createMemorySink } from './byte-sink.ts';

/** A whole file in memory: the other way of `decodeAudio`. */
export async function encodeAudio(
  { channels, sampleRate }: MultichannelAudio,
  options: Omit<AudioEncoderOptions, 'channels' | 'sampleRate' | 'sink' | 'immediate'>,
): Promise<Uint8Array> {
  const sink = createMemorySink();
  const encoder = await createAudioEncoder({ ...options, channels: channels.length, sampleRate, sink });
  await encoder.write(channels);
  await encoder.close();
  return sink.bytes();
}
