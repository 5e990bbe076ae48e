import type { OpusLine, OpusLineOptions } from '../../../media/index.ts';
import type { CodecName } from '../conditions.ts';
import type { SpectralArithmetic } from '../convolution/spectral-arithmetic.ts';
import type { CodecLine } from './codec-line.ts';
import { codecModels } from './codec-models.ts';
import { compand, compandingTable } from './companding.ts';
import { createPredictiveCodec, gsmModel, type PredictiveModel, wideModel } from './predictive-codec.ts';
import { type BridgedCodec, bridgeRates } from './rate-bridge.ts';

export type CodecParts = {
  readonly arithmetic: SpectralArithmetic;
  readonly openOpusLine: (options: OpusLineOptions) => OpusLine;
};

/** A codec as a track's frames pass it; `null` where there is none to pass. Compensated: sounds keep their times. */
export function createCodec(
  name: CodecName,
  sampleRate: number,
  { arithmetic, openOpusLine }: CodecParts,
): BridgedCodec | null {
  const model = codecModels[name];
  const bridge = (inner: number, codec: CodecLine): BridgedCodec =>
    bridgeRates(codec, { arithmetic, outer: sampleRate, inner });
  switch (model.kind) {
    case 'none':
      return null;
    case 'companding': {
      const table = compandingTable(model.law);
      return bridge(
        codecRate(name, sampleRate),
        inPlace((block) => compand(block, table)),
      );
    }
    case 'predictive': {
      const figures = model.width === 'wide' ? wideModel : gsmModel;
      return bridge(codecRate(name, sampleRate), inFrames(createPredictiveCodec(figures), figures));
    }
    case 'opus':
    default: {
      const rate = codecRate(name, sampleRate);
      return bridge(rate, openOpusLine({ sampleRate: rate, bitrate: model.bitrate }));
    }
  }
}

/** Hz at which a codec works on a track of this rate. */
function codecRate(name: CodecName, sampleRate: number): number {
  const { kind, sampleRate: own } = codecModels[name];
  // Opus is fed at one of its rates; 24 kHz holds all that 24 kbit/s carry.
  if (kind === 'opus') return [8000, 16_000, 24_000].findLast((rate) => rate <= sampleRate) ?? 8000;
  return Math.min(own ?? sampleRate, sampleRate);
}

function inPlace(change: (block: Float32Array) => void): CodecLine {
  return {
    push(block) {
      change(block);
      return block;
    },
    flush: () => new Float32Array(0),
  };
}

/** Frame by frame: nothing comes later than it is, but it is told later. */
function inFrames(change: (frame: Float32Array) => void, { frame: length }: PredictiveModel): CodecLine {
  const waiting = new Float32Array(length);
  let filled = 0;
  return {
    push(block) {
      const output = new Float32Array(Math.floor((filled + block.length) / length) * length);
      let at = 0;
      for (let taken = 0; taken < block.length; ) {
        const part = block.subarray(taken, taken + length - filled);
        waiting.set(part, filled);
        filled += part.length;
        taken += part.length;
        if (filled < length) continue;
        change(waiting);
        output.set(waiting, at);
        at += length;
        filled = 0;
      }
      return output;
    },
    flush() {
      waiting.fill(0, filled);
      change(waiting);
      const rest = waiting.slice(0, filled);
      filled = 0;
      return rest;
    },
  };
}
