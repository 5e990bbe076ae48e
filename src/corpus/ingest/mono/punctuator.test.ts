import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Word } from '../../../timeline/index.ts';
import type { Recognizer, RecognizerPart } from '../../../voices/index.ts';
import { punctuateWords } from './punctuate-words.ts';
import { punctuatedRecognizer } from './punctuated-recognizer.ts';
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

const word = (text: string, start: number): Word => ({ text, start, end: start + 0.3 });

test('words keep their times, and take marks only where they are the same words', () => {
  const words = [word('hello', 0), word('world', 0.4)];
  expect(punctuateWords(words, 'hello, world.')).toEqual([word('hello,', 0), word('world.', 0.4)]);
  expect(punctuateWords([word('你', 0), word('好', 0.3)], '你好。')).toEqual([
    word('你', 0),
    word('好。', 0.3),
  ]);
  expect(punctuateWords(words, 'hello, big world.')).toBeUndefined();
  expect(punctuateWords(words, 'hello,')).toBeUndefined();
});

test('a recogniser says its final words with marks', async () => {
  await using punctuator = await openPunctuator({ model });
  const heard: readonly RecognizerPart[] = [
    { type: 'words-heard', text: 'hello', words: [word('hello', 0)], final: false },
    {
      type: 'words-heard',
      text: 'hello world again',
      words: ['hello', 'world', 'again'].map((text, index) => word(text, index)),
      final: true,
    },
  ];
  const recognizer: Recognizer = {
    id: 'test',
    languages: [],
    sampleRate: 16_000,
    async *listen() {
      yield* heard;
    },
  };
  const parts: RecognizerPart[] = [];
  for await (const part of punctuatedRecognizer(recognizer, punctuator).listen(silence())) parts.push(part);
  expect(parts[0]).toEqual(heard[0]);
  expect(parts[1]).toMatchObject({
    text: 'hello, world again.',
    words: [{ text: 'hello,' }, { text: 'world' }, { text: 'again.', start: 2 }],
  });
});

async function* silence() {}
