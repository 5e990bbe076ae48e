import { describe, expect, test } from 'vitest';
import type { LiveEffect } from './live-effect.ts';
import { createStage, type Stage, type StageOptions } from './testing/create-stage.ts';

const reads = (options: StageOptions = {}): Stage =>
  createStage({ recognised: true, policy: { backchannels: { enabled: false } }, ...options });

const notCaught = 'Sorry, I did not catch that.';

type Ask = Extract<LiveEffect, { type: 'ask-brain' }>;

function asks(stage: Stage): Ask[] {
  return stage.effects.flatMap(({ effect }) => (effect.type === 'ask-brain' ? [effect] : []));
}

/** Seconds from when the user fell silent to the agent's first sound. */
function answerTime(stage: Stage, words: string, longest = 4): number {
  stage.silence(0.5).user(1.6, { words, endPitch: 95 });
  const end = stage.at;
  while (!stage.sounding && stage.at - end < longest) stage.silence(0.02);
  return stage.at - end;
}

test.each([
  ['I would like a', 'table for four people please'],
  ['could you tell me when the', 'next train leaves'],
  ['we went there because', 'my sister lives near the sea'],
  ['I was thinking um', 'that we could meet on Friday'],
  ['if the weather stays like this', 'we will take the boat to the island'],
])('a pause after "%s" is waited out', (first, second) => {
  const stage = reads().silence(0.5).user(1.2, { words: first });
  stage.silence(1.1).user(1.4, { words: second, endPitch: 90 }).silence(2);
  expect(stage.count('user-turn-ended')).toBe(1);
  expect(stage.notice('user-turn-ended')).toMatchObject({ taken: true, text: `${first} ${second}` });
  expect(stage.count('agent-yielded')).toBe(0);
});

test('a question to the agent is answered within half a second, in which its brain thinks for .15 s', () => {
  expect(answerTime(reads(), 'what time does the museum close today')).toBeLessThan(0.62);
  expect(answerTime(reads({ wordDelay: 0.1 }), 'what time does the museum close today')).toBeLessThan(0.5);
});

test('what sounds and reads unfinished is waited for as long as the policy says, and then answered', () => {
  const time = answerTime(reads(), 'I think that we should take the');
  expect(time).toBeGreaterThan(1.2);
  expect(time).toBeLessThan(1.8);
});

test('numbers that are dictated may be followed by more', () => {
  const plain = answerTime(reads(), 'can you call me back tomorrow please');
  const dictated = answerTime(reads(), 'my number is zero four one');
  expect(dictated).toBeGreaterThan(plain + 0.2);
  expect(dictated).toBeGreaterThan(1);
});

test('an answer is thought of before the turn is over, and what nobody heard of leaves no trace', () => {
  const stage = reads({ wordDelay: 0.05, thinking: 3 }).silence(0.5);
  stage.user(1.4, { words: 'can you book a table for Friday', endPitch: 95 }).silence(0.16);
  expect(asks(stage).map(({ request }) => request.speculative)).toEqual([true]);
  expect(stage.count('user-turn-ended')).toBe(0);
  stage.user(1.2, { words: 'or rather for Saturday evening', endPitch: 95 }).silence(0.3);
  const [first] = asks(stage);
  expect(
    stage.effects.some(({ effect }) => effect.type === 'drop-reply' && effect.reply === first?.reply),
  ).toBe(true);
  expect(stage.count('reply-dropped')).toBe(0);
  expect(stage.count('reply-text')).toBe(0);
  stage.silence(6);
  const turns = asks(stage).at(-1)?.request.turns ?? [];
  expect(turns).toHaveLength(1);
  expect(turns[0]).toMatchObject({ text: 'can you book a table for Friday or rather for Saturday evening' });
});

test('nothing is thought of ahead where the policy forbids it', () => {
  const stage = reads({ policy: { turnTaking: { speculate: false } } }).silence(0.5);
  stage.user(1.4, { words: 'can you book a table for Friday', endPitch: 95 }).silence(3);
  expect(asks(stage).map(({ request }) => request.speculative)).toEqual([false]);
  const [ask] = stage.effects.filter(({ effect }) => effect.type === 'ask-brain');
  expect(ask?.at).toBeGreaterThanOrEqual(stage.notice('user-turn-ended')?.end ?? Infinity);
});

