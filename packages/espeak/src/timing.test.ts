import { describe, expect, it } from 'vitest';
import type { EngineEvent } from './engine.ts';
import { placeWords } from './engine-text.ts';
import { timeWords } from './timing.ts';

const word = (position: number, time: number): EngineEvent => ({ type: 'word', position, time });
const phoneme = (name: string, time: number): EngineEvent => ({ type: 'phoneme', name, time });
const item = (position: number, ...places: readonly (readonly [number, number])[]) => ({
  position,
  sources: places.map(([from, to]) => ({ from, to })),
});

describe('timeWords', () => {
  it('starts at the first phoneme and ends at the silence', () => {
    const places = placeWords('ab cd', ['ab', 'cd']);
    const events = [
      word(1, 0),
      phoneme('(en)', 0),
      phoneme('a', 0.01),
      phoneme('', 0.2),
      word(4, 0.3),
      phoneme('k', 0.34),
      phoneme('', 0.5),
    ];
    expect(
      timeWords(places, { text: 'ab cd', items: [item(1, [0, 2]), item(4, [3, 5])], unread: [] }, events, 1),
    ).toEqual([
      { start: 0.01, end: 0.2 },
      { start: 0.34, end: 0.5 },
    ]);
  });

  it('joins the syllables of a number', () => {
    const places = placeWords('25', ['25']);
    const items = [item(1, [0, 2]), item(5, [0, 2])];
    const events = [word(1, 0), phoneme('@r', 0), word(5, 0.2), phoneme('u', 0.2), phoneme('', 0.4)];
    expect(timeWords(places, { text: 'er4 wu3', items, unread: [] }, events, 1)).toEqual([
      { start: 0, end: 0.4 },
    ]);
  });

  it('divides a syllable that two characters share', () => {
    const places = placeWords('点儿', ['点', '儿']);
    const events = [word(1, 0), phoneme('t', 0), phoneme('', 0.4)];
    const text = { text: 'dianr3', items: [item(1, [0, 1], [1, 2])], unread: [] };
    expect(timeWords(places, text, events, 1)).toEqual([
      { start: 0, end: 0.2 },
      { start: 0.2, end: 0.4 },
    ]);
  });

  it('lets words without a sound share that of the one before', () => {
    const places = placeWords('ab c', ['ab', 'c']);
    const events = [word(1, 0), phoneme('t', 0), phoneme('', 0.4)];
    const text = { text: 'ab c', items: [item(1, [0, 2]), item(4, [3, 4])], unread: [] };
    expect(timeWords(places, text, events, 1)[1]).toEqual({ start: 0.2, end: 0.4 });
  });

  it('has nothing for words before any sound', () => {
    const places = placeWords('ab', ['ab']);
    expect(timeWords(places, { text: '', items: [], unread: [] }, [], 0)).toEqual([undefined]);
  });
});

describe('placeWords', () => {
  it('leaves out punctuation at either end', () => {
    expect(placeWords('  “Oh”, no!', ['“Oh”,', 'no!'])).toEqual([
      { text: '“Oh”,', from: 3, to: 5 },
      { text: 'no!', from: 8, to: 10 },
    ]);
  });
});
