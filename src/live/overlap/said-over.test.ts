import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readSaid, type Said } from './said-over.ts';

const cases: readonly (readonly [Said | 'aside', readonly string[]])[] = [
  ['nothing', ['', ' ']],
  [
    'stop',
    [
      'wait',
      'Wait, I meant the other one.',
      'okay stop',
      'no no the second',
      'sorry can i ask',
      'hold on',
      '等一下',
      '不对，我说的是北京',
      '停',
      'please stop talking',
      "that's not what I asked",
      'excuse me',
      '别说了',
    ],
  ],
  ['listening', ['mm-hm', 'yeah', 'uh huh', 'right', 'oh really', 'I see', '嗯', '对对对', 'okay yeah']],
  ['denying', ['no', 'No.', '不']],
  [
    'aside',
    [
      'Laura, your coat is on the chair',
      "I'm on the phone mum",
      'darling can you get the door',
      'did you feed the cat',
      '妈，我在打电话',
      '小王把门关一下',
      "I'll be there in five minutes honey",
      'come in and sit down please',
    ],
  ],
  [
    'speech',
    [
      'what does it cost',
      'how do I get to the harbour',
      'tell me about the second one',
      'my brother told me about Peter',
      'is there a bus',
      '我想问一下价格',
      'it takes too long to walk',
      'which window do you mean',
    ],
  ],
];

describe.each(cases)('%s', (said, texts) => {
  test.each(texts)('%j', (text) => {
    const read = readSaid(text, []);
    expect(read.aside >= 1 ? 'aside' : read.said).toBe(said);
  });
});

test('the application adds stop words of its own, and they count as whole words', () => {
  expect(readSaid('bitte halt mal', ['halt']).said).toBe('stop');
  expect(readSaid('the shalter is closed', ['halt']).said).toBe('speech');
  expect(readSaid('请你住口吧', ['住口']).said).toBe('stop');
  expect(readSaid('what now', ['']).said).toBe('speech');
});

test('any text is read, in no time', () => {
  fc.assert(fc.property(fc.string({ maxLength: 2000 }), (text) => readSaid(text, []) !== undefined));
  const started = performance.now();
  for (const part of ['no ', 'wait', 'the ', '停', ', ', 'put it ']) readSaid(part.repeat(200_000), []);
  expect(performance.now() - started).toBeLessThan(500);
});
