import { expect, test } from 'vitest';
import type { Mark } from '../../studio/conversation/conversation.ts';
import { layoutPicture, type Picture } from '../../studio/picture/layout-picture.ts';
import { createLevelHistory } from '../../studio/picture/level-history.ts';

const size = { width: 400, height: 180 };

function pictureAt(now: number, marks: readonly Omit<Mark, 'id'>[] = []): Picture {
  const levels = createLevelHistory();
  for (let block = 0; block < now * 50; block++) {
    const time = block * 0.02;
    const userSounds = time >= 4 && time < 5;
    const agent = time >= 2 && time < 4.6 ? -20 : -100;
    levels.add({ time, user: userSounds ? -20 : -70, agent, userSounds });
  }
  return layoutPicture({
    ...size,
    bins: levels.between(now - 10, now),
    marks: marks.map((mark, id) => ({ id, ...mark })),
    now,
  });
}

test('ten seconds fill 400 pixels; the newest are at the right', () => {
  const { bars, seconds } = pictureAt(6);
  const agentBars = bars.filter(({ style }) => style === 'agent');
  expect(Math.min(...agentBars.map(({ x }) => x))).toBeCloseTo(400 - 4 * 40);
  expect(Math.max(...bars.map(({ x, width }) => x + width))).toBeLessThanOrEqual(400);
  expect(seconds.map(({ text }) => text)).toEqual(['0:00', '0:05']);
});

test('the user is above, the agent below, and neither leaves the picture', () => {
  const { bars } = pictureAt(6);
  expect(Math.min(...bars.map(({ y }) => y))).toBeGreaterThanOrEqual(0);
  expect(Math.max(...bars.map(({ y, height }) => y + height))).toBeLessThanOrEqual(size.height);
  const of = (wanted: string): typeof bars => bars.filter(({ style }) => style === wanted);
  expect(Math.max(...of('user').map(({ y, height }) => y + height))).toBeLessThanOrEqual(size.height / 2);
  expect(Math.min(...of('agent').map(({ y }) => y))).toBeGreaterThanOrEqual(size.height / 2);
});

test('both at once is one band from edge to edge', () => {
  const overlaps = pictureAt(6).bands.filter(({ style }) => style === 'overlap');
  expect(overlaps).toHaveLength(1);
  expect(overlaps[0]?.x).toBeCloseTo(400 - 2 * 40);
  expect(overlaps[0]?.width).toBeCloseTo(0.6 * 40);
});

test('what was heard along, and what the agent did about it, has its own look', () => {
  const { bars, bands } = pictureAt(6, [
    { type: 'backchannel', track: 'user', start: 4, end: 5 },
    { type: 'duck', track: 'agent', start: 4.1, end: 4.4 },
    { type: 'hold', track: 'agent', start: 4.4 },
    { type: 'yield', track: 'agent', start: 4.5, end: 4.5 },
  ]);
  expect(bars.filter(({ style }) => style === 'backchannel')).toHaveLength(10);
  expect(bars.filter(({ style }) => style === 'user')).toEqual([]);
  expect(bars.some(({ style }) => style === 'ducked')).toBe(true);
  expect(bands.map(({ style }) => style)).toEqual(['overlap', 'duck', 'hold', 'line']);
  // What goes on reaches to the right edge.
  expect(bands[2]).toMatchObject({ x: 400 - 1.6 * 40, width: 1.6 * 40 });
});

test('labels do not lie on each other: what matters more keeps its own', () => {
  const { labels } = pictureAt(6, [
    { type: 'hold', track: 'agent', start: 4.4, end: 4.5 },
    { type: 'yield', track: 'agent', start: 4.5, end: 4.5 },
    { type: 'interruption', track: 'user', start: 4.2 },
  ]);
  expect(labels.map(({ text }) => text).toSorted()).toEqual(['interruption', 'yields']);
  expect(labels.every(({ x }) => x < size.width)).toBe(true);
});

test('two minutes are kept, no more', () => {
  const levels = createLevelHistory();
  for (let block = 0; block < 50 * 200; block++) {
    levels.add({ time: block * 0.02, user: -50, agent: -50, userSounds: false });
  }
  expect(levels.between(0, 200).length).toBe(1200);
});
