import { createResampler } from '../dsp/index.ts';
import {
  type BitDepth,
  createAudioEncoder,
  decodeFileStream,
  decodeStream,
  formatFromPath,
  openFileSink,
  type RawFormat,
} from '../media/index.ts';
import type { CommandContext, Invocation } from './command.ts';
import { standardStream } from './files.ts';

const bitDepths: readonly BitDepth[] = [16, 24, 32, 'float'];

/** Decodes, resamples and encodes block by block, whatever the length. */
export async function convertAudio(
  from: string,
  to: string,
  invocation: Invocation,
  { signal }: CommandContext,
): Promise<void> {
  const wantedRate = invocation.number('sample-rate', { from: 8000, to: 192_000 });
  const bitrate = invocation.number('bitrate', { from: 8000, to: 512_000 });
  const bitDepth = bitDepths.find((depth) => String(depth) === invocation.text('bit-depth'));
  const format = rawFormat(invocation);
  const allowTruncated = invocation.flag('allow-truncated');
  const options = { signal, allowTruncated, ...(format === undefined ? {} : { format }) };
  const blocks =
    from === standardStream ? decodeStream(process.stdin, options) : decodeFileStream(from, options);
  let writer: AudioWriter | undefined;
  try {
    for await (const { channels, sampleRate } of blocks) {
      writer ??= await openWriter(to, {
        channels: channels.length,
        from: sampleRate,
        to: wantedRate ?? sampleRate,
        encoding: {
          ...(bitrate === undefined ? {} : { bitrate }),
          ...(bitDepth === undefined ? {} : { bitDepth }),
        },
      });
      await writer.write(channels);
    }
    await writer?.finish();
  } finally {
    await writer?.abort();
  }
}

function rawFormat(invocation: Invocation): RawFormat | undefined {
  const sampleRate = invocation.number('raw-rate', { from: 1000, to: 768_000 });
  const channels = invocation.number('raw-channels', { from: 1, to: 64 }) ?? 1;
  return sampleRate === undefined ? undefined : { coding: 's16', sampleRate, channels };
}

interface AudioWriter {
  write(block: readonly Float32Array[]): Promise<void>;
  finish(): Promise<void>;
  abort(): Promise<void>;
}

type WriterOptions = {
  readonly channels: number;
  /** Hz. */
  readonly from: number;
  /** Hz. */
  readonly to: number;
  readonly encoding: { readonly bitrate?: number; readonly bitDepth?: BitDepth };
};

async function openWriter(
  path: string,
  { channels, from, to, encoding }: WriterOptions,
): Promise<AudioWriter> {
  const encoder = await createAudioEncoder({
    format: formatFromPath(path),
    sampleRate: to,
    channels,
    sink: await openFileSink(path),
    ...encoding,
  });
  if (from === to) {
    return {
      write: (block) => encoder.write(block),
      finish: () => encoder.close(),
      abort: () => encoder.abort(),
    };
  }
  const resamplers = Array.from({ length: channels }, () => createResampler({ from, to }));
  return {
    write: (block) =>
      encoder.write(
        resamplers.map((resampler, channel) => resampler.push(block[channel] ?? new Float32Array(0))),
      ),
    finish: async () => {
      await encoder.write(resamplers.map((resampler) => resampler.flush()));
      await encoder.close();
    },
    abort: () => encoder.abort(),
  };
}
