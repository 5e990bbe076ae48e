import { expect, test } from 'vitest';
import { foreignVector } from './foreign-vector.ts';

const ann = { gender: 'female', languages: ['en'], vector: [1, 0, 0] } as const;
const mei = { gender: 'female', languages: ['zh', 'en'], vector: [0, 1, 0] } as const;
const lan = { gender: 'female', languages: ['zh'], vector: [0.6, 0.8, 0] } as const;
const wei = { gender: 'male', languages: ['zh'], vector: [0.9, 0, 0.43] } as const;

const length = (vector: Float32Array): number => Math.hypot(...vector);

test('who knows the language has their own voice', () => {
  expect([...foreignVector(ann, ['en'], [ann, mei])]).toEqual([1, 0, 0]);
  expect([...foreignVector(mei, ['zh', 'en'], [ann, mei])]).toEqual([0, 1, 0]);
});

test('who does not leans towards the likest of their gender who does, and stays as strong', () => {
  const leaning = foreignVector(ann, ['en', 'zh'], [ann, mei, lan, wei]);
  expect(length(leaning)).toBeCloseTo(1, 5);
  expect((leaning[1] ?? 0) / (leaning[0] ?? 0)).toBeCloseTo((0.1 * 0.8) / (0.9 + 0.1 * 0.6), 5);
  expect(leaning[2]).toBe(0);
});

test('where nobody of the gender speaks it, one of the other shows how; where nobody does, nothing changes', () => {
  const leaning = foreignVector(ann, ['zh'], [ann, wei]);
  expect((leaning[2] ?? 0) / (leaning[0] ?? 0)).toBeCloseTo((0.1 * 0.43) / (0.9 + 0.1 * 0.9), 5);
  expect([...foreignVector(ann, ['zh'], [ann])]).toEqual([1, 0, 0]);
});
