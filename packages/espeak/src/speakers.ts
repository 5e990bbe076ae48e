import type { Gender } from 'duologue/timeline';
import type { Throat } from 'duologue/voices';

/** A person made for this package: a variant of the engine's voice, whichever language it speaks. */
export type Speaker = {
  /** As in `espeak/mei`. */
  readonly id: string;
  readonly name: string;
  readonly gender: Gender;
  /** What they sound like, for a reader who chooses. */
  readonly character: string;
  readonly throat: Throat;
  /** Brings Mandarin to -23 LUFS, dB. */
  readonly gain: number;
  /** Words per minute at speed 1 where Mandarin is spoken, in the engine's count. */
  readonly rate: number;
  /** The body of a variant file of eSpeak NG, without its name. */
  readonly definition: string;
};

export const speakers: readonly Speaker[] = [
  {
    id: 'mei',
    name: 'Mei',
    gender: 'female',
    character: 'warm, middle height, unhurried',
    throat: { pitch: 182, tract: 0.87 },
    gain: -0.2,
    rate: 210,
    definition: variant({
      pitch: [130, 272],
      formants: [108, 113, 113, 113, 115],
      extra: 'breath 0 2 3 3 3 3 3 2\nconsonants 115 115',
    }),
  },
  {
    id: 'wei',
    name: 'Wei',
    gender: 'male',
    character: 'steady, middle height',
    throat: { pitch: 107, tract: 1 },
    gain: 1.6,
    rate: 210,
    definition: variant({ pitch: [76, 162], formants: [100, 99, 100, 100, 100], extra: 'consonants 100' }),
  },
  {
    id: 'xue',
    name: 'Xue',
    gender: 'female',
    character: 'young, high and bright, quick',
    throat: { pitch: 243, tract: 0.81 },
    gain: -1,
    rate: 226,
    definition: variant({
      pitch: [170, 354],
      formants: [118, 122, 122, 121, 122],
      extra: 'tone 600 170 1200 135 2000 110 4000 120\nconsonants 110 120',
    }),
  },
  {
    id: 'jun',
    name: 'Jun',
    gender: 'male',
    character: 'deep and slow',
    throat: { pitch: 85, tract: 1.07 },
    gain: 2.3,
    rate: 190,
    definition: variant({
      pitch: [64, 134],
      formants: [93, 93, 93, 94, 94],
      extra: 'tone 600 170 1200 120 2000 90 3000 80\nconsonants 90',
    }),
  },
  {
    id: 'lan',
    name: 'Lan',
    gender: 'female',
    character: 'low and breathy, older',
    throat: { pitch: 149, tract: 0.91 },
    gain: 1.8,
    rate: 196,
    definition: variant({
      pitch: [108, 226],
      formants: [104, 107, 109, 109, 110],
      extra:
        'breath 0 5 7 7 7 7 4 8\nvoicing 80\nconsonants 120 120\nbreathw 150 150 200 200 400 400 600 600',
    }),
  },
  {
    id: 'tao',
    name: 'Tao',
    gender: 'male',
    character: 'young and light, quick',
    throat: { pitch: 137, tract: 0.95 },
    gain: 0.8,
    rate: 220,
    definition: variant({
      pitch: [100, 210],
      formants: [104, 106, 105, 105, 105],
      extra: 'tone 600 170 1200 135 2000 110 4000 110\nconsonants 110',
    }),
  },
  {
    id: 'hao',
    name: 'Hao',
    gender: 'male',
    character: 'dry, with an edge',
    throat: { pitch: 111, tract: 1.02 },
    gain: 2.2,
    rate: 212,
    definition: variant({
      pitch: [82, 174],
      formants: [97, 97, 98, 98, 98],
      extra: 'klatt 6\nconsonants 85 85',
    }),
  },
];

export const defaultSpeakers = { female: speakerNamed('mei'), male: speakerNamed('wei') };

/** The files that the engine gets beside its own variants. */
export const voiceVariants: readonly { readonly name: string; readonly definition: string }[] = speakers.map(
  ({ id, name, gender, definition }) => ({
    name: variantName(id),
    definition: `language variant\nname Duologue ${name}\ngender ${gender}\n${definition}\n`,
  }),
);

export function variantName(speaker: string): string {
  return `duologue-${speaker}`;
}

export function findSpeaker(id: string): Speaker | undefined {
  return speakers.find((speaker) => speaker.id === id);
}

function speakerNamed(id: string): Speaker {
  const speaker = findSpeaker(id);
  if (speaker === undefined) throw new RangeError(`No speaker has the id "${id}".`);
  return speaker;
}

/**
 * `pitch` is the engine's base and top, Hz; `formants` the frequencies of F1 to F5 in percent of a man's;
 * the engine's higher formants follow the last.
 */
function variant({
  pitch,
  formants,
  extra,
}: {
  readonly pitch: readonly [number, number];
  readonly formants: readonly number[];
  readonly extra: string;
}): string {
  const last = formants.at(-1) ?? 100;
  const all = [...formants, last, last, last];
  const lines = all.map((percent, index) => `formant ${index + 1} ${percent} 100 100`);
  return [`pitch ${pitch.join(' ')}`, 'flutter 2', ...lines, extra].join('\n');
}
