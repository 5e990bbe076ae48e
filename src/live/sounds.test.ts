import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type HeardFrame, type HeardSound, heardSounds } from './heard-frame.ts';
import { createStage } from './testing/create-stage.ts';

const frame = (sound?: HeardSound, echo = 0): HeardFrame => ({
  speech: 0.05,
  level: sound === undefined ? -70 : -30,
  floor: -70,
  near: 0.1,
  echo,
  ...(sound === undefined ? {} : { sound }),
});
const frames = (duration: number, sound?: HeardSound, echo = 0): HeardFrame[] =>
  Array.from({ length: Math.round(duration * 50) }, () => frame(sound, echo));

describe('sounds that are no speech', () => {
  test.each(heardSounds)('%s is told once it is over, and changes nothing', (sound) => {
    const stage = createStage().silence(0.5).frames(frames(0.3, sound)).frames(frames(1));
    expect(stage.count('sound-heard')).toBe(1);
    expect(stage.notice('sound-heard')).toMatchObject({ sound });
    expect(stage.count('user-turn-started')).toBe(0);
    expect(stage.state.agent.phase).toBe('quiet');
  });

  test('over the agent as well', () => {
    const stage = createStage().answered(2).frames(frames(0.3, 'cough')).silence(1);
    expect(stage.notice('sound-heard')).toMatchObject({ sound: 'cough' });
  });

  test('a laugh in pieces is one; one that goes on and on is told in between', () => {
    const laugh = [...frames(0.2, 'laughter'), ...frames(0.3), ...frames(0.2, 'laughter'), ...frames(1)];
    expect(createStage().frames(laugh).count('sound-heard')).toBe(1);
    const music = createStage().frames(frames(35, 'music'));
    expect(music.count('sound-heard')).toBe(3);
  });

  test('none is made of a consonant, of the user’s own words or of the agent’s echo', () => {
    expect(createStage().frames(frames(0.04, 'cough')).frames(frames(1)).count('sound-heard')).toBe(0);
    expect(
      createStage()
        .frames(frames(0.5, 'music', 0.9))
        .frames(frames(1))
        .count('sound-heard'),
    ).toBe(0);
  });

  test('laughter is known to the brain with the next turn, and with no other', () => {
    const stage = createStage()
      .frames(frames(0.6, 'laughter'))
      .silence(1)
      .user(1)
      .silence(12)
      .user(1)
      .silence(4);
    const laughed = stage.state.turns.flatMap((turn) => (turn.type === 'user' ? [turn.sound?.laughter] : []));
    expect(laughed).toEqual([true, false]);
  });

  test('whatever comes, pieces rise in time and do not overlap', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            sound: fc.option(fc.constantFrom(...heardSounds), { nil: undefined }),
            length: fc.integer({ min: 1, max: 60 }),
          }),
          { maxLength: 20 },
        ),
        (pieces) => {
          const stage = createStage();
          for (const { sound, length } of pieces) stage.frames(frames(length / 50, sound));
          stage.silence(1);
          const told = stage.notices.flatMap((notice) => (notice.type === 'sound-heard' ? [notice] : []));
          for (const [index, { start, end }] of told.entries()) {
            expect(end).toBeGreaterThan(start);
            expect(start).toBeGreaterThanOrEqual((told[index - 1]?.end ?? 0) - 0.11);
          }
        },
      ),
      { numRuns: 60 },
    );
  });
});
