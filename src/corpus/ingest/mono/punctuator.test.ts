import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openPunctuator } from './punctuator.ts';

const model = join(import.meta.dirname, 'fixtures', 'tiny-punctuation', 'model.onnx');

test('marks are put into a text, those of its script', async () => {
  await using punctuator = await openPunctuator({ model });
  expect(await punctuator.punctuate('hello world again how are you')).toBe(
    'hello, world again. how are you?',
  );
  expect(await punctuator.punctuate(' ')).toBe(' ');
});

test('a model that is missing, or another, is told with what to do', async () => {
  await expect(openPunctuator({ store: join(import.meta.dirname, 'nowhere') })).rejects.toThrow(
    /duologue models pull ct-punctuation/,
  );
  await expect(openPunctuator({ model: model.replace('punctuation', 'embedding') })).rejects.toThrow(
    /no model for punctuation/,
  );
});
