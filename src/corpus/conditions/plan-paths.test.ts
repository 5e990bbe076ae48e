import { expect, test } from 'vitest';
import type { Conditions, TrackConditions } from './conditions.ts';
import { planPaths } from './plan-paths.ts';

const options = { sampleRate: 16_000, speechLevels: [-26, -26] };

function gainsOf(setting: Conditions['setting'], given: Partial<TrackConditions>) {
  const room = { place: 'living', size: [6, 4.5, 2.7], reverberation: 0.6, distance: 2 } as const;
  const track: TrackConditions = {
    room,
    device: 'smart-speaker',
    codec: 'none',
    level: 0,
    bleed: null,
    ...given,
  };
  const conditions: Conditions = { setting, tracks: [track, track], noises: [], seed: 'paths' };
  return planPaths(conditions, options).map(({ voiceGains }) => voiceGains);
}

test('who is far from the microphone of a reverberant room is not louder for it', () => {
  const far = gainsOf('room', {});
  for (const [channel, gains] of far.entries()) expect(gains[channel]).toBeCloseTo(0, 3);
  expect(gainsOf('call', {})[0]?.[0]).toBeCloseTo(0, 3);
});

test('the other speaker keeps the level that was asked for beside one’s own voice', () => {
  const [[own, other] = []] = gainsOf('call', { bleed: -30 });
  expect((other ?? 0) - (own ?? 0)).toBeCloseTo(-30, 3);
});
