import { applyGain, createRandom, findSpeech, fromDecibels, resample } from '../../../src/dsp/index.ts';
import type { Word } from '../../../src/timeline/index.ts';
import { createRoom, type NoiseHalf } from '../noises.ts';
import { activeLevel, convolve, filtered, noiseRate, shaped, toLevel } from '../sound-making.ts';
import type { UserPart } from './scenario.ts';
import type { Spoken } from './spoken-cache.ts';

/** Speech at 16 kHz, cut to where it sounds. */
export type DrySpeech = { readonly samples: Float32Array; readonly words: readonly Word[] };

const margin = 0.01;

export function drySpeech({ audio, words }: Spoken): DrySpeech {
  const { samples } = resample(audio, noiseRate);
  const found = findSpeech({ samples, sampleRate: noiseRate });
  const start = Math.max(0, (found[0]?.start ?? 0) - margin);
  const end = (found.at(-1)?.end ?? samples.length / noiseRate) + margin;
  return {
    samples: samples.slice(Math.round(start * noiseRate), Math.round(end * noiseRate)),
    words: words.map((word) => ({ ...word, start: Math.max(0, word.start - start), end: word.end - start })),
  };
}

/** Another person's: all of it higher and faster by a part, as of a smaller head. */
export function withHead({ audio, words, took }: Spoken, head: number): Spoken {
  if (head === 1) return { audio, words, took };
  const { samples } = resample(
    { ...audio, sampleRate: Math.round(audio.sampleRate * head) },
    audio.sampleRate,
  );
  const sooner = words.map((word) => ({ ...word, start: word.start / head, end: word.end / head }));
  return { audio: { samples, sampleRate: audio.sampleRate }, words: sooner, took };
}

/** Puts silence of a length into speech at a time. */
export function withPause({ samples, words }: DrySpeech, at: number, duration: number): DrySpeech {
  const frame = Math.round(at * noiseRate);
  const gap = Math.round(duration * noiseRate);
  const fade = Math.round(0.006 * noiseRate);
  const joined = new Float32Array(samples.length + gap);
  joined.set(samples.subarray(0, frame));
  joined.set(samples.subarray(frame), frame + gap);
  for (let index = 0; index < fade; index++) {
    const gain = index / fade;
    const [before, after] = [frame - 1 - index, frame + gap + index];
    joined[before] = (joined[before] ?? 0) * gain;
    joined[after] = (joined[after] ?? 0) * gain;
  }
  const later = (word: Word): Word => ({ ...word, start: word.start + duration, end: word.end + duration });
  return { samples: joined, words: words.map((word) => (word.start >= at - 0.02 ? later(word) : word)) };
}

export type Place = {
  readonly half: NoiseHalf;
  readonly seed: string;
  /** dBFS where it sounds. */
  readonly level: number;
  /** `near`: at the microphone; `turned`: the same person, speaking away from it; `far`: across the room; `dry`: as it is. */
  readonly from: 'near' | 'turned' | 'far' | 'dry';
};

/** Speech or a noise as the user's microphone hears it. */
export function placed(sound: Float32Array, { half, seed, level, from }: Place): Float32Array {
  if (from === 'dry') return toLevel(sound, level);
  const random = createRandom(`place/${half}/${seed}/${from}`);
  const [lowest, highest] = from === 'near' ? [6, 15] : from === 'turned' ? [-2, 4] : [-8, -1];
  const direct = lowest + (highest - lowest) * random.next();
  const reverberation = (from === 'far' ? 0.3 : 0.2) + 0.35 * random.next();
  const room = createRoom({ half, seed: `${seed}/${from}`, reverberation, direct });
  const heard = convolve(sound, room);
  const corner = from === 'turned' ? 3000 + 2000 * random.next() : 4000 + 3000 * random.next();
  return toLevel(from === 'near' ? heard : filtered(heard, 'low-pass', corner, 0.6), level);
}

/** Noise of a room and its machines: hiss and hum, steady. */
export function roomNoise(level: number, seed: string): Float32Array {
  const random = createRandom(`floor/${seed}`);
  const duration = 4;
  const hiss = shaped(duration, random, () => 1);
  const low = filtered(hiss, 'low-pass', 250 + 700 * random.next(), 0.5);
  const brightness = 0.05 + 0.2 * random.next();
  const noise = low.map((sample, index) => sample + brightness * (hiss[index] ?? 0));
  return applyGain(noise, fromDecibels(level - activeLevel(noise)));
}

/** Where a sound of its own begins and ends, as it is heard without the room's echo. */
export function spanOf(dry: Float32Array): { start: number; end: number } {
  const found = findSpeech({ samples: dry, sampleRate: noiseRate }, { minimumSpeech: 0.005 });
  return { start: found[0]?.start ?? 0, end: found.at(-1)?.end ?? dry.length / noiseRate };
}

export function speechPart(
  dry: DrySpeech,
  place: Place,
  part: Pick<UserPart, 'role' | 'when'> & Partial<Pick<UserPart, 'missed' | 'pause'>>,
): UserPart {
  return {
    missed: 0,
    ...part,
    ...spanOf(dry.samples),
    samples: placed(dry.samples, place),
    words: dry.words,
  };
}
