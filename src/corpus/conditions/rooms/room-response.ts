import { createBiquad, createRandom, designBiquad, type Random } from '../../../dsp/index.ts';
import { findImageSources, type ImageSource, type Point } from './image-sources.ts';

export type RoomResponseOptions = {
  /** Metres: length, width, height. */
  readonly size: Point;
  readonly mouth: Point;
  readonly microphone: Point;
  /** Seconds for the level to fall by 60 dB at middle frequencies, from .02. */
  readonly reverberation: number;
  /** Metres from which a sound has gain 1 and comes at frame 0: the microphone's own mouth's. */
  readonly reference: number;
  /** Hz. */
  readonly sampleRate: number;
  readonly seed: string;
};

/** Metres a second, at 20 °C. */
const speedOfSound = 343;

/** Of Sabine's formula: 24 ln 10 over the speed of sound. */
const sabine = (24 * Math.LN10) / speedOfSound;

/** Walls and air take the highs first: for each band its reverberation against that of the middle, and where it ends. */
const bands = [
  { reverberation: 1.15, to: 350 },
  { reverberation: 1, to: 2800 },
  { reverberation: 0.75, to: Number.POSITIVE_INFINITY },
] as const;

/** Single reflections that are computed; beyond them the ear hears none. */
const mostImages = 1500;

/** Of the reverberation: after it noise is as good, and dies away as asked where a few walls would not. */
const mostOfImages = 0.3;

/** Over this part of the radius images give way to noise. */
const handOver = 0.4;

/** dB under the whole at which the response is cut off. */
const floor = -70;

/** Reflections below this, Hz, are left out: a box's all come with one sign, and would add up to a rumble. */
const lowest = 70;

const volumeOf = ([length, width, height]: Point): number => length * width * height;

/**
 * From a mouth to a microphone in a box-shaped room: the direct sound, alone and exact, then reflections by the image
 * method, then noise that dies away as they do. Pure: of its options.
 */
export function roomResponse(options: RoomResponseOptions): Float32Array {
  const { size, mouth, microphone, reverberation, reference, sampleRate, seed } = options;
  const random = createRandom(seed);
  const longest = reverberation * bands[0].reverberation;
  const frames = Math.ceil((1.1 * longest + 0.02) * sampleRate);
  const radius = Math.min(
    ((mostImages * volumeOf(size) * 3) / (4 * Math.PI)) ** (1 / 3),
    mostOfImages * reverberation * speedOfSound,
  );
  const images = findImageSources({ size, mouth, microphone, radius, random: random.fork('images') });
  const noise = whiteNoise(frames, random.fork('tail'));
  const reflected = bands.map(({ reverberation: share }) => {
    const time = reverberation * share;
    const train = new Float32Array(frames);
    addImages(train, images, { size, time, radius, reference, sampleRate });
    addTail(train, noise, { size, time, radius, reference, sampleRate });
    return train;
  });
  const sound = createBiquad(designBiquad({ type: 'high-pass', frequency: lowest, sampleRate })).process(
    joinBands(reflected, sampleRate),
  );
  addDirect(sound, Math.hypot(...mouth.map((place, axis) => place - (microphone[axis] ?? 0))), options);
  return cutOff(sound);
}

type Reverberation = {
  readonly size: Point;
  readonly time: number;
  readonly radius: number;
  readonly reference: number;
  readonly sampleRate: number;
};

/** Eyring: what each wall has to take for sound to die away in this time. */
function addImages(train: Float32Array, images: readonly ImageSource[], reverberation: Reverberation): void {
  const { size, time, radius, reference, sampleRate } = reverberation;
  const [length, width, height] = size;
  const surface = 2 * (length * width + length * height + width * height);
  const left = Math.exp((-sabine * volumeOf(size)) / (2 * surface * time));
  for (const { distance, reflections } of images) {
    const fade = Math.cos((Math.PI / 2) * handedOver(distance, radius));
    const gain = (reference / distance) * left ** reflections * fade;
    addFractional(train, ((distance - reference) / speedOfSound) * sampleRate, gain);
  }
}

/** 0 where images are heard alone, 1 where noise is. */
function handedOver(distance: number, radius: number): number {
  return Math.min(1, Math.max(0, (distance / radius - (1 - handOver)) / handOver));
}

