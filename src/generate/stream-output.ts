import { createLimiter } from '../dsp/index.ts';
import { type AudioFormat, type ByteSink, createAudioEncoder } from '../media/index.ts';
import { channelGains } from './layouts.ts';
import { applyChannels } from './levels.ts';
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

/** Tracks in, a file's bytes out, as soon as there are any. */
export interface StreamOutput {
  write(tracks: readonly Float32Array[]): Promise<Uint8Array[]>;
  finish(): Promise<Uint8Array[]>;
  abort(): Promise<void>;
}

export async function openStreamOutput(options: StreamOutputOptions): Promise<StreamOutput> {
  const { format, layout, speakers, sampleRate, ceiling, ...encoding } = options;
  const gains = channelGains(layout, speakers);
  const channels = gains.length;
  const limiter = ceiling === undefined ? undefined : createLimiter({ sampleRate, channels, ceiling });
  let ready: Uint8Array[] = [];
  const sink: ByteSink = {
    seekable: false,
    async write(bytes) {
      if (bytes.length > 0) ready.push(bytes.slice());
    },
    close: async () => {},
    abort: async () => {},
  };
  const encoder = await createAudioEncoder({
    format,
    sampleRate,
    channels,
    sink,
    immediate: true,
    ...encoding,
  });
  const take = (): Uint8Array[] => {
    const taken = ready;
    ready = [];
    return taken;
  };
  return {
    async write(tracks) {
      const block = applyChannels(tracks, gains);
      await encoder.write(limiter === undefined ? block : limiter.push(block));
      return take();
    },
    async finish() {
      if (limiter !== undefined) await encoder.write(limiter.flush());
      await encoder.close();
      return take();
    },
    abort: () => encoder.abort(),
  };
}
