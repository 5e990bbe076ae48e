import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createFlitePronouncer } from 'duologue/voices/flite';
import { comparableWords, recognise } from '../../recogniser.ts';
import { closeLanguage } from './closed-language.ts';
import { listeningRate } from './prepare-sound.ts';

/** Hears English words among those of the texts that it was told. */
export interface EnglishListener extends AsyncDisposable {
  /** Words of its texts that it cannot know. */
  readonly unknown: readonly string[];
  /** Of sound at 16 kHz. */
  hear(samples: Float32Array): Promise<string[]>;
}

const ownDictionary = '/usr/share/pocketsphinx/model/en-us/cmudict-en-us.dict';

/**
 * Debian's pocketsphinx with the words of some texts and how they follow each other. With all of English it mishears
 * half of what synthetic voices say, and tells good voices from bad ones by little.
 */
export async function openEnglishListener(texts: readonly string[]): Promise<EnglishListener> {
  const known = readDictionary(await readFile(ownDictionary, 'utf8'));
  const pronounce = await createFlitePronouncer();
  const spell = (word: string): string[] => {
    const phones = pronounce([word]).flatMap((said) => said.phones);
    return phones.length === 0 ? [] : [phones.map(sphinxPhone).join(' ')];
  };
  const language = closeLanguage(texts.map(comparableWords), (word) => known.get(word) ?? spell(word));
  const folder = await mkdtemp(join(tmpdir(), 'duologue-language-'));
  const [pairs, dictionary] = [join(folder, 'pairs.lm'), join(folder, 'words.dict')];
  await writeFile(pairs, language.pairs);
  await writeFile(dictionary, language.dictionary);
  return {
    unknown: language.unknown,
    hear: async (samples) =>
      samples.length === 0
        ? []
        : recognise({ samples, sampleRate: listeningRate }, ['-lm', pairs, '-dict', dictionary]),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}

/** Every way to say each word. */
function readDictionary(text: string): Map<string, string[]> {
  const ways = new Map<string, string[]>();
  for (const line of text.split('\n')) {
    const [, word, phones] = /^([^\s(]+)(?:\(\d+\))?\s+(.+?)\s*$/.exec(line) ?? [];
    if (word === undefined || phones === undefined) continue;
    const known = ways.get(word);
    if (known === undefined) ways.set(word, [phones]);
    else known.push(phones);
  }
  return ways;
}

/** Flite has a sound for unstressed vowels that the other's dictionary has not. */
function sphinxPhone(phone: string): string {
  return phone === 'ax' ? 'AH' : phone.toUpperCase();
}
