import { expect, test } from 'vitest';
import { frameDuration } from '../heard-frame.ts';
import { createStage } from '../testing/create-stage.ts';
import type { StageSound } from '../testing/stage-sound.ts';

/** A word at full voice, and a listener's. */
const wait: StageSound = { level: -25, near: 0.85, pitch: 125, endPitch: 120 };
const hum: StageSound = { level: -33, near: 0.6, rate: 2, depth: 6, pitch: 115, endPitch: 95 };

/** What comes of it, said so many frames later. */
function outcomeOf(sound: StageSound, duration: number, later: number): string | undefined {
  const stage = createStage().answered(1 + later * frameDuration);
  stage.user(duration, sound).silence(0.6);
  const yielded = stage.notice('agent-yielded');
  if (yielded !== undefined) return yielded.because;
  const judged = stage.notice('overlap-judged');
  return `${judged?.verdict}: ${judged?.because}`;
}

test.each([
  ['wait', wait, 0.3, 'it was clear'],
  ['wait', wait, 0.42, 'it was clear'],
  ['mm-hm', hum, 0.3, 'backchannel: it was short or soft'],
  ['mm-hm', hum, 0.36, 'backchannel: it was short or soft'],
] as const)('%s is judged the same at whatever instant it is said', (_, sound, duration, expected) => {
  const outcomes = Array.from({ length: 60 }, (__, later) => outcomeOf(sound, duration, later));
  expect(new Set(outcomes)).toEqual(new Set([expected]));
});
