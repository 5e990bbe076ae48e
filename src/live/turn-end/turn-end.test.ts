import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createLivePolicy } from '../policy.ts';
import { silentFrame, soundFrames } from '../testing/stage-sound.ts';
import { judgeTurnEnd, type TurnEndEvidence } from '../turn-end.ts';
import { endingNames, measureEnding } from './ending.ts';
import { meansTheSame } from './meaning.ts';
import { learnPitch, type PitchRange } from './pitch-range.ts';
import { clueNames, textClues } from './text-clues.ts';
import { endWeights } from './weights.ts';

const policy = createLivePolicy().turnTaking;

function judge(text: string, more: Partial<TurnEndEvidence> = {}) {
  return judgeTurnEnd({ spoken: 2, text, language: 'en', usualPause: 0, pauses: 0, ...more }, policy);
}

describe('words', () => {
  test.each([
    ['can you tell me where the station is', 'can you tell me where the'],
    ['I would like to pay by card please', 'I would like to pay by'],
    ['we went home', 'we went home because'],
    ['she bought a new car', 'she bought a new'],
    ['that is all I need', 'that is all I need um'],
    ['how much does it cost', 'how much does'],
    ['turn off the light in the kitchen', 'turn off the light in'],
    ['I already told them', 'I already told'],
    ['it does not work any more', 'it does not work any'],
    ['it does not work any more', 'I would like some more'],
    ['when you get here we can talk about it', 'when you get here'],
  ])('"%s" is likelier to be the end than "%s"', (whole, part) => {
    expect(judge(whole).likelihood).toBeGreaterThan(judge(part).likelihood);
    expect(judge(whole).wait).toBeLessThanOrEqual(judge(part).wait);
  });

  test.each([
    ['你能再说一遍吗', '你能再说一'],
    ['我已经付过钱了', '我已经付过钱但是'],
    ['这个多少钱', '这个'],
    ['我们明天去博物馆好吗', '我们明天去的'],
    ['如果下雨我们就不去了', '如果下雨的话'],
    ['好的谢谢', '我觉得我们应该'],
  ])('%s is likelier to be the end than %s', (whole, part) => {
    const language = 'zh-CN';
    expect(judge(whole, { language }).likelihood).toBeGreaterThan(judge(part, { language }).likelihood);
  });

  test('a short answer to a question of the agent is taken for whole sooner', () => {
    const asked = judge('on Tuesday', { answering: 'When would you like to come?' });
    const told = judge('on Tuesday', { answering: 'You can come on any day.' });
    expect(asked.likelihood).toBeGreaterThan(told.likelihood);
  });

  test('numbers and letters one by one are waited for', () => {
    expect(judge('it is zero four one').wait).toBeGreaterThanOrEqual(0.75 * policy.longestWait);
    expect(judge('the code is a b').wait).toBeGreaterThanOrEqual(0.75 * policy.longestWait);
  });

  test('in any writing, clues are numbers and the wait keeps to the policy', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' })),
        fc.constantFrom('en', 'zh', 'zh-TW', 'de', '', 'x-none'),
        fc.double({ noNaN: true, min: 0, max: 60 }),
        fc.nat(20),
        (text, language, usualPause, pauses) => {
          const clues = textClues(text, language);
          expect(clueNames.every((name) => Number.isFinite(clues[name]))).toBe(true);
          const { likelihood, wait } = judge(text, { language, usualPause, pauses });
          expect(likelihood).toBeGreaterThanOrEqual(0);
          expect(likelihood).toBeLessThanOrEqual(1);
          expect(wait).toBeGreaterThanOrEqual(policy.shortestWait);
          expect(wait).toBeLessThanOrEqual(policy.longestWait);
        },
      ),
    );
  });

  test('very long texts are no trouble', () => {
    expect(judge('and then we went home '.repeat(5000)).wait).toBeGreaterThan(0);
    expect(judge('我想'.repeat(20000), { language: 'zh' }).wait).toBeGreaterThan(0);
  });
});

