import { expect, it } from 'vitest';
import { createEchoMoves } from './echo-moves.ts';

const sound = new Float32Array(320).fill(0.1);

/** Frames of playback. */
function play(moves: ReturnType<typeof createEchoMoves>, frames: number, lost = false): void {
  for (let frame = 0; frame < frames; frame++) moves.hear(sound, 0, lost);
}

it('forgets within three seconds that sound came late', () => {
  const moves = createEchoMoves();
  play(moves, 10);
  moves.hear(sound, 0.2, false);
  expect(moves.later).toBeCloseTo(10, 6);
  play(moves, 150);
  expect(moves.later).toBeLessThan(1);
  expect(moves.grown).toBeCloseTo(10, 6);
});

it('takes an echo that is lost for one that may be anywhere, until it is found', () => {
  const moves = createEchoMoves();
  play(moves, 10);
  expect([moves.earlier, moves.later]).toEqual([0, 0]);
  play(moves, 50, true);
  expect(moves.later).toBeGreaterThan(12);
  expect(moves.earlier).toBeGreaterThan(3);
  play(moves, 150);
  expect(Math.max(moves.earlier, moves.later)).toBeLessThan(1);
});

it('takes what came later for what may come earlier when playback begins anew', () => {
  const moves = createEchoMoves();
  play(moves, 10);
  moves.hear(sound, 0.2, false);
  for (let frame = 0; frame < 60; frame++) moves.hear(undefined, 0, false);
  moves.hear(sound, 0, false);
  expect(moves).toMatchObject({ begins: true, later: 0, grown: 0 });
  expect(moves.earlier).toBeCloseTo(10, 6);
});
