import { describe, expect, test } from 'vitest';
import { createStage, type Stage } from '../testing/create-stage.ts';
import type { StageSound } from '../testing/stage-sound.ts';

/** Sounds as an ear tells of them. */
const interrupting: StageSound = { level: -25, near: 0.85, pitch: 125, endPitch: 150 };
const listening: StageSound = { level: -33, near: 0.6, rate: 2, depth: 6, pitch: 115, endPitch: 95 };
const cough: StageSound = { sound: 'cough', pitch: 0, near: 0.5, level: -22 };
const afar: StageSound = { level: -38, near: 0.08 };
const turned: StageSound = { level: -34, near: 0.5, endPitch: 100 };

/** To the end of what the agent says. */
function finished(stage: Stage): Stage {
  for (let waited = 0; stage.sounding && waited < 40; waited += 0.1) stage.silence(0.1);
  return stage.silence(0.5);
}

/** Seconds from the onset to the first silence of the agent, and whether it stays. */
const silenceAfter = (stage: Stage, onset: number): number => (stage.silentFrom(onset) ?? Infinity) - onset;

describe.each([false, true])('with a recogniser: %s', (recognised) => {
  const speaking = (): Stage => createStage({ recognised }).answered(2);

  test('the agent ducks within a tenth of a second of speech', () => {
    const stage = speaking();
    stage.user(0.1, interrupting);
    expect(stage.heard.at(-1)?.gain).toBeLessThan(0.5);
  });

  test('an interruption is yielded to, fast, and is the user’s turn from its onset', () => {
    const stage = speaking();
    const onset = stage.at;
    stage.user(1.6, { ...interrupting, words: 'what does it cost on a sunday' }).silence(0.1);
    expect(silenceAfter(stage, onset)).toBeLessThan(0.5);
    expect(stage.longestSilence(onset)).toBeGreaterThan(1);
    expect(stage.notice('agent-yielded')?.onset).toBeCloseTo(onset, 1);
    expect(stage.notice('user-turn-started')).toMatchObject({ interrupting: true });
    stage.silence(4);
    expect(stage.count('user-turn-ended')).toBe(2);
    expect(stage.state.turns.filter(({ type }) => type === 'agent')[0]).toMatchObject({ cutShort: true });
  });

  test('a listener’s word is kept and changes nothing', () => {
    const stage = speaking();
    const onset = stage.at;
    stage.user(0.36, { ...listening, words: 'yeah' }).silence(2);
    expect(stage.longestSilence(onset)).toBeLessThanOrEqual(0.5);
    expect(stage.notice('overlap-judged')).toMatchObject({
      verdict: 'backchannel',
      text: recognised ? 'yeah' : '',
    });
    expect(stage.heard.at(-1)?.gain).toBe(1);
    expect(stage.count('agent-yielded')).toBe(0);
    stage.silence(20);
    expect(stage.notice('reply-ended')).toMatchObject({ cutShort: false });
    expect(stage.count('user-turn-ended')).toBe(1);
  });

  test.each([
    ['a cough', 0.3, cough],
    ['a television', 3, { ...afar, rate: 5 }],
    ['somebody across the room', 2, afar],
  ] as const)('%s does not stop it', (_, duration, sound) => {
    const stage = speaking();
    const onset = stage.at;
    stage.user(duration, sound).silence(1.5);
    expect(stage.longestSilence(onset)).toBe(0);
    expect(stage.heard.at(-1)?.gain).toBe(1);
  });

  test('nor is it answered in a silence', () => {
    const stage = finished(createStage({ recognised }).answered(1));
    const turns = stage.count('user-turn-ended');
    stage
      .user(2, { ...afar, words: 'they moved the meeting' })
      .silence(0.6)
      .user(0.3, cough)
      .silence(3);
    expect(stage.count('reply-started')).toBe(1);
    expect(stage.count('user-turn-ended')).toBe(turns);
  });

  test('an agent that finishes what it says answers the interruption afterwards', () => {
    const stage = createStage({ recognised, policy: { interruptions: { allowed: false } } }).answered(2);
    const onset = stage.at;
    stage.user(1.6, { ...interrupting, words: 'what does it cost on a sunday' }).silence(2);
    expect(stage.longestSilence(onset)).toBe(0);
    stage.silence(25);
    expect(stage.count('agent-yielded')).toBe(0);
    expect(stage.count('user-turn-ended')).toBe(2);
    expect(stage.count('reply-started')).toBe(2);
  });
});

test('a word that asks to stop does so, however short, even when it is known late', () => {
  const stage = createStage({ recognised: true }).answered(2);
  const onset = stage.at;
  stage.user(0.3, { ...listening, words: 'wait' }).silence(1.2);
  expect(silenceAfter(stage, onset)).toBeLessThan(1);
  expect(stage.notice('agent-yielded')?.because).toMatch(/asks to stop/);
});

