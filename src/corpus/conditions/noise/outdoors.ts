import type { Random } from '../../../dsp/index.ts';
import { createEventSource } from './event-source.ts';
import {
  createDrift,
  createShaped,
  createTones,
  mixNoise,
  modulateNoise,
  type NoiseOptions,
  type NoiseSource,
  type Shape,
} from './noise-source.ts';
import { ring } from './struck-sounds.ts';

export function createStreet({ sampleRate, random }: NoiseOptions): NoiseSource {
  const shaped = (name: string, shapes: readonly Shape[]): NoiseSource =>
    createShaped({ sampleRate, random: random.fork(name) }, shapes);
  const rumble = shaped('rumble', [
    { type: 'low-pass', frequency: 90 + 80 * random.next() },
    { type: 'high-pass', frequency: 25 },
  ]);
  const tyres = shaped('tyres', [
    { type: 'band-pass', frequency: 700 + 500 * random.next(), q: 0.5 },
    { type: 'low-pass', frequency: 3000 },
  ]);
  const near = createPassing(random.fork('near'), 4 + 5 * random.next(), sampleRate);
  const far = createDrift(random.fork('far'), 2.5, sampleRate);
  return mixNoise([
    { source: modulateNoise(rumble, () => 0.6 + 0.8 * far()), gain: 2.2 },
    { source: modulateNoise(tyres, () => 0.12 + 0.9 * near()), gain: 1 },
    { source: createHorns({ sampleRate, random: random.fork('horns') }), gain: 0.05 },
  ]);
}

/** A swell from 0 to 1 and back, now and then: somebody drives by. */
function createPassing(random: Random, every: number, sampleRate: number): () => number {
  const step = 64 / sampleRate;
  let time = 0;
  let at = every * random.next();
  let width = 0.5 + random.next();
  let height = 0.4 + 0.6 * random.next();
  return () => {
    time += step;
    const away = (time - at) / width;
    if (away > 5) {
      at = time + 3 * width + every * random.next();
      width = 0.5 + random.next();
      height = 0.4 + 0.6 * random.next();
    }
    return height / (1 + away * away) ** 1.5;
  };
}

function createHorns({ sampleRate, random }: NoiseOptions): NoiseSource {
  return createEventSource(
    () => {
      const pitch = 330 + 140 * random.next();
      const duration = 0.2 + 0.6 * random.next();
      const sound = new Float32Array(Math.round(duration * sampleRate));
      createTones(pitch, [1, 0.8, 0.7, 0.6, 0.4, 0.3, 0.2], { sampleRate, random }).write(sound);
      const edge = 0.02 * sampleRate;
      for (let frame = 0; frame < sound.length; frame++) {
        sound[frame] = (sound[frame] ?? 0) * Math.min(1, frame / edge, (sound.length - frame) / edge);
      }
      return { samples: sound, gain: 0.3 + 0.7 * random.next(), wait: 12 + 30 * random.next() };
    },
    sampleRate,
    25 * random.next(),
  );
}

/** Inside a moving car. */
export function createCar(options: NoiseOptions): NoiseSource {
  const { sampleRate, random } = options;
  const engine = 28 + 25 * random.next();
  const speed = createDrift(random.fork('speed'), 3, sampleRate);
  const road = createDrift(random.fork('road'), 0.6, sampleRate);
  const shaped = (name: string, shapes: readonly Shape[]): NoiseSource =>
    createShaped({ sampleRate, random: random.fork(name) }, shapes);
  return mixNoise([
    { source: shaped('body', [{ type: 'low-pass', frequency: 70 + 40 * random.next() }]), gain: 6 },
    {
      source: modulateNoise(
        shaped('road', [{ type: 'band-pass', frequency: 320 + 200 * random.next(), q: 0.5 }]),
        () => 0.5 + 0.8 * road(),
      ),
      gain: 0.35,
    },
    {
      source: shaped('air', [
        { type: 'high-pass', frequency: 900 },
        { type: 'low-pass', frequency: 3500 },
      ]),
      gain: 0.05,
    },
    {
      source: createTones(engine, [0.4, 1, 0.3, 0.7, 0.2, 0.4, 0.1, 0.2], options, () => 0.9 + 0.2 * speed()),
      gain: 0.25,
    },
  ]);
}

export function createRain({ sampleRate, random }: NoiseOptions): NoiseSource {
  const heavy = createDrift(random.fork('heavy'), 5, sampleRate);
  const hiss = createShaped({ sampleRate, random: random.fork('hiss') }, [
    { type: 'high-pass', frequency: 500 + 500 * random.next() },
    { type: 'peak', frequency: 2500 + 2000 * random.next(), q: 0.7, gain: 5 },
  ]);
  const drops = random.fork('drops');
  const shapes = Array.from({ length: 24 }, () => {
    const pitch = 900 + 4200 * drops.next() ** 1.5;
    return ring([[pitch, 1, 0.006 + 0.02 * drops.next()]], sampleRate);
  });
  const perSecond = 20 + 50 * random.next();
  const patter = createEventSource(
    () => ({
      samples: shapes[drops.integer(shapes.length)] ?? new Float32Array(1),
      gain: 4 * drops.next() ** 4,
      wait: -Math.log(1 - drops.next()) / perSecond,
    }),
    sampleRate,
  );
  return mixNoise([
    { source: modulateNoise(hiss, () => 0.7 + 0.5 * heavy()), gain: 0.5 },
    { source: patter, gain: 1 },
  ]);
}

/** At a microphone without a hood: gusts. */
export function createWind({ sampleRate, random }: NoiseOptions): NoiseSource {
  const gust = createDrift(random.fork('gust'), 1.6, sampleRate);
  const flap = createDrift(random.fork('flap'), 0.12, sampleRate);
  const howl = createDrift(random.fork('howl'), 2.3, sampleRate);
  const low = createShaped({ sampleRate, random: random.fork('low') }, [
    { type: 'low-pass', frequency: 110 + 120 * random.next() },
    { type: 'low-pass', frequency: 400, q: 0.5 },
  ]);
  const pitch = 450 + 500 * random.next();
  const whistle = createShaped({ sampleRate, random: random.fork('whistle') }, [
    { type: 'band-pass', frequency: pitch, q: 3 + 5 * random.next() },
  ]);
  const rush = createShaped({ sampleRate, random: random.fork('rush') }, [
    { type: 'band-pass', frequency: 1500, q: 0.4 },
  ]);
  const strength = (): number => 0.1 + 1.1 * gust() ** 2;
  let now = strength();
  return mixNoise([
    {
      source: modulateNoise(low, () => {
        now = strength();
        return now * (0.6 + 0.8 * flap());
      }),
      gain: 3,
    },
    { source: modulateNoise(whistle, () => now * howl() ** 2), gain: 0.25 },
    { source: modulateNoise(rush, () => now * now), gain: 0.08 },
  ]);
}
