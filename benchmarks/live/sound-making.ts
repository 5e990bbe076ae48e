import {
  addScaled,
  applyGain,
  createBiquad,
  createFft,
  designBiquad,
  fromDecibels,
  type Random,
  rmsAmplitude,
  toDecibels,
} from '../../src/dsp/index.ts';

/** Hz; what the ear hears at. */
export const noiseRate = 16_000;

export function silence(duration: number): Float32Array {
  return new Float32Array(Math.max(0, Math.round(duration * noiseRate)));
}

/** White noise under an envelope of the time in seconds. */
export function shaped(duration: number, random: Random, envelope: (time: number) => number): Float32Array {
  const sound = silence(duration);
  for (let frame = 0; frame < sound.length; frame++) {
    sound[frame] = random.normal() * envelope(frame / noiseRate);
  }
  return sound;
}

export function filtered(
  sound: Float32Array,
  type: 'low-pass' | 'high-pass' | 'band-pass',
  frequency: number,
  q: number,
): Float32Array {
  const inside = Math.min(frequency, noiseRate * 0.47);
  return createBiquad(designBiquad({ type, frequency: inside, sampleRate: noiseRate, q })).process(sound);
}

/** Falls by 6 dB an octave above a corner, in Hz. */
export function tilted(sound: Float32Array, corner: number): Float32Array {
  const keep = Math.exp((-2 * Math.PI * corner) / noiseRate);
  let state = 0;
  return sound.map((sample) => {
    state = keep * state + (1 - keep) * sample;
    return state;
  });
}

/** Adds what fits, `time` seconds into the target; what began before it is cut. */
export function addAt(target: Float32Array, source: Float32Array, time: number, gain: number): void {
  const start = Math.round(time * noiseRate);
  const from = Math.max(0, -start);
  const room = target.length - Math.max(0, start);
  if (room <= 0 || from >= source.length) return;
  addScaled(target, source.subarray(from, Math.min(source.length, from + room)), Math.max(0, start), gain);
}

/** dBFS of the root mean square of the tenths of a second that sound: within 25 dB of the loudest. */
export function activeLevel(sound: Float32Array): number {
  const size = Math.round(noiseRate * 0.05);
  const powers: number[] = [];
  for (let at = 0; at < sound.length; at += size)
    powers.push(rmsAmplitude(sound.subarray(at, at + size)) ** 2);
  const loudest = powers.reduce((most, power) => Math.max(most, power), 0);
  const active = powers.filter((power) => power > loudest * 10 ** -2.5);
  return active.length === 0
    ? Number.NEGATIVE_INFINITY
    : toDecibels(Math.sqrt(active.reduce((sum, power) => sum + power, 0) / active.length));
}

/** A copy at a level, dBFS, of its active part. Silence stays silence. */
export function toLevel(sound: Float32Array, level: number): Float32Array {
  const now = activeLevel(sound);
  return Number.isFinite(now) ? applyGain(sound.slice(), fromDecibels(level - now)) : sound.slice();
}

export function convolve(sound: Float32Array, response: Float32Array): Float32Array {
  const length = sound.length + response.length - 1;
  const fft = createFft(2 ** Math.max(2, Math.ceil(Math.log2(length))));
  const spectrum = (samples: Float32Array): readonly [Float64Array, Float64Array] => {
    const padded = new Float64Array(fft.size);
    padded.set(samples);
    const real = new Float64Array(fft.bins);
    const imaginary = new Float64Array(fft.bins);
    fft.forward(padded, real, imaginary);
    return [real, imaginary];
  };
  const [real, imaginary] = spectrum(sound);
  const [otherReal, otherImaginary] = spectrum(response);
  for (let bin = 0; bin < fft.bins; bin++) {
    const [a, b, c, d] = [real[bin] ?? 0, imaginary[bin] ?? 0, otherReal[bin] ?? 0, otherImaginary[bin] ?? 0];
    real[bin] = a * c - b * d;
    imaginary[bin] = a * d + b * c;
  }
  const result = new Float64Array(fft.size);
  fft.inverse(real, imaginary, result);
  return Float32Array.from(result.subarray(0, length));
}