const kernelHalf = 8;
const kernelPhases = 64;

/** Sincs under a cosine window, for each of 64 places between two frames. */
const kernels = Array.from({ length: kernelPhases }, (_, phase) =>
  Float32Array.from({ length: 2 * kernelHalf }, (__, tap) => {
    const x = tap + 1 - kernelHalf - phase / kernelPhases;
    const sinc = x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
    return sinc * Math.cos((Math.PI / 2) * (x / (kernelHalf + 1))) ** 2;
  }),
);

/** One sample between two frames. What would come before frame 1 is left out. */
function addFractional(train: Float32Array, place: number, gain: number): void {
  const fine = Math.round(place * kernelPhases);
  const kernel = kernels[fine % kernelPhases];
  const start = Math.floor(fine / kernelPhases) + 1 - kernelHalf;
  if (kernel === undefined) return;
  for (let tap = Math.max(0, 1 - start); tap < Math.min(kernel.length, train.length - start); tap++) {
    train[start + tap] = (train[start + tap] ?? 0) + gain * (kernel[tap] ?? 0);
  }
}

/** Uniform numbers of variance 1: what is filtered and added up is normal anyhow. */
function whiteNoise(frames: number, random: Random): Float32Array {
  return Float32Array.from({ length: frames }, () => (random.next() - 0.5) * Math.sqrt(12));
}

/** Where images have become too many: in a second c³·4πt²/V of them come, each of energy 1/(ct)², less what walls took. */
function addTail(train: Float32Array, noise: Float32Array, reverberation: Reverberation): void {
  const { size, time, radius, reference, sampleRate } = reverberation;
  const density = (4 * Math.PI * speedOfSound * reference * reference) / volumeOf(size) / sampleRate;
  const first = Math.max(1, Math.floor((((1 - handOver) * radius - reference) / speedOfSound) * sampleRate));
  const decay = Math.exp((-3 * Math.LN10) / (time * sampleRate));
  let level = Math.sqrt(density) * decay ** (first + (reference / speedOfSound) * sampleRate);
  for (let frame = first; frame < train.length; frame++) {
    const handed = handedOver(reference + (frame / sampleRate) * speedOfSound, radius);
    const fade = handed < 1 ? Math.sin((Math.PI / 2) * handed) : 1;
    train[frame] = (train[frame] ?? 0) + fade * level * (noise[frame] ?? 0);
    level *= decay;
  }
}

/** Each band of the train that was made for it, by filters that add up to all. */
function joinBands(trains: readonly Float32Array[], sampleRate: number): Float32Array {
  const joined = new Float32Array(trains[0]?.length ?? 0);
  for (const [index, train] of trains.entries()) {
    const above = bands[index - 1]?.to;
    const band = bands[index]?.to ?? 0;
    const upTo = band < sampleRate / 2 ? onePole(train, band, sampleRate) : train;
    const below =
      above !== undefined && above < sampleRate / 2 ? onePole(upTo, above, sampleRate) : undefined;
    for (let frame = 0; frame < joined.length; frame++) {
      joined[frame] = (joined[frame] ?? 0) + (upTo[frame] ?? 0) - (below?.[frame] ?? 0);
    }
  }
  return joined;
}

function onePole(input: Float32Array, frequency: number, sampleRate: number): Float32Array {
  const keep = Math.exp((-2 * Math.PI * frequency) / sampleRate);
  let state = 0;
  return input.map((sample) => {
    state = keep * state + (1 - keep) * sample;
    return state;
  });
}

function addDirect(
  sound: Float32Array,
  distance: number,
  { reference, sampleRate }: Pick<RoomResponseOptions, 'reference' | 'sampleRate'>,
): void {
  const delay = ((distance - reference) / speedOfSound) * sampleRate;
  if (delay < 0.5) sound[0] = (sound[0] ?? 0) + reference / distance;
  else addFractional(sound, delay, reference / distance);
}

function cutOff(sound: Float32Array): Float32Array {
  const energy = sound.reduce((sum, sample) => sum + sample * sample, 0);
  let rest = 0;
  let end = sound.length;
  while (end > 1 && rest < energy * 10 ** (floor / 10)) {
    end--;
    rest += (sound[end] ?? 0) ** 2;
  }
  return sound.slice(0, end);
}
