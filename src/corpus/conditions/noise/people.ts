import { rmsAmplitude } from '../../../dsp/index.ts';
import { createEventSource } from './event-source.ts';
import { createDishes } from './household.ts';
import { createMusic } from './music.ts';
import {
  createFilter,
  createPink,
  mixNoise,
  type NoiseOptions,
  type NoiseSource,
  shapeNoise,
} from './noise-source.ts';
import { speakPhrase } from './voice-phrase.ts';

type Crowd = NoiseOptions & {
  /** How many talk at once, on average. */
  readonly talking: number;
  readonly phrases: number;
  /** dB by which the nearest is louder than the furthest. */
  readonly spread: number;
};

/** A store of phrases, said over and over each other in an order that never comes back. */
function createCrowd({ sampleRate, random, talking, phrases, spread }: Crowd): NoiseSource {
  const store = Array.from({ length: phrases }, (_, index) => {
    const own = random.fork(index);
    const high = own.next() < 0.5;
    const phrase = speakPhrase({
      duration: 1 + 1.2 * own.next(),
      pitch: high ? 170 + 70 * own.next() : 90 + 45 * own.next(),
      size: high ? 1.12 + 0.1 * own.next() : 0.96 + 0.1 * own.next(),
      sampleRate,
      random: own,
    });
    const level = rmsAmplitude(phrase) || 1;
    return phrase.map((sample) => sample / level);
  });
  const mean = 1.6;
  return createEventSource(
    () => ({
      samples: store[random.integer(store.length)] ?? new Float32Array(1),
      gain: 10 ** ((-spread * random.next()) / 20),
      wait: (mean / talking) * (0.4 + 1.2 * random.next()),
    }),
    sampleRate,
  );
}

export function createBabble({ sampleRate, random }: NoiseOptions): NoiseSource {
  const crowd = createCrowd({
    sampleRate,
    random,
    talking: 5 + 5 * random.next(),
    phrases: 12,
    spread: 12,
  });
  return shapeNoise(crowd, sampleRate, [{ type: 'high-shelf', frequency: 3000, gain: -6 }]);
}

export function createCafe({ sampleRate, random }: NoiseOptions): NoiseSource {
  const guests = createCrowd({
    sampleRate,
    random: random.fork('guests'),
    talking: 3 + 4 * random.next(),
    phrases: 10,
    spread: 16,
  });
  const air = shapeNoise(createPink({ sampleRate, random: random.fork('air') }), sampleRate, [
    { type: 'low-pass', frequency: 2500, q: 0.5 },
  ]);
  return mixNoise([
    { source: shapeNoise(guests, sampleRate, [{ type: 'high-shelf', frequency: 2500, gain: -8 }]), gain: 1 },
    { source: createDishes({ sampleRate, random: random.fork('dishes') }), gain: 1.2 + 2 * random.next() },
    { source: air, gain: 0.5 },
  ]);
}

/** One voice at a time over a little music, through a small loudspeaker. */
export function createTelevision({ sampleRate, random }: NoiseOptions): NoiseSource {
  const speech = createCrowd({
    sampleRate,
    random: random.fork('speech'),
    talking: 0.85,
    phrases: 12,
    spread: 3,
  });
  const music = createMusic({ sampleRate, random: random.fork('music') });
  const mix = mixNoise([
    { source: speech, gain: 1 },
    { source: music, gain: 0.3 + 0.6 * random.next() },
  ]);
  const speaker = createFilter(sampleRate, [
    { type: 'high-pass', frequency: 170 + 120 * random.next() },
    { type: 'low-pass', frequency: 4500 + 2500 * random.next() },
    { type: 'peak', frequency: 1500, q: 1, gain: 3 },
  ]);
  return {
    write(block) {
      mix.write(block);
      // Broadcasts are squeezed, and small loudspeakers squeeze them again.
      for (let frame = 0; frame < block.length; frame++) {
        const sample = block[frame] ?? 0;
        block[frame] = sample / (1 + 0.4 * Math.abs(sample));
      }
      speaker(block);
    },
  };
}
