import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toPlainCharacters } from './characters.ts';
import { normalise } from './normalise.ts';

function spoken(text: string): string {
  return normalise(toPlainCharacters(text))
    .map((piece) => piece.text)
    .join('');
}

describe('by meaning', () => {
  it.each([
    ['2年', '两年'],
    ['2024年', '二零二四年'],
    ['98年', '九八年'],
    ['80年代', '八十年代'],
    ['1000年前', '一千年前'],
    ['2年级', '二年级'],
    ['2010-2020年', '二零一零到二零二零年'],
    ['2024-03-05', '二零二四年三月五日'],
    ['2024.13.05', '二千零二十四点十三点五'],
    ['2月2日', '二月二日'],
    ['2个月', '两个月'],
    ['2点', '两点'],
    ['2:30', '两点三十分'],
    ['3:15', '三点十五分'],
    ['12:00', '十二点'],
    ['2:05', '两点零五分'],
    ['23:59:07', '二十三点五十九分七秒'],
    ['比分3:2', '比分三比二'],
    ['16:9', '十六比九'],
    ['30:45', '三十比四十五'],
    ['100%', '百分之百'],
    ['99.5%', '百分之九十九点五'],
    ['-3%', '负百分之三'],
    ['10%-20%', '百分之十到二十'],
    ['5‰', '千分之五'],
    ['￥3.5', '三元五角'],
    ['￥12.08', '十二元零八分'],
    ['￥2', '两元'],
    ['￥3.5万', '三点五万元'],
    ['$20', '二十美元'],
    ['1/2', '二分之一'],
    ['3又1/4', '三又四分之一'],
    ['第2', '第二'],
    ['第2个', '第二个'],
    ['2个人', '两个人'],
    ['2万', '两万'],
    ['12个', '十二个'],
    ['010-12345678', '零幺零幺二三四五六七八'],
    ['13812345678', '幺三八幺二三四五六七八'],
    ['+86 138-1234-5678', '八六幺三八幺二三四五六七八'],
    ['拨打110', '拨打幺幺零'],
    ['302室', '三零二室'],
    ['今天-5度', '今天负五度'],
    ['-5℃', '零下五度'],
    ['36.5°C', '三十六点五度'],
    ['10-20个', '十到二十个'],
    ['5kg', '五公斤'],
    ['2 km', '两公里'],
    ['60km/h', '六十公里每小时'],
    ['3>2', '三大于二'],
    ['1+1=2', '一加一等于二'],
    ['３５岁', '三十五岁'],
    ['兩個人', '两个人'],
    ['2個', '两个'],
    ['③', '三'],
    ['3.14', '三点一四'],
    ['1.2.3', '一点二点三'],
    ['5G', '五G'],
  ])('%s is spoken %s', (text, expected) => {
    expect(spoken(text)).toBe(expected);
  });
});

it('leaves characters and Latin words as they are', () => {
  expect(spoken('我爱NLP和Duologue')).toBe('我爱NLP和Duologue');
});

it('never speaks a bracket or a lone sign', () => {
  expect(spoken('<b>《你》</b> > [[好]]')).toBe('b你b好');
});

it('covers any text once, in order, and ends', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary' }), mixed), (text) => {
      const plain = toPlainCharacters(text);
      expect(plain).toHaveLength(text.length);
      let position = 0;
      for (const piece of normalise(plain)) {
        expect(piece.from).toBeGreaterThanOrEqual(position);
        expect(piece.to).toBeGreaterThan(piece.from);
        position = piece.to;
      }
      expect(position).toBeLessThanOrEqual(text.length);
    }),
  );
});

const mixed = fc
  .array(
    fc.constantFrom(
      '0',
      '1',
      '2',
      '9',
      '.',
      ',',
      '-',
      '/',
      ':',
      '%',
      '￥',
      '年',
      '个',
      '第',
      '点',
      'k',
      'm',
      ' ',
    ),
  )
  .map((units) => units.join(''));
