import { expect, test } from 'vitest';
import { markTypes } from '../../studio/conversation/conversation.ts';
import { sentence } from '../../studio/page/events-view.ts';

test.each(markTypes)('%s is told in a sentence', (type) => {
  expect(sentence({ id: 1, type, track: 'agent', start: 0, text: 'so' })).toMatch(/^[A-Z].*[^.]\.?$/);
});

test('with the reason that the agent gave itself', () => {
  expect(sentence({ id: 1, type: 'noise', track: 'user', start: 0, because: 'it is not speech' })).toBe(
    'A noise, ignored: it is not speech.',
  );
});
