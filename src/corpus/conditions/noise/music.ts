import type { Random } from '../../../dsp/index.ts';
import { createEventSource } from './event-source.ts';
import { mixNoise, type NoiseOptions, type NoiseSource } from './noise-source.ts';
import { burst, type Partial, ring } from './struck-sounds.ts';

/** Chords in semitones over the key, four bars and again. */
const progressions = [
  [
    [0, 4, 7],
    [9, 12, 16],
    [5, 9, 12],
    [7, 11, 14],
  ],
  [
    [0, 3, 7],
    [8, 12, 15],
    [3, 7, 10],
    [10, 14, 17],
  ],
  [
    [0, 4, 7],
    [7, 11, 14],
    [9, 12, 16],
    [5, 9, 12],
  ],
  [
    [2, 5, 9],
    [7, 11, 14],
    [0, 4, 7],
    [0, 4, 9],
  ],
] as const;

/** Struck strings, a bass and a drum in common time: recognisably music, and nobody's. */
export function createMusic({ sampleRate, random }: NoiseOptions): NoiseSource {
  const beat = 60 / (72 + 60 * random.next());
  const key = 174 * 2 ** (random.integer(12) / 12);
  const chords = progressions[random.integer(progressions.length)] ?? progressions[0];
  const brightness = 0.4 + 0.5 * random.next();
  const strings = new Map<number, Float32Array>();
  const note = (semitone: number, decay: number): Float32Array => {
    const known = strings.get(semitone);
    if (known !== undefined) return known;
    const played = ring(harmonics(key * 2 ** (semitone / 12), decay, brightness), sampleRate);
    strings.set(semitone, played);
    return played;
  };
  const chordAt = (eighth: number): readonly number[] =>
    chords[Math.floor(eighth / 8) % chords.length] ?? chords[0];
  const melody = random.fork('melody');
  let played = 0;
  const upper = createEventSource(() => {
    const chord = chordAt(played++);
    const rest = melody.next() < 0.2;
    const octave = melody.next() < 0.4 ? 12 : 0;
    return {
      samples: note((chord[melody.integer(chord.length)] ?? 0) + octave, 1.1),
      gain: rest ? 0 : 0.25 + 0.25 * melody.next(),
      wait: beat / 2,
    };
  }, sampleRate);
  let bar = 0;
  const lower = createEventSource(() => {
    const root = chordAt(4 * bar++)[0] ?? 0;
    return { samples: note(root - 24, 1.6), gain: 0.7, wait: 2 * beat };
  }, sampleRate);
  return mixNoise([
    { source: upper, gain: 1 },
    { source: lower, gain: 1 },
    { source: createDrums(beat, { sampleRate, random: random.fork('drums') }), gain: 0.25 * random.next() },
  ]);
}

function harmonics(frequency: number, decay: number, brightness: number): readonly Partial[] {
  return Array.from(
    { length: 7 },
    (_, index): Partial => [
      frequency * (index + 1) * (1 + 0.0004 * index * index),
      brightness ** index,
      decay / (1 + 0.5 * index),
    ],
  );
}

function createDrums(beat: number, { sampleRate, random }: NoiseOptions): NoiseSource {
  const drum = (own: Random, frequency: number, decay: number): Float32Array =>
    burst({
      rise: 0.001,
      decay,
      shapes: [{ type: 'band-pass', frequency, q: 0.7 }],
      sampleRate,
      random: own,
    });
  const kick = ring(
    [
      [58, 3, 0.18],
      [95, 1, 0.1],
    ],
    sampleRate,
  );
  const snare = drum(random.fork('snare'), 1600, 0.16);
  const hat = drum(random.fork('hat'), 6000, 0.05);
  let eighth = 0;
  return createEventSource(() => {
    const place = eighth++ % 8;
    const samples = place === 0 || place === 4 ? kick : place === 2 || place === 6 ? snare : hat;
    return { samples, gain: 0.7 + 0.3 * random.next(), wait: beat / 2 };
  }, sampleRate);
}
