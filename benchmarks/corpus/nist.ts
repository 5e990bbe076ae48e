import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { FoundWord, SpokenSpan, SpokenWords } from '../../src/corpus/index.ts';
import type { Heard } from './ingest-scores.ts';

const execute = promisify(execFile);

/** Debian's package of NIST's scoring toolkit. */
export const isNistHere = existsSync('/usr/bin/sctk');

/** Percent, by md-eval; files are written into `folder`. */
export async function mdEval(folder: string, all: readonly Heard[], collar: number): Promise<number> {
  const files = { ref: '', hyp: '', uem: '' };
  for (const { id, duration, reference, found } of all) {
    files.ref += rttm(id, reference);
    files.hyp += rttm(id, found);
    files.uem += `${id} 1 0 ${duration.toFixed(4)}\n`;
  }
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  const words = ['md-eval', '-c', String(collar)];
  const places = { '-r': 'ref', '-s': 'hyp', '-u': 'uem' };
  for (const [flag, name] of Object.entries(places)) words.push(flag, join(folder, name));
  const { stdout } = await execute('sctk', words, { maxBuffer: 2 ** 26 });
  return numberIn(stdout, /OVERALL SPEAKER DIARIZATION ERROR = ([\d.]+) percent/);
}

function rttm(id: string, spans: readonly SpokenSpan[]): string {
  return spans
    .map(
      ({ speaker, start, end }) =>
        `SPEAKER ${id} 1 ${start.toFixed(4)} ${(end - start).toFixed(4)} <NA> <NA> ${speaker} <NA> <NA>\n`,
    )
    .join('');
}

/** Words of one dialogue; a speaker is the number of a channel. */
export type WordsOf = {
  readonly id: string;
  readonly reference: readonly SpokenWords[];
  readonly found: readonly FoundWord[];
};

/** Percent of the words that are wrong, by sclite: texts by their stretches, words by their times. */
export async function sclite(folder: string, all: readonly WordsOf[]): Promise<number> {
  const stm = all.flatMap(({ id, reference }) =>
    reference
      .toSorted((a, b) => Number(a.speaker) - Number(b.speaker) || a.start - b.start)
      .map(
        ({ speaker, start, end, words }) =>
          `${id} ${Number(speaker) + 1} ${id}-${speaker} ${start.toFixed(4)} ${end.toFixed(4)} ${words.join(' ')}\n`,
      ),
  );
  const ctm = all.flatMap(({ id, found }) =>
    found
      .toSorted((a, b) => Number(a.speaker) - Number(b.speaker) || a.start - b.start)
      .map(
        ({ speaker, text, start, end }) =>
          `${id} ${Number(speaker) + 1} ${start.toFixed(4)} ${(end - start).toFixed(4)} ${text}\n`,
      ),
  );
  await writeFile(join(folder, 'ref.stm'), stm.join(''));
  await writeFile(join(folder, 'hyp.ctm'), ctm.join(''));
  const [ref, hyp] = ['ref.stm', 'hyp.ctm'].map((name) => join(folder, name));
  const words = ['sclite', '-r', ref ?? '', 'stm', '-h', hyp ?? '', 'ctm', '-e', 'utf-8'];
  const { stdout } = await execute('sctk', [...words, '-o', 'rsum', 'stdout'], { maxBuffer: 2 ** 26 });
  // Counts: sentences, words, correct, substitutions, deletions, insertions, errors, wrong sentences.
  const counts = /Sum\s*\|([^\n]*)/.exec(stdout)?.[1]?.match(/\d+/g)?.map(Number) ?? [];
  const [, count, , , , , errors] = counts;
  if (count === undefined || errors === undefined) throw new Error(`sclite said:\n${stdout}`);
  return (100 * errors) / count;
}

function numberIn(text: string, pattern: RegExp): number {
  const found = pattern.exec(text)?.[1];
  if (found === undefined) throw new Error(`NIST's program said:\n${text}`);
  return Number(found);
}
