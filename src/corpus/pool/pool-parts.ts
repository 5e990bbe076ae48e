import type { Spec } from '../simulate/spec.ts';
import type { Pool } from './open-pool.ts';
import { splitPool } from './split-pool.ts';

/** What a pool holds for one part of a corpus in one language. */
export type PoolPart = {
  readonly language: string;
  readonly split: string;
  readonly speakers: number;
  readonly utterances: number;
  /** Seconds of what holds the floor. */
  readonly duration: number;
  readonly listeners: number;
  readonly laughter: number;
};

/** What there is to compose dialogues of, in the parts that a corpus of these shares would have. */
export function poolParts(pool: Pool, shares: Spec['split']): PoolPart[] {
  const parts = new Map<string, PoolPart>();
  for (const { speaker, split, turn, listener, laughter } of splitPool(pool, shares).stocks) {
    const key = `${speaker.language}/${split}`;
    const known = parts.get(key);
    parts.set(key, {
      language: speaker.language,
      split,
      speakers: (known?.speakers ?? 0) + 1,
      utterances: (known?.utterances ?? 0) + turn.length,
      duration:
        (known?.duration ?? 0) +
        turn.reduce((sum, index) => sum + (pool.utterances[index]?.duration ?? 0), 0),
      listeners: (known?.listeners ?? 0) + listener.length,
      laughter: (known?.laughter ?? 0) + laughter.length,
    });
  }
  return [...parts.values()];
}
