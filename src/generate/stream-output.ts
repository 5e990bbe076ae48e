import { createLimiter, peakAmplitude } from '../dsp/index.ts';
import { type AudioFormat, createAudioEncoder, createQueueSink } from '../media/index.ts';
import { channelGains } from './layouts.ts';
import { clippingWarnings } from './levels.ts';
import { createChannelMixer, type SoundBlock } from './mix-tracks.ts';
import type { EncodingOptions, Layout } from './options.ts';

export type StreamOutputOptions = Pick<EncodingOptions, 'bitDepth' | 'bitrate'> & {
  readonly format: AudioFormat;
  readonly layout: Layout;
  readonly speakers: readonly string[];
  /** Hz. */
  readonly sampleRate: number;
  /** dBTP; undefined limits nothing. */
  readonly ceiling: number | undefined;
};

/** Sounds in, a file's bytes out, as soon as there are any. */
export interface StreamOutput {
  write(block: SoundBlock): Promise<Uint8Array[]>;
  finish(): Promise<Uint8Array[]>;
  /** What is wrong with what was written. */
  warnings(): readonly string[];
  abort(): Promise<void>;
}

export async function openStreamOutput(options: StreamOutputOptions): Promise<StreamOutput> {
  const { format, layout, speakers, sampleRate, ceiling, ...encoding } = options;
  const gains = channelGains(layout, speakers);
  const channels = gains.length;
  const limiter = ceiling === undefined ? undefined : createLimiter({ sampleRate, channels, ceiling });
  const mix = createChannelMixer(gains);
  // The encoder is done with them when its write resolves.
  let rooms: readonly Float32Array[] = [];
  let peak = 0;
  const sink = createQueueSink();
  const encoder = await createAudioEncoder({
    format,
    sampleRate,
    channels,
    sink,
    immediate: true,
    ...encoding,
  });
  return {
    async write(sounds) {
      const block = mix(sounds);
      if (limiter === undefined) {
        for (const channel of block) peak = Math.max(peak, peakAmplitude(channel));
        await encoder.write(block);
        return sink.take();
      }
      if (rooms.length === 0 || (rooms[0]?.length ?? 0) < sounds.frames) {
        rooms = block.map((channel) => new Float32Array(channel.length));
      }
      await encoder.write(limiter.push(block, rooms));
      return sink.take();
    },
    async finish() {
      if (limiter !== undefined) await encoder.write(limiter.flush());
      await encoder.close();
      return sink.take();
    },
    warnings: () => clippingWarnings(peak),
    abort: () => encoder.abort(),
  };
}
