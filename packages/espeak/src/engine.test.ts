import { afterEach, expect, test, vi } from 'vitest';
import { createEngine } from './engine.ts';
import { loadSharedData, readSharedData } from './voice-data.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

test('engines that start at different times say the same', async () => {
  const said: Float32Array[] = [];
  for (const time of [1_000_000, 77_000_000_000]) {
    vi.spyOn(Date, 'now').mockReturnValue(time);
    const engine = await createEngine(readSharedData(await loadSharedData()));
    expect(Date.now()).toBe(time);
    said.push(engine.speak({ voice: 'sit/cmn+duologue-mei', text: '你好。', rate: 200, range: 60 }).samples);
  }
  expect(said[0]?.length).toBeGreaterThan(5000);
  expect(said[1]).toEqual(said[0]);
});
