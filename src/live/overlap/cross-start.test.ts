import { describe, expect, test } from 'vitest';
import { createStage, type Stage, type StageOptions } from '../testing/create-stage.ts';

const listens: StageOptions = { policy: { backchannels: { enabled: false } } };

/** The user falls silent, is answered, and goes on so long after the answer began. */
function resumed(after: number, options: StageOptions = listens): { stage: Stage; onset: number } {
  const words = options.recognised === true ? { words: 'can you book a table for four' } : {};
  const stage = createStage(options).answered(after, { ...words, endPitch: 85 });
  return { stage, onset: stage.at };
}

describe.each([false, true])('the user goes on just after the answer began, words: %s', (recognised) => {
  const options = { ...listens, recognised };

  test.each([0.04, 0.2, 0.5, 1])(
    '%s s after: the agent is silent within .2 s, and hears the whole',
    (after) => {
      const { stage, onset } = resumed(after, options);
      stage.user(1.2, { words: 'and two children on Friday', endPitch: 85 });
      expect((stage.silentFrom(onset) ?? Infinity) - onset).toBeLessThanOrEqual(0.2);
      expect(stage.longestSilence(onset)).toBeGreaterThan(0.9);
      expect(stage.notice('user-turn-reopened')).toBeDefined();
      stage.silence(2.5);
      expect(stage.sounding).toBe(true);
      expect(stage.state.turns.filter(({ type }) => type === 'user')).toHaveLength(1);
      const whole = recognised ? 'can you book a table for four and two children on Friday' : '';
      expect(stage.notice('user-turn-ended')?.text).toBe(whole);
    },
  );

  test('a click costs a breath at most', () => {
    const { stage, onset } = resumed(0.3, options);
    stage.user(0.06, { near: 0.4, level: -42, pitch: 0 }).silence(1.5);
    expect(stage.notice('user-turn-reopened')).toBeUndefined();
    expect(stage.longestSilence(onset)).toBeLessThan(0.5);
    expect(stage.sounding).toBe(true);
  });

  test('somebody across the room does not stop it', () => {
    const { stage, onset } = resumed(0.3, options);
    stage.user(1, { near: 0.1, level: -48 }).silence(0.5);
    expect(stage.count('agent-held') + stage.count('agent-yielded')).toBe(0);
    expect(stage.longestSilence(onset)).toBe(0);
  });

  test('an agent that never holds its breath gives the floor back all the same', () => {
    const interruptions = { longestHold: 0 };
    const { stage } = resumed(0.3, { ...options, policy: { ...listens.policy, interruptions } });
    stage.user(0.6, { words: 'and two children' });
    expect(stage.count('agent-held')).toBe(0);
    expect(stage.notice('user-turn-reopened')).toBeDefined();
  });
});

test('later it is an interruption, and a turn of its own', () => {
  const { stage } = resumed(1.5);
  stage.user(1.4).silence(0.1);
  expect(stage.notice('user-turn-reopened')).toBeUndefined();
  expect(stage.count('agent-yielded')).toBe(1);
});

/** How often the agent says `mm-hm` in a long turn, having spoken out of turn before it or not. */
function listenerSounds(out: boolean): number {
  const stage = createStage({ recognised: true, policy: { turnTaking: { longestWait: 4 } } });
  if (out) stage.answered(0.3, { words: 'what time is it' });
  stage.user(4, { words: 'and also I would like to know when the next train to the' }).silence(0.4);
  stage.user(3, { words: 'city where my brother lives is going to leave from' }).silence(1);
  return stage.count('agent-backchannelled');
}

test('who has just spoken out of turn does not say mm-hm next', () => {
  expect(listenerSounds(true)).toBe(0);
  expect(listenerSounds(false)).toBeGreaterThan(0);
});
