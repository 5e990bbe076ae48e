import { expect, test } from 'vitest';
import { linesIn } from './lines.ts';
import type { LiveNotice } from './live-notice.ts';
import type { LivePolicyOptions } from './policy.ts';
import { createStage, type Stage } from './testing/create-stage.ts';

type Backchannel = Extract<LiveNotice, { type: 'agent-backchannelled' }>;

function backchannels(stage: Stage): Backchannel[] {
  return stage.notices.flatMap((notice) => (notice.type === 'agent-backchannelled' ? [notice] : []));
}

/** A user who tells a story: phrases with a pause after each, and a voice that falls and rises. */
function tell(stage: Stage, phrases: number): Stage {
  for (let phrase = 0; phrase < phrases; phrase++) {
    stage.user(2.2, { words: 'and then we went to the', pitch: 140, endPitch: 100 });
    stage.user(0.6, { pitch: 120, endPitch: 135 }).silence(0.5);
  }
  return stage;
}

const story = (policy: LivePolicyOptions = {}, phrases = 10): Stage =>
  tell(createStage({ recognised: true, policy, answer: () => undefined }).silence(0.5), phrases);

test('during a long turn the agent shows that it listens, and does not take the turn', () => {
  const stage = story();
  expect(backchannels(stage).length).toBeGreaterThan(0);
  expect(stage.count('user-turn-started')).toBe(1);
  expect(stage.count('user-turn-ended')).toBe(0);
  expect(stage.state.turns).toEqual([]);
  expect(stage.count('reply-started')).toBe(0);
});

test('not before the user has spoken for a while, and never oftener than the policy says', () => {
  const stage = story({ backchannels: { perMinute: 6, after: 3 } }, 24);
  const times = backchannels(stage).map(({ at }) => at);
  expect(times[0]).toBeGreaterThan(3.5);
  // Six a minute of speech: 24 phrases of 2.8 s.
  expect(times.length).toBeGreaterThan(2);
  expect(times.length).toBeLessThanOrEqual(7);
  const gaps = times.slice(1).map((time, index) => time - (times[index] ?? 0));
  expect(Math.min(...gaps)).toBeGreaterThanOrEqual(10);
});

test('never twice the same running', () => {
  const stage = story({ backchannels: { perMinute: 12, after: 1 } }, 30);
  const texts = backchannels(stage).map(({ text }) => text);
  expect(texts.length).toBeGreaterThan(5);
  expect(texts.every((text, index) => text !== texts[index - 1])).toBe(true);
  expect(new Set(texts).size).toBeGreaterThan(2);
});

test.each([{ enabled: false }, { perMinute: 0 }])('can be switched off: %o', (backchannel) => {
  expect(backchannels(story({ backchannels: backchannel }))).toEqual([]);
});

test('in the language that is spoken, and in Mandarin inside the turn', () => {
  const stage = story({ languages: ['zh-CN'] }, 16);
  const forms = linesIn('zh').backchannels;
  expect(backchannels(stage).length).toBeGreaterThan(0);
  expect(backchannels(stage).every(({ text }) => forms.includes(text))).toBe(true);
});

test('never over the agent itself, nor in short turns', () => {
  const stage = createStage({ recognised: true, policy: { backchannels: { after: 2, perMinute: 12 } } });
  for (let turn = 0; turn < 6; turn++) stage.answered(3).silence(14);
  expect(backchannels(stage)).toEqual([]);
});

test('the answer is not led in by one', () => {
  const stage = createStage({ recognised: true, policy: { backchannels: { after: 1, perMinute: 12 } } });
  for (let turn = 0; turn < 5; turn++) {
    stage.silence(1).user(4, { words: 'could you tell me what time the museum closes today', endPitch: 90 });
    const end = stage.at;
    while (!stage.sounding && stage.at - end < 4) stage.silence(0.02);
    const start = stage.at;
    expect(backchannels(stage).filter(({ at }) => at > end - 0.1 && at < start)).toEqual([]);
    stage.silence(20);
  }
});
