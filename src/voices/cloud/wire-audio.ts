import { createResampler, type MultichannelAudio, type Resampler } from '../../dsp/index.ts';
import { decodeStream, type RawFormat } from '../../media/portable.ts';
import type { WirePart } from './adapter.ts';

export type WireSound = {
  /** Hz of what is given. */
  readonly sampleRate: number;
  /** What bytes are that do not say themselves. */
  readonly raw: RawFormat | undefined;
  readonly signal: AbortSignal | undefined;
  /** Told everything else that is found between the bytes. */
  readonly onPart: (part: Exclude<WirePart, { type: 'bytes' | 'file-starts' }>) => void;
};

/** The sound in an answer as one channel at one rate, whatever kind of file the bytes turn out to be. */
export async function* decodeWire(
  parts: AsyncIterable<WirePart>,
  { sampleRate, raw, signal, onPart }: WireSound,
): AsyncGenerator<Float32Array> {
  const iterator = parts[Symbol.asyncIterator]();
  let file: 'coming' | 'last' = 'coming';
  async function* oneFile(): AsyncGenerator<Uint8Array> {
    for (;;) {
      const { value: part, done } = await iterator.next();
      if (done === true) {
        file = 'last';
        return;
      }
      if (part.type === 'file-starts') return;
      if (part.type === 'bytes') yield part.bytes;
      else onPart(part);
    }
  }
  try {
    while (file === 'coming') {
      const first = await firstBytes(oneFile());
      if (first === undefined) continue;
      let resampler: Resampler | undefined;
      const options = { ...(raw && { orElse: raw }), ...(signal && { signal }) };
      for await (const block of decodeStream(first, options)) {
        const samples = toMono(block);
        if (block.sampleRate !== sampleRate && samples.length > 0) {
          resampler ??= createResampler({ from: block.sampleRate, to: sampleRate });
        }
        const given = resampler === undefined ? samples : resampler.push(samples);
        if (given.length > 0) yield given;
      }
      const rest = resampler?.flush();
      if (rest !== undefined && rest.length > 0) yield rest;
    }
  } finally {
    await iterator.return?.();
  }
}

/** The same bytes, or nothing where there are none: between two marks there may be no file at all. */
async function firstBytes(file: AsyncGenerator<Uint8Array>): Promise<AsyncGenerator<Uint8Array> | undefined> {
  for (;;) {
    const { value, done } = await file.next();
    if (done === true) return undefined;
    if (value.length > 0) return chain(value, file);
  }
}

async function* chain(first: Uint8Array, rest: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield first;
  yield* rest;
}

function toMono({ channels }: MultichannelAudio): Float32Array {
  const [only, ...others] = channels;
  if (only === undefined) return new Float32Array(0);
  if (others.length === 0) return only;
  return Float32Array.from(only, (sample, frame) => {
    const sum = others.reduce((total, channel) => total + (channel[frame] ?? 0), sample);
    return sum / channels.length;
  });
}
