import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isForOthers } from './addressed.ts';
import { asideSigns } from './aside-words.ts';
import { readSaid } from './said-over.ts';

/** How surely the user speaks to the agent, by sound: turned away from it, and to it. */
const turnedAway = 0.3;
const close = 0.95;

describe('words for somebody else in the room', () => {
  it.each([
    'Hang your wet things over the chair.',
    'Come and help me carry the shopping.',
    'Aisha, did you remember the eggs?',
    'I will be right back, carry on without me.',
    'Where did you leave my charger?',
    'She is asleep, go and play outside.',
    'Good night, sleep well.',
    'Do you want some more soup?',
    '妈妈，我的鞋在哪儿？',
    '我在开会，你先坐。',
    '帮我拿一下毛巾，谢谢。',
    '路上小心，早点睡。',
  ])('%s', (text) => {
    expect(isForOthers(asideSigns(text), turnedAway)).toBe(true);
  });

  it.each([
    'Please turn on the lights in the kitchen.',
    'Could you open the garage door?',
    'I want to buy a coat for my sister.',
    'Can I bring my dog?',
    'Tell me about the museum.',
    'How much is the small table?',
    '请帮我打开客厅的灯。',
    '这个多少钱？',
  ])('is none, said to the agent: %s', (text) => {
    expect(isForOthers(asideSigns(text), close)).toBe(false);
  });

  it('is a figure for whatever is written down', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 400 }),
      fc.constantFrom('give ', 'put the ', 'a, ', '把', '你的').map((piece) => piece.repeat(80)),
    );
    fc.assert(
      fc.property(text, (said) => {
        expect(Number.isFinite(asideSigns(said))).toBe(true);
      }),
      { numRuns: 200 },
    );
  });
});

describe('what is whole', () => {
  it.each(['Which one?', 'Next.', 'Why?', '什么？', '为什么？', 'no idea what that means'])('%s', (text) => {
    expect(readSaid(text, []).whole).toBe(true);
  });

  it.each(['Car.', 'the', '车'])('may be a listener misheard: %s', (text) => {
    expect(readSaid(text, []).whole).toBe(false);
  });

  it.each(['That makes sense.', 'Oh, fair enough.', 'Good to know.', '嗯，知道了。', '有道理。'])(
    'a listener says: %s',
    (text) => {
      expect(readSaid(text, []).said).toBe('listening');
    },
  );
});
