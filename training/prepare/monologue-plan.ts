import { createHash } from 'node:crypto';
import { createRandom, type Random } from 'duologue/dsp';
import { englishSentence } from './english-sentences.ts';
import { mandarinSentence } from './mandarin-sentences.ts';
import type { PrepareSpec } from './prepare-spec.ts';
import type { Language, Throat } from './throats.ts';

/** One speaker alone: what is said, and how long the silence before each text is. */
export type MonologuePlan = {
  readonly id: string;
  readonly throat: Throat;
  readonly language: Language;
  readonly texts: readonly { readonly text: string; readonly pause: number }[];
};

/** Texts of an item: some 25 seconds. */
const textsOfItem = 7;
/** Share of texts of two sentences: turns have inner sentence ends, too. */
const doubled = 0.3;
/** Seconds. */
const pauses = { least: 0.3, most: 1.1 };

const sentenceOf: Readonly<Record<Language, (random: Random) => string>> = {
  en: englishSentence,
  zh: mandarinSentence,
};

/** The item of that number: it follows from the specification alone. */
export function planMonologue(
  spec: PrepareSpec,
  language: Language,
  { throats, index }: { readonly throats: readonly Throat[]; readonly index: number },
): MonologuePlan {
  const id = `${spec.name}-${language}-alone-${String(index).padStart(6, '0')}`;
  const random = createRandom(`${spec.seed}/${id}`);
  const split = splitAt(spec.split, random.next());
  const able = throats.filter((throat) => throat.split === split && throat.voices[language] !== undefined);
  // Women and men in turn: there are more voices of men.
  const gender = index % 2 === 0 ? 'female' : 'male';
  const own = able.filter((throat) => throat.gender === gender);
  const throat = own[random.integer(own.length)] ?? able[0];
  if (throat === undefined) throw new RangeError(`Nobody speaks ${language} in ${split}.`);
  const texts = Array.from({ length: textsOfItem }, (_, place) => {
    const sentences = Array.from({ length: random.next() < doubled ? 2 : 1 }, () =>
      sentenceOfSplit(spec, language, { split, random }),
    );
    const pause = place === 0 ? 0.2 : pauses.least + random.next() * (pauses.most - pauses.least);
    return { text: sentences.join(language === 'en' ? ' ' : ''), pause };
  });
  return { id, throat, language, texts };
}

/** A sentence is of one part of the data alone, whoever says it. */
function sentenceOfSplit(
  spec: PrepareSpec,
  language: Language,
  { split, random }: { readonly split: Throat['split']; readonly random: Random },
): string {
  for (;;) {
    const sentence = sentenceOf[language](random);
    const digest = createHash('sha256').update(sentence).digest();
    if (splitAt(spec.split, digest.readUInt32BE(0) / 2 ** 32) === split) return sentence;
  }
}

/** Which part has that place from 0 to 1. */
function splitAt({ train, dev }: PrepareSpec['split'], place: number): Throat['split'] {
  if (place < train) return 'train';
  return place < train + dev ? 'dev' : 'test';
}
