import { createFft, createRandom, createWindow } from '../../../src/dsp/index.ts';
import { withHead } from './place-sound.ts';
import type { Spoken, SpokenCache } from './spoken-cache.ts';

/** A voice as another person's: its head smaller or larger by a part, and so much of it breath, 0 to 1. */
export function strangeVoice(voice: string, head: number, breath: number): string {
  return `${voice}@${head}~${breath}`;
}

/** The same cache, which also speaks with strange voices. */
export function withStrangeVoices(cache: SpokenCache): SpokenCache {
  const known = new Map<string, Promise<Spoken>>();
  const speak = async (id: string, text: string, language?: string): Promise<Spoken> => {
    const { voice, head, breath } = partsOf(id);
    return breathed(withHead(await cache.speak(voice, text, language), head), breath, `${id}/${text}`);
  };
  return {
    speak(id, text, language) {
      if (!id.includes('@')) return cache.speak(id, text, language);
      const key = `${id}\n${text}\n${language}`;
      const spoken = known.get(key) ?? speak(id, text, language);
      known.set(key, spoken);
      return spoken;
    },
    rateOf: (id) => cache.rateOf(partsOf(id).voice),
    async idle() {
      await cache.idle();
      await Promise.allSettled(known.values());
    },
    [Symbol.asyncDispose]: () => cache[Symbol.asyncDispose](),
  };
}

function partsOf(id: string): { readonly voice: string; readonly head: number; readonly breath: number } {
  const [voice = id, person = '1~0'] = id.split('@');
  const [head, breath] = person.split('~');
  return { voice, head: Number(head), breath: Number(breath) };
}

const size = 512;
const hop = 128;
/** Bins to either side over which harmonics are smeared: what is left is the mouth. */
const smear = 4;

/** Noise in the shape of the voice's own spectrum takes the place of a part of the voice, the more the higher. */
function breathed(spoken: Spoken, breath: number, seed: string): Spoken {
  if (breath === 0) return spoken;
  const { samples, sampleRate } = spoken.audio;
  const random = createRandom(`breath/${seed}`);
  const fft = createFft(size);
  const window = createWindow('hann', size);
  const result = new Float32Array(samples.length);
  const [frame, out] = [new Float64Array(size), new Float64Array(size)];
  const [real, imaginary, powers] = [fft.bins, fft.bins, fft.bins].map((bins) => new Float64Array(bins));
  if (real === undefined || imaginary === undefined || powers === undefined) return spoken;
  for (let at = -size + hop; at < samples.length; at += hop) {
    for (let index = 0; index < size; index++)
      frame[index] = (samples[at + index] ?? 0) * (window[index] ?? 0);
    fft.forward(frame, real, imaginary);
    for (let bin = 0; bin < fft.bins; bin++) powers[bin] = (real[bin] ?? 0) ** 2 + (imaginary[bin] ?? 0) ** 2;
    for (let bin = 0; bin < fft.bins; bin++) {
      const share = Math.min(1, breath * (0.4 + (bin * sampleRate) / size / 2500));
      const noise = share * Math.sqrt(meanAround(powers, bin));
      const phase = 2 * Math.PI * random.next();
      real[bin] = (1 - share) * (real[bin] ?? 0) + noise * Math.cos(phase);
      imaginary[bin] = (1 - share) * (imaginary[bin] ?? 0) + noise * Math.sin(phase);
    }
    fft.inverse(real, imaginary, out);
    // Squares of the window, laid over one another at a quarter of its length, add up to 1.5.
    for (let index = Math.max(0, -at); index < size && at + index < result.length; index++)
      result[at + index] = (result[at + index] ?? 0) + ((out[index] ?? 0) * (window[index] ?? 0)) / 1.5;
  }
  return { ...spoken, audio: { samples: result, sampleRate } };
}

function meanAround(powers: Float64Array, bin: number): number {
  const [first, last] = [Math.max(0, bin - smear), Math.min(powers.length - 1, bin + smear)];
  let sum = 0;
  for (let other = first; other <= last; other++) sum += powers[other] ?? 0;
  return sum / (last - first + 1);
}
