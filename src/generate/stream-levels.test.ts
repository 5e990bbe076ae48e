import { expect, test } from 'vitest';
import { takeOf } from './fixtures/material.ts';
import type { Take } from './material.ts';
import { createStreamLevels } from './stream-levels.ts';

const sampleRate = 8000;

/** A take that is as loud as it says: some 4 s of a tone. */
function said(level: number): readonly [take: Take, samples: Float32Array] {
  const take = {
    ...takeOf('one two three four five six seven eight nine ten eleven, twelve thirteen', 1),
    level,
  };
  const amplitude = 10 ** ((level + 3.7) / 20);
  const samples = Float32Array.from(
    { length: Math.round(take.duration * sampleRate) },
    (_, index) => amplitude * Math.sin((2 * Math.PI * 1000 * index) / sampleRate),
  );
  return [take, samples];
}

function levels(style: 'natural' | 'sequential') {
  return createStreamLevels({ target: -16, ceiling: -1, style, drop: 6, sampleRate });
}

const speech = { speaker: 'ann', kind: 'speech' } as const;

test('a speaker is brought to the target, and held there', () => {
  const known = levels('natural');
  known.learn('ann', ...said(-30));
  const first = known.gainOf(speech, -30);
  expect(first).toBeGreaterThan(13.9);
  expect(first).toBeLessThan(15.5);
  for (let count = 0; count < 3; count++) known.learn('ann', ...said(-30));
  const held = known.gainOf(speech, -30);
  known.learn('ann', ...said(-28));
  expect(known.gainOf(speech, -30)).toBe(held);
});

test('what stands out is evened as the style does, and moves the speaker little', () => {
  for (const [style, within] of [
    ['natural', 3],
    ['sequential', 0],
  ] as const) {
    const known = levels(style);
    known.learn('ann', ...said(-30));
    const usual = known.gainOf(speech, -30);
    known.learn('ann', ...said(-14));
    const moved = known.gainOf(speech, -30) - usual;
    expect(Math.abs(moved)).toBeLessThan(style === 'natural' ? 2.1 : 0.6);
    const between = known.gainOf(speech, -30) - known.gainOf(speech, -14);
    expect(between).toBeGreaterThan(14 - 2 * within);
  }
});

test('a listener who has not spoken yet is told by what they say as one', () => {
  const known = levels('natural');
  const [take] = said(-30);
  known.learnListener('ben', [take, take]);
  const backchannel = known.gainOf({ speaker: 'ben', kind: 'backchannel' }, -30);
  expect(backchannel).toBeGreaterThan(7.9);
  expect(backchannel).toBeLessThan(9.5);
  // One that is quiet already is not made quieter.
  expect(known.gainOf({ speaker: 'ben', kind: 'backchannel' }, -40)).toBeGreaterThan(backchannel + 5);
});

test('nobody is turned up without end, and silence not at all', () => {
  const known = levels('natural');
  known.learn('ann', ...said(-90));
  expect(known.gainOf(speech, -90)).toBe(40);
  expect(known.gainOf(speech, Number.NEGATIVE_INFINITY)).toBe(0);
});
