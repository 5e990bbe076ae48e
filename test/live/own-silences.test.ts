import { describe, expect, test } from 'vitest';
import { ownSilences } from '../../benchmarks/live/judge/own-silences.ts';

/** Speech of a second and more between pauses of these lengths, the first from `at` on. */
function speech(at: number, pauses: readonly (readonly [spoken: number, pause: number])[], last = 2) {
  let time = at;
  const found = pauses.map(([spoken, pause]) => {
    const start = time;
    time += spoken + pause;
    return { start, end: start + spoken };
  });
  return [...found, { start: time, end: time + last }];
}

describe('silences of the agent’s own making', () => {
  const natural = speech(0, [
    [3, 0.48],
    [2, 0.42],
    [4, 0.7],
  ]);

  test('are no pauses that the reply has by itself, though they are a little longer and later', () => {
    const heard = speech(4, [
      [3.04, 0.53],
      [2.1, 0.5],
      [4.1, 0.72],
    ]);
    expect(ownSilences(heard, natural)).toBe(0);
    // A pause that closed a little is not missed, and puts nothing after it out of step.
    expect(
      ownSilences(
        speech(4, [
          [5.45, 0.52],
          [4.05, 0.7],
        ]),
        natural,
      ),
    ).toBe(0);
  });

  test('are those in the middle of what is said, and those that are far longer than the pause was', () => {
    const yielded = speech(4, [
      [1.2, 0.6],
      [1.8, 0.5],
      [2, 0.42],
      [4, 0.7],
    ]);
    expect(ownSilences(yielded, natural)).toBeGreaterThan(0);
    expect(ownSilences(speech(4, [[3, 1.2]], 8), natural)).toBe(1);
  });
});
