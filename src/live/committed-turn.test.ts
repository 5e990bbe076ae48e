import { describe, expect, test } from 'vitest';
import type { LiveEffect } from './live-effect.ts';
import { createStage, type Stage, type StageOptions } from './testing/create-stage.ts';

type Ask = Extract<LiveEffect, { type: 'ask-brain' }>;

const asks = ({ effects }: Stage): Ask[] =>
  effects.flatMap(({ effect }) => (effect.type === 'ask-brain' ? [effect] : []));

const quiet = { backchannels: { enabled: false } };
const stageOf = (turnTaking: object, options: StageOptions = {}): Stage =>
  createStage({ recognised: true, policy: { ...quiet, turnTaking }, ...options }).silence(0.5);

describe('a session whose turns the application answers', () => {
  test.each([true, false])('asks nobody before it is told to; recognised: %s', (recognised) => {
    const stage = stageOf({ answers: false }, { recognised });
    stage.user(1.4, { words: 'how do I get to the station?', endPitch: 90 }).silence(3);
    expect(stage.notice('user-turn-ended')).toMatchObject({ taken: true });
    expect(asks(stage)).toEqual([]);
    stage.event({ type: 'reply-wanted' }).silence(1);
    expect(asks(stage).map(({ request }) => request.occasion)).toEqual(['answer']);
    expect(stage.sounding).toBe(true);
  });

  test('answers an open turn when it is told to, once its words are there', () => {
    const stage = stageOf({ answers: false }).user(1.4, { words: 'how do I get to the station?' });
    stage.event({ type: 'reply-wanted', instructions: 'Be brief.' }).silence(1);
    expect(asks(stage)).toHaveLength(1);
    expect(asks(stage)[0]?.request).toMatchObject({
      turns: [{ type: 'user', text: 'how do I get to the station?' }],
      context: { instructions: 'Be brief.' },
    });
  });

  test('keeps an answer that is on its way when late words change the turn', () => {
    const stage = stageOf({ answers: false }, { wordDelay: 0.9, thinking: 2 });
    stage.user(1.4, { words: 'how do I get to the station?' }).silence(0.2);
    stage.event({ type: 'reply-wanted' }).silence(4);
    expect(asks(stage)).toHaveLength(1);
    expect(stage.sounding).toBe(true);
  });
});

describe('a turn that the application ends', () => {
  const pushed = { automatic: false };

  test('has its last words asked for at once, and waited for', () => {
    const stage = stageOf(pushed).user(1.4, { words: 'what is the capital of France' });
    const committed = stage.at;
    stage.event({ type: 'turn-committed' });
    const asked = stage.effects.find(({ effect }) => effect.type === 'end-utterance');
    expect(asked?.at).toBeCloseTo(committed, 6);
    expect(asks(stage)).toEqual([]);
    stage.silence(0.4);
    expect(asks(stage)[0]?.request.turns).toMatchObject([{ text: 'what is the capital of France' }]);
  });

  test('waits no longer than briefly', () => {
    const stage = stageOf(pushed, { wordDelay: 5 }).user(1.4, { words: 'what is the capital of France' });
    stage.event({ type: 'turn-committed' }).silence(0.36);
    expect(asks(stage)).toEqual([]);
    stage.silence(0.1);
    expect(asks(stage)).toHaveLength(1);
  });

  test('waits for nothing where nobody writes down, or what there is was written down', () => {
    const deaf = stageOf(pushed, { recognised: false }).user(1.4, {});
    expect(asks(deaf.event({ type: 'turn-committed' }))).toHaveLength(1);
    const written = stageOf(pushed, { wordDelay: 0.3 }).user(1.4, { words: 'that is all' }).silence(1);
    expect(asks(written.event({ type: 'turn-committed' }))).toHaveLength(1);
  });

  test('that is cleared while its words are waited for is not answered', () => {
    const stage = stageOf(pushed).user(1.4, { words: 'this is not for you' });
    stage.event({ type: 'turn-committed' }).event({ type: 'turn-cleared' }).silence(2);
    expect(asks(stage)).toEqual([]);
    expect(stage.notice('user-turn-ended')).toMatchObject({ taken: false });
    expect(stage.state.committed).toBeUndefined();
  });

  test('is answered as it is wished, not as it was thought of ahead', () => {
    const tools = [{ name: 'look', parameters: { type: 'object' } }];
    const stage = stageOf({ shortestWait: 1.5, longestWait: 3 });
    stage.user(1.4, { words: 'how do I get to the station?', endPitch: 90 }).silence(1);
    const ahead = asks(stage).length;
    expect(asks(stage)[0]?.request.speculative).toBe(true);
    stage
      .event({ type: 'reply-wanted', tools, toolChoice: 'required', mostTokens: 50, instructions: 'Rhyme.' })
      .silence(1);
    expect(asks(stage)).toHaveLength(ahead + 1);
    expect(asks(stage)[ahead]?.request).toMatchObject({
      speculative: false,
      tools,
      toolChoice: 'required',
      mostTokens: 50,
      context: { instructions: 'Rhyme.' },
    });
    // The next is as ever.
    stage.silence(20).event({ type: 'reply-wanted' }).silence(1);
    const next = asks(stage).at(-1)?.request;
    expect(next?.tools).toEqual([]);
    expect(next).not.toHaveProperty('mostTokens');
  });
});
