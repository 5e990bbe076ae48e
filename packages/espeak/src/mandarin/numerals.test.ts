import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { callDigits, readCount, readDigits, readInteger, readNumber } from './numerals.ts';

describe('whole numbers', () => {
  it.each([
    ['0', '零'],
    ['10', '十'],
    ['11', '十一'],
    ['20', '二十'],
    ['100', '一百'],
    ['101', '一百零一'],
    ['110', '一百一十'],
    ['1001', '一千零一'],
    ['1010', '一千零一十'],
    ['10000', '一万'],
    ['10500', '一万零五百'],
    ['100000', '十万'],
    ['101000', '十万一千'],
    ['1000001', '一百万零一'],
    ['100000000', '一亿'],
    ['100010000', '一亿零一万'],
    ['1000000000000', '一万亿'],
    ['007', '七'],
  ])('%s is %s', (digits, spoken) => {
    expect(readInteger(digits)).toBe(spoken);
  });

  it('can be read back', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 99_999_999 }), (value) => {
        expect(parse(readInteger(String(value)))).toBe(value);
      }),
    );
  });

  it('gives up on places beyond 16 digits and calls the digits', () => {
    expect(readInteger('12345678901234567')).toBe('一二三四五六七八九零一二三四五六七');
  });
});

it('reads decimals digit by digit behind the point', () => {
  expect(readNumber('3.14')).toBe('三点一四');
  expect(readNumber('1,234.5')).toBe('一千二百三十四点五');
});

it('counts with 两', () => {
  expect(readCount('2')).toBe('两');
  expect(readCount('2000')).toBe('两千');
  expect(readCount('20000')).toBe('两万');
  expect(readCount('12')).toBe('十二');
  expect(readCount('20')).toBe('二十');
  expect(readCount('200')).toBe('二百');
});

it('reads and calls digits', () => {
  expect(readDigits('2024')).toBe('二零二四');
  expect(callDigits('110')).toBe('幺幺零');
});

/** The other way round, by another road: sums of digit times place. */
function parse(spoken: string): number {
  const digits = '零一二三四五六七八九';
  const places: Readonly<Record<string, number>> = { 十: 10, 百: 100, 千: 1000 };
  let total = 0;
  let block = 0;
  let digit = 0;
  for (const character of spoken) {
    const place = places[character];
    if (character === '万') {
      total = (total + block + digit) * 10_000;
      block = 0;
      digit = 0;
    } else if (place === undefined) {
      digit = digits.indexOf(character);
    } else {
      block += (digit === 0 ? 1 : digit) * place;
      digit = 0;
    }
  }
  return total + block + digit;
}
