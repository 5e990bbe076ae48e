import { expect, test } from 'vitest';
import { materialOf } from './fixtures/material.ts';
import { findJoints } from './joints.ts';

test.each([
  ['He joined the U.S. Army. Then he left.', ['Army.']],
  ['Mr. Smith paid Capt. Jones at 5 p.m. on Monday! Why?', ['Monday!']],
  ['Wait… what was it… Never mind.', ['it…']],
  ['是吗？我不知道。', ['吗？']],
])('%s has sentences that end at %j', (text, ends) => {
  const [turn] = materialOf([{ speaker: 'ann', text }]).turns;
  if (turn === undefined) throw new RangeError('one turn was given');
  const words = turn.takes.flatMap((take) => take.words);
  const found = findJoints(turn).flatMap(({ strength }, index) =>
    strength === 3 ? [words[index]?.text] : [],
  );
  expect(found).toEqual(ends);
});
