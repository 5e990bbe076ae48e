import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { readNumberWord } from './mandarin-numbers.ts';

it.each([
  ['0', '', '零'],
  ['2', '个', '两'],
  ['2', '', '二'],
  ['10', '', '十'],
  ['15', '岁', '十五'],
  ['105', '', '一百零五'],
  ['110', '', '一百一十'],
  ['2000', '', '二千'],
  ['10086', '', '一万零八十六'],
  ['100000005', '', '一亿零五'],
  ['1,250', '', '一千二百五十'],
  ['2024', '年', '二零二四'],
  ['13800138000', '', '一百三十八亿零一十三万八千'],
  ['007', '', '零零七'],
  ['3.14', '', '三点一四'],
  ['-5', '', '负五'],
  ['50%', '', '百分之五十'],
  ['10:30', '', '十点三十分'],
  ['2:05', '', '两点零五分'],
  ['3:00', '', '三点'],
  ['1/4', '', '四分之一'],
  ['¥20', '', '二十元'],
  ['２个', '', '二个'],
])('%s before "%s" is %s', (word, next, spoken) => {
  expect(readNumberWord(word, next)).toBe(spoken);
});

it('leaves no digit, whatever stands around it', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[0-9.,:/%$-]{1,20}$/u), (word) => {
      expect(readNumberWord(word, '')).not.toMatch(/\d/u);
    }),
  );
});
