import {
  type Audio,
  addScaled,
  applyGain,
  createRandom,
  fromDecibels,
  type Random,
} from '../../src/dsp/index.ts';
import { frameLength } from '../../src/live/heard-frame.ts';
import { createVocalSound, type VocalSoundName } from '../../src/voices/index.ts';
import {
  createNoise,
  createRoom,
  hearFromAfar,
  hearFromNear,
  mixBabble,
  type NoiseHalf,
  type NoiseKind,
  noiseKinds,
} from './noises.ts';
import { convolve, noiseRate, silence, toLevel } from './sound-making.ts';
import type { Spoken } from './speech-pool.ts';

export type SceneKind = NoiseKind | 'speech' | 'babble' | 'breath';

export type SceneEvent = {
  readonly kind: SceneKind;
  /** Seconds. */
  readonly start: number;
  readonly end: number;
  /** dB of the event over the background. */
  readonly snr: number;
  /** By frame from its start: 1 where it sounds. */
  readonly active: readonly boolean[];
};

export type Scene = {
  readonly samples: Float32Array;
  readonly events: readonly SceneEvent[];
  /** dBFS of the background. */
  readonly background: number;
};

export type SceneOptions = {
  readonly half: NoiseHalf;
  readonly seed: string | number;
  readonly pool: readonly Spoken[];
  /** What happens, one after another; drawn where none is given. */
  readonly kinds?: readonly SceneKind[];
  /** dB of each event over the background; 3 to 40 where none is given. */
  readonly snr?: number;
};

/** Speech and noises one after another in a room with a background; 1.7 s of it before the first. */
export function createScene({ half, seed, pool, kinds, snr }: SceneOptions): Scene {
  const random = createRandom(`scene/${half}/${seed}`);
  const chosen = kinds ?? Array.from({ length: 4 }, () => drawKind(random));
  const loudness = -36 + 20 * random.next();
  const ratio = snr ?? 3 + 37 * random.next() ** 1.3;
  const background = Math.max(-80, loudness - ratio);
  const events: SceneEvent[] = [];
  const placed: { readonly at: number; readonly samples: Float32Array }[] = [];
  let time = 1.7 + 0.5 * random.next();
  for (const [index, kind] of chosen.entries()) {
    const sound = createEventSound(kind, half, random.fork(index), pool);
    // A cough is as loud as speech; who types or knocks is often quieter.
    const offset = kind === 'speech' ? 0 : snr === undefined ? 6 - 12 * random.next() : 0;
    const samples = toLevel(sound, loudness + offset);
    const start = Math.round(time * noiseRate);
    placed.push({ at: start, samples });
    events.push({
      kind,
      start: time,
      end: time + samples.length / noiseRate,
      snr: loudness + offset - background,
      active: activeFrames(samples, start, background),
    });
    time += samples.length / noiseRate + 0.1 + 1.4 * random.next() ** 2;
  }
  const samples = createBackground(time + 0.3, background, half, random.fork('background'));
  for (const { at, samples: sound } of placed)
    addScaled(samples, sound.subarray(0, samples.length - at), at, 1);
  // Microphones differ: each has its own colour.
  const slope = 0.35 * (2 * random.next() - 1);
  let last = 0;
  const coloured = samples.map((sample) => {
    const value = sample + slope * last;
    last = sample;
    return value;
  });
  return { samples: coloured, events, background };
}

function drawKind(random: Random): SceneKind {
  if (random.next() < 0.4) return 'speech';
  const rest = random.next();
  if (rest < 0.05) return 'babble';
  if (rest < 0.1) return 'breath';
  if (rest < 0.28) return 'knock';
  return noiseKinds[random.integer(noiseKinds.length)] ?? 'noise';
}

export function createEventSound(
  kind: SceneKind,
  half: NoiseHalf,
  random: Random,
  pool: readonly Spoken[],
): Float32Array {
  const seed = random.next();
  if (kind === 'speech') {
    const said = random.next();
    const sound = { samples: createMouthSound(heardReplies, random), sampleRate: noiseRate };
    if (said < 0.15) return hearFromNear(sound, half, seed).samples;
    const speech = trimmed(
      pool[random.integer(pool.length)]?.audio ?? { samples: silence(1), sampleRate: noiseRate },
    );
    const placed = random.next() < 0.25 ? hearFromAfar(speech, half, seed) : hearFromNear(speech, half, seed);
    return placed.samples;
  }
  if (kind === 'breath') return createMouthSound(['breath', 'sigh', 'sniff', 'gasp', 'lip-smack'], random);
  if (kind === 'cough' && random.next() < 0.15) return createMouthSound(['throat-clear'], random);
  if (kind === 'babble') {
    const voices = Array.from(
      { length: 6 + random.integer(5) },
      () => pool[random.integer(pool.length)]?.audio,
    );
    return mixBabble(
      voices.filter((voice) => voice !== undefined),
      1 + 2 * random.next(),
      seed,
    ).samples;
  }
  const sound = createNoise({ kind, half, seed, duration: 0.5 + 2.5 * random.next() }).samples;
  const reverberation = 0.15 + 0.4 * random.next();
  return convolve(sound, createRoom({ half, seed, reverberation, direct: -3 + 15 * random.next() }));
}

/** Replies that no dictionary has; speech all the same. */
const heardReplies: readonly VocalSoundName[] = [
  'mm-hm',
  'uh-huh',
  'mm',
  'hmm',
  'ah',
  'oh',
  'um',
  'uh',
  'en-agree',
  'a-question',
];

function createMouthSound(sounds: readonly VocalSoundName[], random: Random): Float32Array {
  const sound = sounds[random.integer(sounds.length)] ?? 'mm';
  const throat = { pitch: 90 + 140 * random.next(), tract: 0.85 + 0.2 * random.next() };
  return createVocalSound({
    sound,
    throat,
    seed: String(random.next()),
    sampleRate: noiseRate,
    effort: random.next(),
  }).samples;
}

function trimmed({ samples }: Audio): Audio {
  const loud = samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0) * 0.02;
  const start = samples.findIndex((sample) => Math.abs(sample) > loud);
  const end = samples.findLastIndex((sample) => Math.abs(sample) > loud);
  return {
    samples: samples.slice(Math.max(0, start - 160), Math.min(end + 800, start + 8 * noiseRate)),
    sampleRate: noiseRate,
  };
}

function createBackground(duration: number, level: number, half: NoiseHalf, random: Random): Float32Array {
  const samples = silence(duration);
  const noise = createNoise({ kind: 'noise', half, seed: random.next(), duration: duration + 1 });
  addScaled(
    samples,
    applyGain(noise.samples.slice(8000, 8000 + samples.length), fromDecibels(level + 26)),
    0,
    1,
  );
  for (let frame = 0; frame < samples.length; frame++)
    samples[frame] = (samples[frame] ?? 0) + 2e-5 * random.normal();
  return samples;
}

/** On the grid of the ear's frames: where the event is within 30 dB of its loudest frame, and not under the background. */
function activeFrames(samples: Float32Array, start: number, background: number): boolean[] {
  const first = Math.floor(start / frameLength);
  const powers: number[] = [];
  for (let frame = first; frame * frameLength < start + samples.length; frame++) {
    const from = frame * frameLength - start;
    let energy = 0;
    for (const sample of samples.subarray(Math.max(0, from), Math.max(0, from + frameLength)))
      energy += sample * sample;
    powers.push(energy / frameLength);
  }
  const loudest = powers.reduce((most, power) => Math.max(most, power), 0);
  const least = Math.max(loudest * 1e-3, 10 ** ((background - 4) / 10));
  return powers.map((power) => power > least);
}
