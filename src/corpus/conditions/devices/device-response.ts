import { createBiquad, createWindow, designBiquad } from '../../../dsp/index.ts';
import type { DeviceModel } from './device-models.ts';

export type DeviceResponseOptions = {
  readonly device: DeviceModel;
  /** Hz at the ends of what goes through behind it; `null` for no end. */
  readonly band: Band;
  /** Hz. */
  readonly sampleRate: number;
};

export type Band = { readonly low: number | null; readonly high: number | null };

/** Seconds by which `throughDevice` delays, so that its upper edge may stay in phase: labels stay true. */
const lead = 0.002;

/** Seconds that the lower edge rings on. */
const ringing = 0.03;

/** Of half the sample rate: nothing is left to be cut off above. */
const whole = 0.96;

/** Frames by which everything through a device comes later than it is. */
export function deviceDelay(sampleRate: number): number {
  return Math.round(lead * sampleRate);
}

/** The highest frequency that is heard, Hz. */
export function upperEdge({ device, band, sampleRate }: DeviceResponseOptions): number {
  return Math.min(
    device.high ?? Number.POSITIVE_INFINITY,
    band.high ?? Number.POSITIVE_INFINITY,
    sampleRate / 2,
  );
}

/** A response, and after it the device: `deviceDelay` frames later, and longer. */
export function throughDevice(response: Float32Array, options: DeviceResponseOptions): Float32Array {
  const { device, band, sampleRate } = options;
  const delay = deviceDelay(sampleRate);
  const padded = new Float32Array(response.length + 2 * delay + Math.round(ringing * sampleRate));
  padded.set(response);
  const coloured = createBiquad(...colours(device, band, sampleRate)).process(padded);
  const edge = upperEdge(options);
  const kernel =
    edge < (whole * sampleRate) / 2 ? lowPassKernel(edge, delay, sampleRate) : Float32Array.of(1);
  const offset = delay - (kernel.length - 1) / 2;
  const heard = new Float32Array(coloured.length);
  for (let tap = 0; tap < kernel.length; tap++) {
    const weight = kernel[tap] ?? 0;
    const late = offset + tap;
    for (let frame = late; frame < heard.length; frame++) {
      heard[frame] = (heard[frame] ?? 0) + weight * (coloured[frame - late] ?? 0);
    }
  }
  return heard;
}

function colours({ low, peaks }: DeviceModel, band: Band, sampleRate: number) {
  const highPass = (frequency: number) => designBiquad({ type: 'high-pass', frequency, sampleRate });
  return [
    ...(low === null ? [] : [highPass(low)]),
    ...(band.low === null ? [] : [highPass(band.low)]),
    ...peaks
      .filter(([frequency]) => frequency < 0.45 * sampleRate)
      .map(([frequency, q, gain]) => designBiquad({ type: 'peak', frequency, sampleRate, q, gain })),
  ];
}

/** The same on both sides of its middle, where it is highest: what comes at a frame stays there. */
function lowPassKernel(edge: number, half: number, sampleRate: number): Float32Array {
  const length = 2 * half + 1;
  // Windows are periodic: without its first value, 0, what is left is symmetric.
  const window = createWindow({ kaiser: 6 }, length + 1).subarray(1);
  const cut = (2 * edge) / sampleRate;
  const kernel = Float32Array.from({ length }, (_, tap) => {
    const x = tap - half;
    const sinc = x === 0 ? cut : Math.sin(Math.PI * cut * x) / (Math.PI * x);
    return sinc * (window[tap] ?? 0);
  });
  const sum = kernel.reduce((total, value) => total + value, 0);
  return kernel.map((value) => value / sum);
}
