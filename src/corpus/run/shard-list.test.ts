import { CorpusError, parseShards, printShards } from 'duologue/corpus';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';

test('ranges and single shards, rising, each once', () => {
  expect(printShards([9, 3, 7, 8, 3])).toBe('3,7-9');
  expect(printShards([])).toBe('');
  expect(parseShards('3, 7-9,8', 10)).toEqual([3, 7, 8, 9]);
});

test('what is printed is read back, whatever it is', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.nat(2000), { minLength: 1 }), (shards) => {
      expect(parseShards(printShards(shards), 2001)).toEqual(shards.toSorted((a, b) => a - b));
    }),
  );
});

test.each([
  ['', /"" is no shard/],
  ['3,', /"" is no shard/],
  ['-3', /"-3" is no shard/],
  ['1.5', /"1.5" is no shard/],
  ['9-7', /9-7 falls/],
  ['8-10', /the run has 10 shards, from 0/],
  ['0-999999999', /the run has 10 shards/],
  ['99999999999', /is no shard/],
])('%j is no list', (text, message) => {
  expect(() => parseShards(text, 10)).toThrow(message);
  expect(() => parseShards(text, 10)).toThrow(CorpusError);
});

test('any other text is a list or a CorpusError', () => {
  const characters = fc.constantFrom('0', '1', '4', '5', '9', ',', '-', ' ', 'x');
  fc.assert(
    fc.property(fc.string({ unit: characters }), (text) => {
      const read = shardsOrError(text);
      const isList = Array.isArray(read) && read.every((shard) => shard >= 0 && shard < 50);
      expect(isList || read instanceof CorpusError).toBe(true);
    }),
  );
});

function shardsOrError(text: string): unknown {
  try {
    return parseShards(text, 50);
  } catch (error) {
    return error;
  }
}