/** A recogniser writes down a whole text at once. */
function say(stage: Stage, text: string, final: boolean): Stage {
  const words = text
    .split(' ')
    .map((word, index) => ({ text: word, start: 0.5 + index * 0.2, end: 0.7 + index * 0.2 }));
  return stage.event({ type: 'words-heard', text, words, final });
}

describe('words that come late', () => {
  test('mean the same: the answer that was thought of is said', () => {
    const stage = reads().silence(0.5).user(1.4, { endPitch: 95 });
    say(stage, 'can you book a table for', false);
    say(stage, 'can you book a table tonight', false).silence(0.12);
    say(stage, 'Can you book the table tonight?', true).silence(2);
    expect(asks(stage)).toHaveLength(1);
    expect(stage.sounding).toBe(true);
  });

  test('mean something else: it is thought of anew, but not for ever', () => {
    const stage = reads().silence(0.5).user(1.4, { endPitch: 95 });
    for (const number of ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight']) {
      say(stage, `can you book me table ${number}`, false).silence(0.02);
    }
    stage.silence(3);
    expect(asks(stage).length).toBeGreaterThan(1);
    expect(asks(stage).length).toBeLessThanOrEqual(5);
    expect(asks(stage).at(-1)?.request.turns[0]).toMatchObject({ text: 'can you book me table eight' });
  });

  test('after the turn was taken, but before anything of the answer was heard: it is thought of anew', () => {
    const stage = reads({ thinking: 1.5 }).silence(0.5).user(1.4, { endPitch: 95 });
    say(stage, 'can you book', false).silence(3);
    expect(stage.count('user-turn-ended')).toBe(1);
    say(stage, 'can you book us a table', true).silence(3);
    expect(asks(stage).at(-1)?.request.turns[0]).toMatchObject({ text: 'can you book us a table' });
    expect(stage.sounding).toBe(true);
    expect(stage.state.turns[0]).toMatchObject({ text: 'can you book us a table' });
  });

  test('come so late that a filler is needed: the turn is answered all the same', () => {
    const stage = reads().silence(0.5).user(1.4, { endPitch: 95 }).silence(3);
    expect(stage.effects.filter(({ effect }) => effect.type === 'play-backchannel')).toHaveLength(1);
    expect(stage.count('user-turn-ended')).toBe(0);
    say(stage, 'can you book us a table', true).silence(1);
    expect(stage.notice('user-turn-ended')).toMatchObject({ taken: true, text: 'can you book us a table' });
    expect(stage.sounding).toBe(true);
  });

  test('come in pieces, each late: the turn is not answered before the last of them', () => {
    const stage = reads().silence(0.5).user(1.4, { endPitch: 95 }).silence(0.7);
    const early = [{ text: 'can', start: 0.5, end: 0.9 }];
    stage.event({ type: 'words-heard', text: 'can', words: early, final: false }).silence(0.9);
    expect(stage.count('user-turn-ended')).toBe(0);
    say(stage, 'can you book us a table', true).silence(0.5);
    expect(stage.notice('user-turn-ended')).toMatchObject({ text: 'can you book us a table' });
  });

  test('were none: the agent says that it did not catch them, and not again until it does', () => {
    const stage = reads().silence(0.5);
    const mumbled = (): number => {
      say(stage.user(1.4, { endPitch: 95 }).silence(1), '', true).silence(4);
      expect(stage.notice('user-turn-ended')).toMatchObject({ taken: false });
      return stage.state.turns.filter((turn) => turn.type === 'agent' && turn.text === notCaught).length;
    };
    expect([mumbled(), mumbled()]).toEqual([1, 1]);
    stage.user(1.4, { words: 'can you book us a table', endPitch: 95 }).silence(20);
    expect(mumbled()).toBe(2);
    expect(asks(stage)).toHaveLength(1);
  });

  test.each([
    ['a short sound', 0.4, {}],
    ['somebody further away', 1.4, { near: 0.5, level: -40 }],
  ])('were none in %s: it is given up in silence', (_, duration, sound) => {
    const stage = reads()
      .silence(0.5)
      .user(duration, { endPitch: 95, ...sound })
      .silence(1);
    say(stage, '', true).silence(3);
    expect(stage.notice('user-turn-ended')).toMatchObject({ taken: false });
    expect(stage.heard.some(({ reply }) => reply !== undefined)).toBe(false);
  });

  test('were none, and answers are the application’s: it is given up in silence', () => {
    const stage = reads({ policy: { backchannels: { enabled: false }, turnTaking: { answers: false } } });
    stage.silence(0.5).user(1.4, { endPitch: 95 }).silence(1);
    say(stage, '', true).silence(3);
    expect(stage.heard.some(({ reply }) => reply !== undefined)).toBe(false);
  });

  test('never come: the agent says that it could not make them out', () => {
    const stage = reads().silence(0.5).user(1.4).silence(13);
    expect(stage.notice('user-turn-ended')).toMatchObject({ taken: false });
    expect(stage.notice('part-failed')).toMatchObject({ part: 'recognizer' });
    expect(asks(stage)).toHaveLength(0);
    expect(stage.sounding).toBe(true);
  });
});

