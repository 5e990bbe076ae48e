import type { Random } from '../../../dsp/index.ts';

export type PhraseOptions = {
  /** Seconds. */
  readonly duration: number;
  /** Hz of the voice's middle, 80 to 260. */
  readonly pitch: number;
  /** Of the vocal tract against a man's: 1 to 1.25. */
  readonly size: number;
  /** Hz. */
  readonly sampleRate: number;
  readonly random: Random;
};

/** First three resonances of vowels, Hz, of a man (Peterson and Barney 1952, rounded). */
const vowels = [
  [270, 2290, 3010],
  [390, 1990, 2550],
  [530, 1840, 2480],
  [660, 1720, 2410],
  [730, 1090, 2440],
  [570, 840, 2410],
  [440, 1020, 2240],
  [300, 870, 2240],
  [640, 1190, 2390],
  [490, 1350, 1690],
] as const;

const bandwidths = [80, 110, 160] as const;

/** Frames from one setting of the resonances to the next. */
const step = 96;

/** Nobody's words: vowels and hisses in the rhythm and the melody of speech, for what is not to be understood. */
export function speakPhrase({ duration, pitch, size, sampleRate, random }: PhraseOptions): Float32Array {
  const frames = Math.round(duration * sampleRate);
  const sound = new Float32Array(frames);
  const syllables = layOutSyllables(duration, random);
  const tract = createTract(sampleRate);
  let phase = 0;
  let previous = 0;
  let current = 0;
  for (let start = 0; start < frames; start += step) {
    const time = start / sampleRate;
    while (current < syllables.length - 1 && time >= (syllables[current]?.end ?? 0)) current++;
    const syllable = syllables[current];
    if (syllable === undefined) break;
    const place = (time - syllable.start) / (syllable.end - syllable.start);
    const hiss = place < syllable.hiss ? 1 : 0;
    const opening = Math.sin(Math.PI * Math.min(1, Math.max(0, place))) ** 0.7;
    const next = syllables[current + 1] ?? syllable;
    const glide = Math.max(0, place - 0.6) / 0.8;
    tract.set(
      syllable.vowel.map(
        (formant, index) => size * (formant + glide * ((next.vowel[index] ?? formant) - formant)),
      ),
    );
    // Falls over the phrase, rises on what is stressed.
    const frequency = pitch * (1.12 - (0.24 * time) / duration) * (1 + 0.18 * syllable.stress * opening);
    const loudness = syllable.loudness * opening;
    for (let frame = start; frame < Math.min(frames, start + step); frame++) {
      phase += frequency / sampleRate;
      if (phase >= 1) phase -= 1;
      // A glottis: opens slowly, closes at once.
      const flow = phase < 0.6 ? phase * phase * (0.6 - phase) * 25 : 0;
      const noise = hiss === 1 ? random.next() - 0.5 : 0;
      const voiced = hiss === 1 ? 0 : (flow - previous) * 6;
      previous = flow;
      sound[frame] = loudness * tract.pass(voiced + 0.05 * noise) + 0.12 * loudness * noise;
    }
  }
  return sound;
}

type Syllable = {
  readonly start: number;
  readonly end: number;
  readonly vowel: readonly number[];
  /** Part of it that is a consonant. */
  readonly hiss: number;
  readonly stress: number;
  readonly loudness: number;
};

function layOutSyllables(duration: number, random: Random): readonly Syllable[] {
  const syllables: Syllable[] = [];
  for (let start = 0; start < duration; ) {
    const stress = random.next() < 0.35 ? 1 : 0;
    const length = (0.11 + 0.09 * random.next()) * (1 + 0.5 * stress);
    syllables.push({
      start,
      end: start + length,
      vowel: vowels[random.integer(vowels.length)] ?? vowels[0],
      hiss: random.next() < 0.3 ? 0.15 + 0.25 * random.next() : 0,
      stress,
      loudness: 0.5 + 0.5 * random.next() + 0.3 * stress,
    });
    start += length + (random.next() < 0.06 ? 0.12 : 0);
  }
  return syllables;
}

/** Three resonances side by side. */
function createTract(sampleRate: number) {
  const poles = bandwidths.map((width) => Math.exp((-Math.PI * width) / sampleRate));
  const gains = [1, 0.55, 0.3];
  const [p1 = 0, p2 = 0, p3 = 0] = poles;
  let [a1, a2, a3] = [0, 0, 0];
  let [g1, g2, g3] = [0, 0, 0];
  let [x1, y1, x2, y2, x3, y3] = [0, 0, 0, 0, 0, 0];
  return {
    set(formants: readonly number[]): void {
      const coefficient = (index: number): number =>
        2 * (poles[index] ?? 0) * Math.cos((2 * Math.PI * (formants[index] ?? 500)) / sampleRate);
      const gain = (index: number): number =>
        (gains[index] ?? 0) *
        (1 - (poles[index] ?? 0)) *
        2 *
        Math.sin((2 * Math.PI * (formants[index] ?? 500)) / sampleRate);
      [a1, a2, a3] = [coefficient(0), coefficient(1), coefficient(2)];
      [g1, g2, g3] = [gain(0), gain(1), gain(2)];
    },
    pass(input: number): number {
      const s1 = g1 * input + a1 * x1 - p1 * p1 * y1;
      const s2 = g2 * input + a2 * x2 - p2 * p2 * y2;
      const s3 = g3 * input + a3 * x3 - p3 * p3 * y3;
      y1 = x1;
      x1 = s1;
      y2 = x2;
      x2 = s2;
      y3 = x3;
      x3 = s3;
      return s1 - s2 + s3;
    },
  };
}
