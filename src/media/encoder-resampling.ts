import { createResampler } from '../dsp/index.ts';
import type { AudioFormat } from './audio-format.ts';
import type { EncoderSetting, FormatEncoder } from './encoder-seam.ts';
import { mp3SampleRates } from './mp3-frame.ts';

/**
 * Hz that a file will have whose samples come at `sampleRate`: Opus has 48 kHz only, MP3 nine rates, of which the
 * next higher one loses nothing. Other formats keep the rate.
 */
export function encodedSampleRate(format: AudioFormat, sampleRate: number): number {
  if (format === 'ogg-opus') return 48_000;
  if (format === 'mp3') return mp3SampleRates.find((rate) => rate >= sampleRate) ?? 48_000;
  return sampleRate;
}

/** The same encoder, for samples at the caller's rate. */
export function withResampling(encoder: FormatEncoder, setting: EncoderSetting): FormatEncoder {
  const { inputRate, sampleRate, channels } = setting;
  if (inputRate === sampleRate) return encoder;
  const resamplers = Array.from({ length: channels }, () =>
    createResampler({ from: inputRate, to: sampleRate }),
  );
  return {
    write: (block) =>
      encoder.write(block.map((samples, channel) => resamplers[channel]?.push(samples) ?? samples)),
    async finish() {
      await encoder.write(resamplers.map((resampler) => resampler.flush()));
      await encoder.finish();
    },
    dispose: () => encoder.dispose(),
  };
}
