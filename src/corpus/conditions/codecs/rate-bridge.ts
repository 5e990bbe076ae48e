import { createResampler, createWindow } from '../../../dsp/index.ts';
import { createConvolver } from '../convolution/convolver.ts';
import { blockFrames, type SpectralArithmetic } from '../convolution/spectral-arithmetic.ts';
import type { CodecLine } from './codec-line.ts';

/** A codec at its own sample rate behind a track at another. */
export type BridgedCodec = CodecLine & Disposable;

export type RateBridgeOptions = {
  readonly arithmetic: SpectralArithmetic;
  /** Hz of the track. */
  readonly outer: number;
  /** Hz of the codec, at most the track's. */
  readonly inner: number;
};

/**
 * The track has been cut off at half the codec's rate before, so that on the way in, where one rate is a multiple of
 * the other, the samples between are left out, and on the way out they are filled in by one transform.
 */
export function bridgeRates(codec: CodecLine, { arithmetic, outer, inner }: RateBridgeOptions): BridgedCodec {
  if (outer === inner) return { ...codec, [Symbol.dispose]: () => {} };
  return outer % inner === 0
    ? bridgeMultiple(codec, arithmetic, outer / inner)
    : bridgeAny(codec, outer, inner);
}

/** Frames of the inner rate that are looked at on each side of a sample between. */
const reach = 24;

function bridgeMultiple(codec: CodecLine, arithmetic: SpectralArithmetic, factor: number): BridgedCodec {
  const delay = reach * factor;
  const convolver = createConvolver(arithmetic, [[interpolationKernel(factor)]]);
  const stuffed = new Float32Array(blockFrames);
  const filtered = new Float32Array(blockFrames);
  let filled = 0;
  let taken = 0;
  let given = 0;
  let toSkip = delay;

  const stuff = (samples: Float32Array): Float32Array[] => {
    const parts: Float32Array[] = [];
    for (let at = 0; at < samples.length; ) {
      const count = Math.min(samples.length - at, Math.ceil((blockFrames - filled) / factor));
      for (let index = 0; index < count; index++) stuffed[filled + index * factor] = samples[at + index] ?? 0;
      at += count;
      filled += count * factor;
      if (filled < blockFrames) continue;
      convolver.process([stuffed], [filtered]);
      filled -= blockFrames;
      stuffed.fill(0);
      parts.push(filtered.slice(toSkip));
      toSkip = 0;
    }
    return parts;
  };
  const join = (parts: readonly Float32Array[]): Float32Array => {
    const length = parts.reduce((sum, part) => sum + part.length, 0);
    const joined = new Float32Array(Math.min(length, taken - given));
    let at = 0;
    for (const part of parts) {
      joined.set(part.subarray(0, joined.length - at), at);
      at = Math.min(joined.length, at + part.length);
    }
    given += joined.length;
    return joined;
  };

  return {
    push(block) {
      const first = (factor - (taken % factor)) % factor;
      taken += block.length;
      const count = Math.max(0, Math.ceil((block.length - first) / factor));
      const thinned = new Float32Array(count);
      for (let index = 0; index < count; index++) thinned[index] = block[first + index * factor] ?? 0;
      return join(stuff(codec.push(thinned)));
    },
    flush() {
      const rest = codec.flush();
      const padded = new Float32Array(rest.length + Math.ceil((delay + 2 * blockFrames) / factor));
      padded.set(rest);
      return join(stuff(padded));
    },
    [Symbol.dispose]: () => convolver[Symbol.dispose](),
  };
}

/** A sinc at the inner rate, cut at .95 of half of it; its middle lies `reach` inner frames from its start. */
function interpolationKernel(factor: number): Float32Array {
  const half = reach * factor;
  const length = 2 * half + 1;
  const window = createWindow({ kaiser: 6 }, length + 1).subarray(1);
  const cut = 0.95 / factor;
  return Float32Array.from({ length }, (_, tap) => {
    const x = tap - half;
    const sinc = x === 0 ? 1 : Math.sin(Math.PI * cut * x) / (Math.PI * cut * x);
    return 0.95 * sinc * (window[tap] ?? 0);
  });
}

function bridgeAny(codec: CodecLine, outer: number, inner: number): BridgedCodec {
  const down = createResampler({ from: outer, to: inner, quality: 'light' });
  const up = createResampler({ from: inner, to: outer, quality: 'light' });
  return {
    push: (block) => up.push(codec.push(down.push(block))),
    flush() {
      const parts = [up.push(codec.push(down.flush())), up.push(codec.flush()), up.flush()];
      const joined = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
      let at = 0;
      for (const part of parts) {
        joined.set(part, at);
        at += part.length;
      }
      return joined;
    },
    [Symbol.dispose]: () => {},
  };
}