test('a yield to what proves a listener’s word is taken back, at the start of the phrase', () => {
  const stage = createStage({ recognised: true, wordDelay: 0.9 }).answered(3);
  const onset = stage.at;
  stage.user(0.9, { ...interrupting, words: 'oh right' }).silence(1.5);
  expect(stage.silentFrom(onset)).toBeDefined();
  const resumed = stage.notice('reply-resumed');
  expect(resumed?.position).toBe(0);
  expect(stage.sounding).toBe(true);
  expect(stage.notice('overlap-judged')).toMatchObject({ verdict: 'backchannel', turn: 'u2' });
  expect(stage.notice('user-turn-ended')).toMatchObject({ turn: 'u2', taken: false });
});

test('it goes on after a long yield to somebody who spoke to another, and is not taken for stuck', () => {
  const stage = createStage({ recognised: true, wordDelay: 0.9 }).answered(2);
  const said = 'Laura your coat is on the chair and Laura your keys are on the table beside the door';
  stage.user(4.5, { ...turned, level: -25, near: 0.85, words: said });
  const yielded = stage.notice('agent-yielded')?.at ?? Infinity;
  stage.silence(3);
  expect(stage.notice('reply-resumed')?.at).toBeGreaterThan(yielded + 3.2);
  expect(stage.count('part-failed')).toBe(0);
  expect(finished(stage).notice('reply-ended')).toMatchObject({ cutShort: false });
});

test('side talk does not stop it, and is not answered in a silence either', () => {
  const stage = createStage({ recognised: true }).answered(2);
  const onset = stage.at;
  const said: StageSound = { ...turned, words: 'Laura your coat is on the chair' };
  stage.user(1.8, said).silence(1.2);
  expect(stage.longestSilence(onset)).toBeLessThanOrEqual(0.5);
  expect(stage.notice('overlap-judged')).toMatchObject({ verdict: 'side-talk' });
  finished(stage).user(1.8, said).silence(3);
  expect(stage.notice('user-turn-ended')).toMatchObject({ taken: false });
  expect(stage.count('reply-started')).toBe(1);
});

test('after a question a short yes is an answer', () => {
  const question = 'There are two of them. Do you want the green one? It is on the left, beside the door.';
  const stage = createStage({ recognised: true, answer: () => question }).answered(3.4);
  const onset = stage.at;
  stage.user(0.3, { ...interrupting, words: 'yes' }).silence(1);
  expect(silenceAfter(stage, onset)).toBeLessThan(1);
  expect(stage.notice('agent-yielded')?.because).toMatch(/answers a question/);
});

test('the agent’s own voice coming back is nobody’s', () => {
  const stage = createStage({ recognised: true }).answered(2);
  const onset = stage.at;
  stage.user(3, { ...interrupting, echo: 0.9, words: 'walk along the canal' }).silence(1);
  expect(stage.longestSilence(onset)).toBe(0);
  expect(stage.count('agent-yielded')).toBe(0);
});

test('a hold is short, happens once for each sound, and goes on at the word that was cut', () => {
  const stage = createStage().answered(2);
  const onset = stage.at;
  stage.user(0.44, { ...interrupting, level: -31, near: 0.72, rate: 2.4, endPitch: 120 });
  stage.user(0.1, { speech: 0.1, pitch: 0, level: -60 }).user(0.3, listening).silence(1);
  expect(stage.count('agent-yielded')).toBe(0);
  expect(stage.longestSilence(onset)).toBeLessThanOrEqual(0.5);
  expect(stage.count('agent-held')).toBe(1);
  const positions = stage.heard.filter(({ at, reply }) => at > onset && reply !== undefined);
  const jumps = positions.flatMap(({ position }, index) => {
    const before = positions[index - 1]?.position ?? position;
    return position < before ? [before - position] : [];
  });
  for (const jump of jumps) expect(jump).toBeLessThan(0.8);
});

test.each([0.15, 0.35, 0.6])('a cough %s s after a question does not cost the answer', (pause) => {
  const stage = createStage({ recognised: true });
  stage.user(1.4, { words: 'how do I get to the station?' }).silence(pause);
  // What it is is known only after a while.
  const end = stage.at;
  stage.user(0.14, { pitch: 0, near: 0.5, level: -22 }).user(0.2, cough).silence(3);
  expect(stage.count('reply-started')).toBe(1);
  const started = stage.heard.find(({ at, reply }) => at > end && reply !== undefined);
  expect(started?.at).toBeLessThan(end + 2);
  expect(stage.sounding).toBe(true);
  expect(stage.state.turns.filter(({ type }) => type === 'user')).toHaveLength(1);
});

test('a stop that the ear hardly heard counts once its words are known', () => {
  const stage = createStage({ recognised: true }).answered(2);
  const onset = stage.at;
  stage.user(0.3, { speech: 0.3, near: 0.6, pitch: 0, words: 'stop' }).user(0.04, { near: 0.6 }).silence(1.2);
  expect(stage.longestSilence(onset)).toBeGreaterThan(0.4);
  expect(stage.notice('agent-yielded')?.because).toMatch(/asks to stop/);
});
