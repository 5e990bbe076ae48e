import { basename } from 'node:path';
import { createResampler } from '../../../dsp/index.ts';
import { decodeFileStream } from '../../../media/index.ts';
import { CorpusError } from '../../corpus-error.ts';

type Block = { readonly samples: Float32Array; readonly sampleRate: number };

/** A recording with one channel, block by block. */
export async function* readMono(
  path: string,
  signal: AbortSignal | undefined,
): AsyncGenerator<Block, void, undefined> {
  for await (const { channels, sampleRate } of decodeFileStream(
    path,
    signal === undefined ? {} : { signal },
  )) {
    const [samples, ...more] = channels;
    if (samples === undefined || more.length > 0) {
      throw new CorpusError(`${basename(path)} has ${channels.length} channels where it had one.`, {
        key: path,
      });
    }
    if (samples.length > 0) yield { samples, sampleRate };
  }
}

/** The same at another rate. */
export async function* readMonoAt(
  path: string,
  sampleRate: number,
  signal: AbortSignal | undefined,
): AsyncGenerator<Float32Array, void, undefined> {
  let resampler: ReturnType<typeof createResampler> | undefined;
  for await (const block of readMono(path, signal)) {
    if (block.sampleRate === sampleRate) {
      yield block.samples;
    } else {
      resampler ??= createResampler({ from: block.sampleRate, to: sampleRate });
      yield resampler.push(block.samples);
    }
  }
  if (resampler !== undefined) yield resampler.flush();
}
