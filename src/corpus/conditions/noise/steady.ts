import {
  createDrift,
  createPink,
  createShaped,
  createTones,
  mixNoise,
  modulateNoise,
  type NoiseOptions,
  type NoiseSource,
} from './noise-source.ts';

export function createHum(options: NoiseOptions): NoiseSource {
  const { sampleRate, random } = options;
  const mains = random.next() < 0.5 ? 50 : 60;
  // Lamps and transformers sound at twice the mains, and its multiples.
  const amplitudes = Array.from(
    { length: 14 },
    (_, index) => ((index % 2 === 1 ? 1 : 0.45) * (0.5 + random.next())) / (1 + 0.35 * index),
  );
  const drift = createDrift(random.fork('drift'), 4, sampleRate);
  return mixNoise([
    { source: createTones(mains, amplitudes, options, () => 1 + 0.0008 * (drift() - 0.5)), gain: 1 },
    { source: createPink({ sampleRate, random: random.fork('hiss') }), gain: 0.02 },
  ]);
}

export function createFan(options: NoiseOptions): NoiseSource {
  const { sampleRate, random } = options;
  const blades = 60 + 160 * random.next();
  const flutter = createDrift(random.fork('flutter'), 0.25, sampleRate);
  const wow = createDrift(random.fork('wow'), 3, sampleRate);
  const air = createShaped({ sampleRate, random: random.fork('air') }, [
    { type: 'low-pass', frequency: 350 + 900 * random.next(), q: 0.6 },
    { type: 'high-shelf', frequency: 2500, gain: 9 * random.next() },
    { type: 'peak', frequency: 250 + 500 * random.next(), q: 1.5, gain: 5 },
  ]);
  return mixNoise([
    { source: modulateNoise(air, () => 0.9 + 0.2 * flutter()), gain: 1 },
    {
      source: createTones(blades, [1, 0.5, 0.3, 0.15, 0.1], options, () => 1 + 0.01 * (wow() - 0.5)),
      gain: 0.04 + 0.08 * random.next(),
    },
  ]);
}
