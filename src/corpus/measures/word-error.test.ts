import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { createRandom } from '../../dsp/index.ts';
import { type FoundWord, type SpokenWords, wordError } from './word-error.ts';

const said = (speaker: string, start: number, end: number, text: string): SpokenWords => {
  return { speaker, start, end, words: text.split(' ') };
};
const word = (speaker: string, start: number, text: string): FoundWord => {
  return { speaker, start, end: start + 0.1, text };
};

test('nothing is wrong with what is the same', () => {
  const reference = [said('anna', 0, 1, 'one two'), said('ben', 0.5, 2, 'three')];
  const found = [word('ben', 0.6, 'three'), word('anna', 0.1, 'one'), word('anna', 0.5, 'two')];
  expect(wordError(reference, found)).toEqual({
    error: 0,
    words: 3,
    substitutions: 0,
    deletions: 0,
    insertions: 0,
  });
});

test('a word at another time is lost in one place and added in another', () => {
  const reference = [said('anna', 0, 1, 'one two'), said('anna', 2, 3, 'three four')];
  const found = [word('anna', 0.1, 'one'), word('anna', 2.1, 'two'), word('anna', 2.3, 'three')];
  expect(wordError(reference, found)).toMatchObject({ deletions: 2, insertions: 1, error: 0.75 });
});

test('all is wrong where nobody is, and nothing can be said of no words', () => {
  expect(wordError([said('anna', 0, 1, 'one')], [word('ben', 0.1, 'one')])).toMatchObject({
    deletions: 1,
    insertions: 1,
  });
  expect(wordError([], []).error).toBeNaN();
});

test.skipIf(!existsSync('/usr/bin/sctk'))('is that of sclite', async () => {
  const random = createRandom('words');
  const words = ['ja', 'nein', 'doch', 'aber', '好', '对'];
  const any = (): string => words[random.integer(words.length)] ?? '';
  const reference: SpokenWords[] = [];
  const found: FoundWord[] = [];
  for (const speaker of ['1', '2']) {
    for (let stretch = 0; stretch < 60; stretch++) {
      const start = stretch * 4 + random.next();
      const texts = Array.from({ length: 1 + random.integer(9) }, any);
      reference.push({ speaker, start, end: start + texts.length * 0.3, words: texts });
      for (const [index, text] of texts.entries()) {
        const heard = random.next() < 0.2 ? any() : text;
        const at = Math.max(0, start + index * 0.3 + 0.1 + random.normal() * 0.2);
        if (random.next() > 0.1) found.push(word(speaker, Math.round(at * 1000) / 1000, heard));
      }
    }
  }
  const folder = await mkdtemp(join(tmpdir(), 'duologue-words-'));
  try {
    const [stm, ctm] = [join(folder, 'ref.stm'), join(folder, 'hyp.ctm')];
    await writeFile(
      stm,
      reference
        .map(
          ({ speaker, start, end, words: texts }) =>
            `d ${speaker} s${speaker} ${start} ${end} ${texts.join(' ')}\n`,
        )
        .join(''),
    );
    const rising = found.toSorted((a, b) => Number(a.speaker) - Number(b.speaker) || a.start - b.start);
    await writeFile(
      ctm,
      rising.map(({ speaker, start, text }) => `d ${speaker} ${start} .1 ${text}\n`).join(''),
    );
    const options = `-r ${stm} stm -h ${ctm} ctm -e utf-8 -o rsum stdout`.split(' ');
    const { stdout } = await promisify(execFile)('sctk', ['sclite', ...options]);
    const counts = /Sum\s*\|([^\n]*)/.exec(stdout)?.[1]?.match(/\d+/g)?.map(Number) ?? [];
    const theirs = (100 * (counts[6] ?? Number.NaN)) / (counts[1] ?? Number.NaN);
    expect(theirs).toBeGreaterThan(10);
    expect(Math.abs(100 * wordError(reference, found).error - theirs)).toBeLessThan(0.1);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
