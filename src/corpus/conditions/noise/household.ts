import type { Random } from '../../../dsp/index.ts';
import { createEventSource } from './event-source.ts';
import type { NoiseOptions, NoiseSource } from './noise-source.ts';
import { burst, type Partial, ring, together } from './struck-sounds.ts';

/** A door that falls into its lock. */
export function createDoor({ sampleRate, random }: NoiseOptions): NoiseSource {
  return createEventSource(
    () => {
      const body = 55 + 70 * random.next();
      const slam = together(
        [
          {
            samples: burst({
              rise: 0.002,
              decay: 0.25 + 0.3 * random.next(),
              shapes: [{ type: 'low-pass', frequency: 500 + 900 * random.next() }],
              sampleRate,
              random,
            }),
            at: 0.06,
            gain: 2,
          },
          {
            samples: ring(
              [
                [body, 1.6, 0.5],
                [body * 1.7, 0.8, 0.35],
                [body * 2.9, 0.5, 0.25],
              ],
              sampleRate,
            ),
            at: 0.06,
            gain: 1,
          },
          {
            samples: burst({
              rise: 0.001,
              decay: 0.04,
              shapes: [{ type: 'band-pass', frequency: 2200 + 1200 * random.next(), q: 2 }],
              sampleRate,
              random,
            }),
            at: 0.01 + 0.03 * random.next(),
            gain: 0.8,
          },
        ],
        sampleRate,
      );
      return { samples: slam, gain: 0.5 + 0.5 * random.next(), wait: 3 + 8 * random.next() };
    },
    sampleRate,
    0.02,
  );
}

/** Plates, cups, forks: now one, now a few at once. */
export function createDishes(options: NoiseOptions): NoiseSource {
  const { sampleRate, random } = options;
  const pieces = Array.from({ length: 8 }, (_, index) => strikeDish(random.fork(index), sampleRate));
  let left = 0;
  return createEventSource(
    () => {
      if (left === 0) left = 1 + random.integer(5);
      left--;
      return {
        samples: pieces[random.integer(pieces.length)] ?? new Float32Array(1),
        gain: 0.15 + 0.85 * random.next() ** 2,
        wait: left > 0 ? 0.05 + 0.3 * random.next() : 0.5 + 2.5 * random.next(),
      };
    },
    sampleRate,
    0.02,
  );
}

function strikeDish(random: Random, sampleRate: number): Float32Array {
  const lowest = 900 + 2200 * random.next();
  const decay = 0.06 + 0.3 * random.next();
  const partials = Array.from({ length: 6 }, (_, index): Partial => {
    const stretch = 1 + index * (0.55 + 0.35 * random.next());
    return [lowest * stretch, (0.4 + random.next()) / (1 + 0.4 * index), decay / (1 + 0.3 * index)];
  });
  const click = burst({
    rise: 0.0005,
    decay: 0.012,
    shapes: [{ type: 'high-pass', frequency: 2000 }],
    sampleRate,
    random,
  });
  return together(
    [
      { samples: ring(partials, sampleRate), at: 0, gain: 0.4 },
      { samples: click, at: 0, gain: 0.6 },
    ],
    sampleRate,
  );
}

/** Words of keystrokes with thinking between them. */
export function createKeyboard({ sampleRate, random }: NoiseOptions): NoiseSource {
  const plate = 180 + 240 * random.next();
  const snap = 1800 + 2400 * random.next();
  const keys = Array.from({ length: 9 }, (_, index) => {
    const own = random.fork(index);
    const click = (gain: number, at: number, decay: number) => ({
      samples: burst({
        rise: 0.0003,
        decay,
        shapes: [
          { type: 'band-pass', frequency: snap * (0.8 + 0.4 * own.next()), q: 1.2 },
          { type: 'high-pass', frequency: 500 },
        ],
        sampleRate,
        random: own,
      }),
      at,
      gain,
    });
    const thud = ring([[plate * (0.9 + 0.2 * own.next()), 0.5, 0.04]], sampleRate);
    return together(
      [
        click(1, 0, 0.02),
        { samples: thud, at: 0.002, gain: 0.5 },
        click(0.45, 0.06 + 0.04 * own.next(), 0.012),
      ],
      sampleRate,
    );
  });
  const pace = 0.11 + 0.09 * random.next();
  let left = 4 + random.integer(12);
  return createEventSource(
    () => {
      left--;
      const pausing = left <= 0;
      if (pausing) left = 3 + random.integer(14);
      return {
        samples: keys[random.integer(keys.length)] ?? new Float32Array(1),
        gain: 0.5 + 0.5 * random.next(),
        wait: pausing ? 0.4 + 1.6 * random.next() : pace * (0.5 + random.next()),
      };
    },
    sampleRate,
    0.03,
  );
}

/** Heel and sole, left and right. */
export function createFootsteps({ sampleRate, random }: NoiseOptions): NoiseSource {
  const hard = random.next();
  const stride = 0.48 + 0.16 * random.next();
  const feet = Array.from({ length: 4 }, (_, index) => {
    const own = random.fork(index);
    const thump = ring(
      [
        [70 + 60 * own.next(), 1, 0.12],
        [160 + 80 * own.next(), 0.5, 0.08],
      ],
      sampleRate,
    );
    const scuff = burst({
      rise: 0.004,
      decay: 0.05 + 0.05 * own.next(),
      shapes: [{ type: 'band-pass', frequency: 700 + 1800 * hard, q: 0.8 }],
      sampleRate,
      random: own,
    });
    return together(
      [
        { samples: thump, at: 0, gain: 1 },
        { samples: scuff, at: 0, gain: 0.3 + 0.8 * hard },
        { samples: scuff, at: 0.09 + 0.03 * own.next(), gain: 0.25 },
      ],
      sampleRate,
    );
  });
  let step = random.integer(2);
  return createEventSource(
    () => {
      step++;
      return {
        samples: feet[2 * (step % 2) + random.integer(2)] ?? new Float32Array(1),
        gain: 0.7 + 0.3 * random.next(),
        wait: stride * (0.95 + 0.1 * random.next()),
      };
    },
    sampleRate,
    0.05,
  );
}
