import type { NoiseKind } from '../conditions.ts';
import { createDishes, createDoor, createFootsteps, createKeyboard } from './household.ts';
import { createMusic } from './music.ts';
import { createPink, createWhite, type NoiseOptions, type NoiseSource } from './noise-source.ts';
import { createCar, createRain, createStreet, createWind } from './outdoors.ts';
import { createBabble, createCafe, createTelevision } from './people.ts';
import { createFan, createHum } from './steady.ts';

type NoiseFamily = {
  readonly create: (options: NoiseOptions) => NoiseSource;
  /** From one place in the room, so that its walls answer; else from all around. */
  readonly fromOnePlace: boolean;
};

const families: Readonly<Record<NoiseKind, NoiseFamily>> = {
  white: { create: ({ random }) => createWhite(random), fromOnePlace: false },
  pink: { create: createPink, fromOnePlace: false },
  hum: { create: createHum, fromOnePlace: false },
  fan: { create: createFan, fromOnePlace: false },
  street: { create: createStreet, fromOnePlace: false },
  car: { create: createCar, fromOnePlace: false },
  rain: { create: createRain, fromOnePlace: false },
  wind: { create: createWind, fromOnePlace: false },
  babble: { create: createBabble, fromOnePlace: false },
  cafe: { create: createCafe, fromOnePlace: false },
  music: { create: createMusic, fromOnePlace: true },
  television: { create: createTelevision, fromOnePlace: true },
  keyboard: { create: createKeyboard, fromOnePlace: true },
  door: { create: createDoor, fromOnePlace: true },
  dishes: { create: createDishes, fromOnePlace: true },
  footsteps: { create: createFootsteps, fromOnePlace: true },
};

/** Noise of a kind, without end, at a level of its own: see `noiseLevel`. */
export function createNoise(kind: NoiseKind, options: NoiseOptions): NoiseSource {
  return families[kind].create(options);
}

export function comesFromOnePlace(kind: NoiseKind): boolean {
  return families[kind].fromOnePlace;
}
