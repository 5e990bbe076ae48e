import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { symbolId, vocabulary } from './vocabulary.ts';

it('is what training reads: npx tsx training/prepare/write-vocabulary.ts writes it', () => {
  const path = new URL('../../../../training/dialospeech/vocabulary.json', import.meta.url);
  expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual(vocabulary);
});

it('has each symbol once, and few enough backchannels', () => {
  expect(new Set(vocabulary.symbols).size).toBe(vocabulary.symbols.length);
  expect(vocabulary.symbols.every((name, id) => symbolId(name) === id)).toBe(true);
  expect(vocabulary.backchannels.length).toBeLessThanOrEqual(15);
});
