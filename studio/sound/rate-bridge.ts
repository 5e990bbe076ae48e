import { createResampler, type Resampler } from '../../src/dsp/index.ts';

/** Hz on the wire. */
export const wireRate = 24_000;

/**
 * Between the wire's rate and that of the machine's sound, where the browser can't do it: frames and positions of each
 * item there and back. With equal rates everything passes as it is.
 */
export interface RateBridge {
  /** From the microphone, or of what was played, to the wire. */
  readonly user: (samples: Float32Array) => Float32Array;
  readonly agent: (samples: Float32Array) => Float32Array;
  /** Sound of an item towards the loudspeaker: where it belongs, and what can be told of it by now. */
  toMachine(item: string, position: number, samples: Float32Array): MachineSound;
  aside(samples: Float32Array): Float32Array;
  frameOf(position: number): number;
  /** Seconds of an item's sound; what has been played to the last frame counts as a whole. */
  positionOf(item: string, frame: number): number;
  forget(item: string): void;
}

export type MachineSound = { readonly frame: number; readonly samples: Float32Array };

type ItemRate = { resampler: Resampler; nextFrame: number; came: number };

/** Samples that may differ between two roundings of one position. */
const slack = 2;

export function createRateBridge(machineRate: number): RateBridge {
  const items = new Map<string, ItemRate>();
  const frameOf = (position: number): number => Math.round(position * machineRate);

  const itemRate = (item: string, came: number): ItemRate => {
    const known = items.get(item);
    if (known !== undefined && Math.abs(known.came - came) <= slack) return known;
    // A new item, or one that goes on from elsewhere.
    const begun = {
      resampler: createResampler({ from: wireRate, to: machineRate, quality: 'light' }),
      nextFrame: frameOf(came / wireRate),
      came,
    };
    items.delete(item);
    items.set(item, begun);
    for (const old of items.keys()) if (items.size > 8) items.delete(old);
    return begun;
  };

  return {
    user: through(machineRate),
    agent: through(machineRate),
    toMachine(item, position, samples) {
      const rate = itemRate(item, Math.round(position * wireRate));
      const resampled = rate.resampler.push(samples);
      const frame = rate.nextFrame;
      rate.nextFrame += resampled.length;
      rate.came += samples.length;
      return { frame, samples: resampled };
    },
    aside(samples) {
      const resampler = createResampler({ from: wireRate, to: machineRate, quality: 'light' });
      const [body, tail] = [resampler.push(samples), resampler.flush()];
      const whole = new Float32Array(body.length + tail.length);
      whole.set(body);
      whole.set(tail, body.length);
      return whole;
    },
    frameOf,
    positionOf(item, frame) {
      const rate = items.get(item);
      return rate !== undefined && frame >= rate.nextFrame ? rate.came / wireRate : frame / machineRate;
    },
    forget: (item) => void items.delete(item),
  };
}

function through(machineRate: number): (samples: Float32Array) => Float32Array {
  if (machineRate === wireRate) return (samples) => samples;
  const resampler = createResampler({ from: machineRate, to: wireRate, quality: 'light' });
  return (samples) => resampler.push(samples);
}
