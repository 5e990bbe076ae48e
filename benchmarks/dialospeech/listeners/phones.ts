import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import * as z from 'zod';
import { logMel } from '../../../packages/dialospeech/src/sound/log-mel.ts';
import {
  createDialogueText,
  type DialogueText,
  vocabulary,
} from '../../../packages/dialospeech/src/text/index.ts';
import type { TestLanguage } from '../test-script.ts';

/** A sound; a final of Mandarin has a tone of 1 to 5, others have 0. */
export type Phone = { readonly symbol: string; readonly tone: number };

/** Hears phones and tones, not words. */
export interface PhoneListener extends AsyncDisposable {
  /** Share of phones that it hears wrong of clean speech by voices that it does not know. */
  readonly measured: Readonly<Record<string, number>>;
  readonly voices: readonly string[];
  /** Of sound at 16 kHz. */
  hear(samples: Float32Array): Promise<Phone[]>;
}

/** Where the recogniser lies that `training/` makes. */
export const ownRecogniser = fileURLToPath(new URL('../recogniser', import.meta.url));

const aboutSchema = z.object({
  format: z.literal(1),
  sampleRate: z.literal(16_000),
  hop: z.int().positive(),
  mel: z.object({ bands: z.int().positive(), mean: z.number(), deviation: z.number().positive() }),
  voices: z.array(z.string()),
  measured: z.record(z.string(), z.number()),
  classes: z.array(z.object({ symbol: z.string(), tone: z.int().min(0).max(7) })),
});

/** Our own recogniser of phones, from its folder. */
export async function openPhoneListener(folder: string = ownRecogniser): Promise<PhoneListener> {
  const about = aboutSchema.parse(JSON.parse(await readFile(join(folder, 'phones.json'), 'utf8')));
  const session = await InferenceSession.create(join(folder, 'phones.onnx'), {
    executionProviders: ['cpu'],
    intraOpNumThreads: 1,
    logSeverityLevel: 3,
  });
  const { sampleRate, hop, mel: scale, classes } = about;
  const shape = { sampleRate, hop, ...scale };
  return {
    measured: about.measured,
    voices: about.voices,
    async hear(samples) {
      const mel = logMel(samples, shape);
      if (mel.length === 0) return [];
      const frames = mel.length / scale.bands;
      const { scores } = await session.run({ mel: new Tensor('float32', mel, [1, frames, scale.bands]) });
      if (scores === undefined || !(scores.data instanceof Float32Array))
        throw new TypeError(`${folder}/phones.onnx gives no scores: make it again with training/.`);
      return likeliestPhones(scores.data, classes);
    },
    [Symbol.asyncDispose]: () => session.release(),
  };
}

/** Along the likeliest path: what lasts is one, and 0 is nothing new. */
export function likeliestPhones(scores: Float32Array, classes: readonly Phone[]): Phone[] {
  const width = classes.length + 1;
  const phones: Phone[] = [];
  let before = 0;
  for (let from = 0; from < scores.length; from += width) {
    let best = 0;
    for (let index = 1; index < width; index++)
      if ((scores[from + index] ?? 0) > (scores[from + best] ?? 0)) best = index;
    const phone = classes[best - 1];
    if (best !== before && phone !== undefined) phones.push(phone);
    before = best;
  }
  return phones;
}

/** The phones of a text as the model reads it, those that sound. */
export async function openPhoneReader(): Promise<(text: string, language: TestLanguage) => Phone[]> {
  const reader: DialogueText = await createDialogueText();
  return (text, language) =>
    reader.read(text, { language }).units.flatMap(({ symbols, tones }) =>
      symbols.flatMap((id, index) => {
        const symbol = vocabulary.symbols[id] ?? '<pad>';
        return symbol.startsWith('<') ? [] : [{ symbol, tone: tones[index] ?? 0 }];
      }),
    );
}

/** Phones as words that can be compared, with their tones or without. */
export function phoneNames(phones: readonly Phone[], { tones }: { readonly tones: boolean }): string[] {
  return phones.map(({ symbol, tone }) => (tones && tone > 0 ? `${symbol}${tone}` : symbol));
}

const initials = new Set(
  'b p m f d t n l g k h j q x zh ch sh r z c s'.split(' ').map((name) => `zh_${name}`),
);

/** Mandarin phones as syllables without tones, which stand for words where none can be recognised. */
export function syllablesOf(phones: readonly Phone[]): string[] {
  const syllables: string[] = [];
  let isOpen = false;
  for (const { symbol } of phones) {
    const last = syllables.length - 1;
    const joins = isOpen && !initials.has(symbol);
    if (joins || symbol === 'zh_rr') syllables[Math.max(0, last)] = `${syllables[last] ?? ''}+${symbol}`;
    else syllables.push(symbol);
    isOpen = initials.has(symbol);
  }
  return syllables;
}
