import { splitWords } from 'duologue/timeline';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { cutIntoChunks } from './chunks.ts';
import { placeWords } from './engine-text.ts';

const cut = (text: string) => cutIntoChunks(text, placeWords(text, splitWords(text)));

it('leaves a short text whole', () => {
  expect(cut('One. Two. Three.')).toHaveLength(1);
});

it('cuts a long one at the ends of sentences', () => {
  const chunks = cut('Here is a sentence of some length that says little. '.repeat(20));
  expect(chunks.length).toBeGreaterThan(3);
  expect(chunks.every(({ text }) => text.trim().endsWith('.'))).toBe(true);
  expect(chunks.at(-1)?.pause).toBe(0);
  expect(chunks[0]?.pause).toBeGreaterThan(0.2);
});

it('cuts a text without an end between words', () => {
  const chunks = cut('好'.repeat(2000));
  expect(chunks.every(({ text }) => text.length <= 601)).toBe(true);
});

it('keeps every word, in order', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom('one', 'two.', '好', '吗？', ' ', '\n', '"', '“', 'three,', '…'), {
        maxLength: 400,
      }),
      (parts) => {
        const text = parts.join(' ');
        const chunks = cut(text);
        expect(chunks.flatMap(({ places }) => places.map((place) => place.text))).toEqual(splitWords(text));
        for (const { text: piece, places } of chunks) {
          for (const { from, to, text: word } of places) expect(word).toContain(piece.slice(from, to));
        }
      },
    ),
  );
});
