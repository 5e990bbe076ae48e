import { addScaled, applyGain, createRandom, fromDecibels, type Random } from '../../src/dsp/index.ts';
import { frameLength } from '../../src/live/heard-frame.ts';
import {
  createNoise,
  hearFromAfar,
  hearFromNear,
  mixBabble,
  type NoiseHalf,
  playTelevision,
} from './noises.ts';
import { noiseRate, silence, toLevel } from './sound-making.ts';
import type { Spoken } from './speech-pool.ts';

export const farKinds = ['speech', 'television', 'babble'] as const;
export type FarKind = (typeof farKinds)[number];

export type NearScene = {
  readonly samples: Float32Array;
  /** By frame: whether the user sounds, and whether somebody far does. */
  readonly user: readonly boolean[];
  readonly far: readonly boolean[];
  /** dB: how much softer the user speaks than usual. By frame. */
  readonly softer: readonly number[];
};

export type NearSceneOptions = {
  readonly half: NoiseHalf;
  readonly seed: string | number;
  readonly pool: readonly Spoken[];
  readonly kind?: FarKind;
  /** dB of the user over who is far; 5 to 22 where none is given. */
  readonly above?: number;
  /** dB of the user over the room; 5 to 40 where none is given. */
  readonly snr?: number;
  /** Whether the far voice comes first; by chance where nothing is said. */
  readonly farFirst?: boolean;
};

/** A user and somebody far off, mostly one after the other, in a noisy room. */
export function createNearScene({
  half,
  seed,
  pool,
  kind,
  above,
  snr,
  farFirst,
}: NearSceneOptions): NearScene {
  const random = createRandom(`near-scene/${half}/${seed}`);
  const draw = (lowest: number, highest: number): number => lowest + (highest - lowest) * random.next();
  const voices = [...new Set(pool.map(({ voice }) => voice))];
  const userVoice = voices[random.integer(voices.length)];
  const others = voices.filter((voice) => voice !== userVoice);
  const farVoice = others[random.integer(others.length)];
  const userLevel = draw(-40, -18);
  const farKind = kind ?? farKinds[random.integer(farKinds.length)] ?? 'speech';
  const farLevel = userLevel - (above ?? draw(5, 22));
  const roomLevel = Math.max(-80, userLevel - (snr ?? draw(5, 40)));
  const duration = 26;
  const samples = createNoise({
    kind: 'noise',
    half,
    seed: `room/${seed}`,
    duration: duration + 1,
  }).samples.slice(8000, 8000 + duration * noiseRate);
  applyGain(samples, fromDecibels(roomLevel + 26));
  const frames = Math.floor(samples.length / frameLength);
  const user = Array.from({ length: frames }, () => false);
  const far = Array.from({ length: frames }, () => false);
  const softer = Array.from({ length: frames }, () => 0);
  const roomSeed = random.next();
  let turn = (farFirst ?? random.next() < 0.3) ? 1 : 0;
  for (let time = 1.7; time < duration - 1; turn++) {
    const isUser = turn % 2 === 0;
    const soft = isUser && turn > 1 && random.next() < 0.3 ? draw(3, 7) : 0;
    const spoken = isUser
      ? hearFromNear(pick(pool, userVoice, random), half, roomSeed).samples
      : createFar(farKind, pool, farVoice, half, random, roomSeed);
    const sound = toLevel(spoken, isUser ? userLevel - soft : farLevel).subarray(
      0,
      Math.floor((duration - time) * noiseRate),
    );
    const start = Math.round(time * noiseRate);
    addScaled(samples, sound, start, 1);
    markActive(isUser ? user : far, sound, start, roomLevel);
    softer.fill(soft, Math.floor(start / frameLength), Math.floor((start + sound.length) / frameLength));
    const length = sound.length / noiseRate;
    // Some answers begin before the other has ended.
    time += Math.max(0.5, length + (random.next() < 0.25 ? -0.4 * length : draw(0.1, 1.2)));
  }
  return { samples, user, far, softer };
}

function pick(pool: readonly Spoken[], voice: string | undefined, random: Random) {
  const mine = pool.filter((spoken) => spoken.voice === voice);
  return mine[random.integer(mine.length)]?.audio ?? { samples: silence(1), sampleRate: noiseRate };
}

function createFar(
  kind: FarKind,
  pool: readonly Spoken[],
  voice: string | undefined,
  half: NoiseHalf,
  random: Random,
  seed: number,
): Float32Array {
  if (kind === 'speech') return hearFromAfar(pick(pool, voice, random), half, seed).samples;
  if (kind === 'television') return playTelevision(pick(pool, voice, random), half, seed).samples;
  const voices = Array.from({ length: 4 + random.integer(6) }, () =>
    pick(pool, pool[random.integer(pool.length)]?.voice, random),
  );
  return hearFromAfar(mixBabble(voices, 2 + 2 * random.next(), random.next()), half, seed).samples;
}

function markActive(marks: boolean[], sound: Float32Array, start: number, roomLevel: number): void {
  const first = Math.ceil(start / frameLength);
  const powers: number[] = [];
  for (let frame = first; (frame + 1) * frameLength <= start + sound.length; frame++) {
    let energy = 0;
    const from = frame * frameLength - start;
    for (const sample of sound.subarray(from, from + frameLength)) energy += sample * sample;
    powers.push(energy / frameLength);
  }
  const loudest = powers.reduce((most, power) => Math.max(most, power), 0);
  const least = Math.max(loudest * 10 ** -2.5, 10 ** ((roomLevel - 3) / 10));
  for (const [index, power] of powers.entries()) if (power > least) marks[first + index] = true;
}