test('without a recogniser the melody decides, and every turn is answered', () => {
  const stage = createStage({ policy: { backchannels: { enabled: false } } }).silence(0.5);
  stage.user(1.6, { pitch: 130, endPitch: 85 }).silence(2);
  expect(stage.notice('user-turn-ended')).toMatchObject({ taken: true });
  expect(stage.sounding).toBe(true);
});

const pushed: StageOptions = { policy: { turnTaking: { automatic: false } } };

describe('push to talk', () => {
  test('a turn goes on until the application ends it', () => {
    const stage = reads(pushed).silence(0.5).user(1.2, { words: 'what is the capital of France' }).silence(4);
    expect(stage.count('user-turn-ended')).toBe(0);
    expect(asks(stage)).toHaveLength(0);
    stage.user(1, { words: 'and of Spain' }).silence(0.5).event({ type: 'turn-committed' }).silence(1);
    expect(stage.notice('user-turn-ended')).toMatchObject({
      taken: true,
      text: 'what is the capital of France and of Spain',
    });
    expect(stage.sounding).toBe(true);
  });

  test('what it clears is forgotten', () => {
    const stage = reads(pushed).silence(0.5).user(1.2, { words: 'this is not for you' }).silence(0.5);
    stage.event({ type: 'turn-cleared' }).silence(1);
    expect(stage.notice('user-turn-ended')).toMatchObject({ taken: false });
    stage.user(1.2, { words: 'but this one is' }).silence(0.5).event({ type: 'turn-committed' }).silence(1);
    expect(asks(stage).at(-1)?.request.turns).toMatchObject([{ text: 'but this one is' }]);
  });

  test('to commit or clear nothing does nothing', () => {
    const stage = reads(pushed)
      .silence(1)
      .event({ type: 'turn-committed' })
      .event({ type: 'turn-cleared' })
      .silence(1);
    expect(asks(stage)).toHaveLength(0);
    expect(stage.count('user-turn-ended')).toBe(0);
  });
});

/** When a speaker who pauses for so long inside turns is answered. */
function timeAfter(pause: number): number {
  const stage = reads();
  for (let turn = 0; turn < 4; turn++) {
    stage.silence(1).user(1.2, { words: 'I would like to' }).silence(pause);
    stage.user(1.2, { words: 'move it to the' }).silence(pause).user(1.2, { words: 'small room on Monday' });
    while (!stage.sounding && stage.at < 200) stage.silence(0.02);
    while (stage.state.agent.phase !== 'quiet' && stage.at < 200) stage.silence(0.1);
  }
  return answerTime(stage, 'put it on the shelf');
}

test('who pauses for long is given more time than who does not', () => {
  expect(timeAfter(1.1)).toBeGreaterThanOrEqual(timeAfter(0.3));
});
