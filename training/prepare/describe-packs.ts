import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { vocabulary } from '../../packages/dialospeech/src/text/index.ts';
import type { PackItem } from './pack-item.ts';
import { meanOf, packTiming } from './pack-timing.ts';

/** What is in the packs of a folder, by language: how much, by how many, and whether the texts say when to speak. */
export async function describePacks(folder: string): Promise<string[]> {
  const items = await readItems(folder);
  return (['en', 'zh'] as const).flatMap((language) => {
    const own = items.filter((item) => item.language === language);
    if (own.length === 0) return [];
    const dialogues = own.filter(({ kind }) => kind === 'dialogue');
    const alone = own.filter(({ kind }) => kind === 'monologue');
    const timing = packTiming(dialogues, vocabulary.symbols.indexOf('<?>'));
    const throats = new Set(own.flatMap(({ speakers }) => speakers.map(({ id }) => id)));
    const heldOut = own.filter(({ split }) => split !== 'train').length;
    return [
      `${language}: ${timing.hours.toFixed(2)} h of dialogue, ${hoursOf(alone).toFixed(2)} h of one alone, ${throats.size} throats, ${heldOut} of ${own.length} items held out`,
      `  next turn after a question ${printMean(timing.afterQuestions)}, after a statement ${printMean(timing.afterStatements)}, p = ${timing.pValue.toExponential(1)}`,
      `  a minute: ${timing.backchannelsPerMinute.toFixed(2)} backchannels, ${timing.interruptionsPerMinute.toFixed(2)} interruptions; backchannels at ends of phrases ${percent(timing.atPhraseEnds)}, by chance ${percent(timing.atPhraseEndsByChance)}`,
    ];
  });
}

async function readItems(folder: string): Promise<PackItem[]> {
  const found = await readdir(folder).catch((): string[] => []);
  const names = found.filter((name) => !name.startsWith('.')).toSorted();
  const texts = await Promise.all(
    names.map((name) => readFile(join(folder, name, 'items.jsonl'), 'utf8').catch(() => '')),
  );
  const items = texts
    .flatMap((text) => text.split('\n').filter(Boolean))
    .map((line): PackItem => JSON.parse(line));
  if (items.length === 0)
    throw new Error(`There are no packs in ${folder}: make them with --spec and --out.`);
  return items;
}

function hoursOf(items: readonly PackItem[]): number {
  return items.reduce((sum, { frames }) => sum + frames / 16_000, 0) / 3600;
}

function printMean(values: readonly number[]): string {
  return `${meanOf(values).toFixed(3)} s (of ${values.length})`;
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