test("the speaker's own pauses count, the more the more were heard", () => {
  const waits = [0, 2, 8].map((pauses) => judge('I put it on the shelf', { usualPause: 1.4, pauses }).wait);
  expect(waits).toEqual(waits.toSorted((a, b) => a - b));
  expect(judge('I put it there', { usualPause: 0.3, pauses: 8 }).wait).toBeLessThanOrEqual(waits[0] ?? 0);
});

describe('melody', () => {
  const range: PitchRange = { mean: 12 * Math.log2(120), spread: 2.5, frames: 300 };
  const ending = (pitch: number, endPitch: number) => {
    const tail = [
      ...soundFrames(0.9, { pitch: 125, endPitch: pitch }),
      ...soundFrames(0.4, { pitch, endPitch }),
      ...Array.from({ length: 5 }, () => silentFrame),
    ];
    return measureEnding(tail, 5, range, 1.3);
  };

  test('a voice that falls at the end is likelier at its end than one that stays', () => {
    const base = { spoken: 1.3, language: 'en', usualPause: 0, pauses: 0 };
    const [falls, stays] = [ending(115, 85), ending(125, 125)].map((melody) =>
      judgeTurnEnd({ ...base, ...(melody === undefined ? {} : { melody }) }, policy),
    );
    expect(falls?.likelihood).toBeGreaterThan(stays?.likelihood ?? 1);
  });

  test('of a whisper nothing is said', () => {
    expect(measureEnding(soundFrames(1, { pitch: 0 }), 0, undefined, 1)).toBeUndefined();
    expect(measureEnding([], 0, undefined, 0)).toBeUndefined();
  });

  test('whatever is heard, every measure is a number of moderate size', () => {
    const frame = fc.record(
      {
        speech: fc.double({ min: 0, max: 1, noNaN: true }),
        level: fc.double({ min: -100, max: 0, noNaN: true }),
        floor: fc.double({ min: -100, max: -20, noNaN: true }),
        near: fc.constant(0.9),
        echo: fc.constant(0),
        pitch: fc.double({ min: 60, max: 400, noNaN: true }),
      },
      { requiredKeys: ['speech', 'level', 'floor', 'near', 'echo'] },
    );
    fc.assert(
      fc.property(fc.array(frame, { maxLength: 75 }), fc.nat(80), fc.nat(100), (tail, silent, spoken) => {
        const melody = measureEnding(tail, silent, spoken % 2 === 0 ? range : undefined, spoken);
        if (melody === undefined) return;
        expect(melody).toHaveLength(endingNames.length);
        expect(melody.every((value) => Math.abs(value) <= 5)).toBe(true);
      }),
    );
  });

  test('the range of a voice is its mean and spread', () => {
    let learned: PitchRange | undefined;
    for (let frame = 0; frame < 400; frame++) learned = learnPitch(learned, frame % 2 === 0 ? 110 : 130);
    expect(learned?.mean).toBeCloseTo(6 * Math.log2(110 * 130), 1);
    expect(learned?.spread).toBeCloseTo(6 * Math.log2(130 / 110), 1);
  });
});

test('every table of weights fits what is measured', () => {
  for (const { melody, words, both } of [endWeights.en, endWeights.zh]) {
    expect(melody).toHaveLength(endingNames.length + 1);
    expect(words).toHaveLength(clueNames.length + 1);
    expect(both).toHaveLength(endingNames.length + clueNames.length + 1);
  }
});

test.each([
  ['Can you book the table?', 'can you book a table', true],
  ['um what time is it', 'what time is it', true],
  ['OK', 'okay', true],
  ["it's late", 'it is late', true],
  ['can you book two tables', 'can you book ten tables', false],
  ['uh', 'please', false],
  ['我要去，嗯，北京', '我要去北京。', true],
  ['我要去北京', '我要去南京', false],
  ['', 'yes', false],
])('"%s" and "%s" mean the same: %s', (one, other, same) => {
  expect(meansTheSame(one, other)).toBe(same);
});
