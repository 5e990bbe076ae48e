import { expect, test } from 'vitest';
import { createStage } from './create-stage.ts';

test.each([true, false])('a question is answered, and the answer is heard (recogniser: %s)', (recognised) => {
  const stage = createStage({ recognised }).answered(2);
  expect(stage.sounding).toBe(true);
  expect(stage.count('user-turn-ended')).toBe(1);
  expect(stage.longestSilence(stage.at - 1.9)).toBe(0);
  stage.silence(20);
  expect(stage.notice('reply-ended')).toMatchObject({ cutShort: false });
  expect(stage.sounding).toBe(false);
});

test('who keeps talking stops it, and time is that of the frames', () => {
  const stage = createStage().answered(2);
  const onset = stage.at;
  stage.user(2);
  expect(stage.at).toBeCloseTo(onset + 2, 6);
  expect(stage.silentFrom(onset)).toBeLessThan(onset + 1.2);
  expect(stage.notice('agent-yielded')?.onset).toBeCloseTo(onset, 1);
});
