import { expect, test } from 'vitest';
import { createStage, type Stage, type StageOptions } from './testing/create-stage.ts';

const listens: StageOptions = { policy: { backchannels: { enabled: false } } };
/** What a room draws out of speech that is over: the ear still hears speech in it. */
const dyingAway = { level: -58, pitch: 0 };

/** The turn is taken while its last sound dies away, and the user goes on so many seconds after it was loud. */
function diesAway(after: number, options: StageOptions = listens): { stage: Stage; onset: number } {
  const stage = createStage(options).user(1.4, { endPitch: 85 }).user(after, dyingAway);
  return { stage, onset: stage.at };
}

test.each([0.7, 1, 1.4])(
  'who goes on while what was said still dies away is heard at once: %s s',
  (after) => {
    const { stage, onset } = diesAway(after);
    expect(stage.count('user-turn-ended')).toBe(1);
    stage.user(1.2, { endPitch: 85 });
    expect((stage.silentFrom(onset) ?? Infinity) - onset).toBeLessThanOrEqual(0.2);
    expect(stage.count('user-turn-reopened')).toBe(1);
    stage.silence(2.5);
    expect(stage.sounding).toBe(true);
    expect(stage.state.turns.filter(({ type }) => type === 'user')).toHaveLength(1);
  },
);

test('the turn goes on, and no sound of an answer is heard, where it was still being thought of', () => {
  const { stage } = diesAway(0.5, { ...listens, thinking: 1.5 });
  stage.user(1, { endPitch: 85 });
  expect(stage.heard.some(({ reply }) => reply !== undefined)).toBe(false);
  expect(stage.count('user-turn-reopened')).toBe(1);
});

test('what only dies away changes nothing', () => {
  const { stage } = diesAway(2);
  expect(stage.sounding).toBe(true);
  expect(stage.count('user-turn-reopened') + stage.count('agent-held') + stage.count('agent-yielded')).toBe(
    0,
  );
  expect(stage.state.learned.level).toBeUndefined();
  stage.silence(0.4);
  expect(stage.state.learned.level).toBeDefined();
});

test('a faint sound that opens a turn again does not make it somebody else’s: it is answered', () => {
  const { stage } = diesAway(0.5, { ...listens, thinking: 1.5 });
  expect(stage.notice('user-turn-ended')).toMatchObject({ taken: true });
  stage.silence(0.3).user(0.08, { ...dyingAway, near: 0.37 });
  expect(stage.count('user-turn-reopened')).toBe(1);
  stage.silence(4);
  expect(stage.sounding).toBe(true);
});
