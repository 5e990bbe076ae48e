import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mandarinEngineText } from './engine-text.ts';

/** Without the pauses. */
function read(text: string): string {
  return mandarinEngineText(text)
    .text.replace(/<break[^>]*>/gu, '')
    .trim();
}

describe('characters with several readings', () => {
  it.each([
    ['银行行走', 'yin2 hang2 xing2 zou3'],
    ['重庆重要', 'chong2 qing4 zhong4 yao4'],
    ['音乐快乐', 'yin1 yue4 kuai4 le4'],
    ['了解', 'liao3 jie3'],
    ['好了', 'hao3 le5'],
    ['他跑得快', 'ta1 pao3 de5 kuai4'],
    ['你得去', 'ni3 dei3 qu4'],
    ['得到', 'de2 dao4'],
    ['觉得', 'jue2 de5'],
    ['慢慢地走', 'man4 man4 de5 zou3'],
    ['土地', 'tu3 di4'],
    ['还是还钱', 'hai2 shi4 hai2 qian2'],
    ['都市都来', 'du1 shi4 dou1 lai2'],
    ['长大长短', 'zhang3 da4 chang2 duan3'],
    ['數一數', 'shu3 yi5 shu3'],
    ['銀行裡的音樂', 'yin2 hang2 li3 de5 yin1 yue4'],
    ['重慶睡覺', 'chong2 qing4 shui4 jiao4'],
    ['朋友', 'peng2 you5'],
    ['嗯', 'ng4'],
  ])('%s is %s', (text, expected) => {
    expect(read(text)).toBe(expected);
  });
});

it('bends 一 and 不 to what follows, but not in called digits', () => {
  expect(read('一个一起')).toBe('yi2 ge4 yi4 qi3');
  expect(read('不对不行')).toBe('bu2 dui4 bu4 xing2');
  expect(read('2011年')).toBe('er4 ling2 yi1 yi1 nian2');
});

describe('儿', () => {
  it('colours the syllable before it', () => {
    expect(read('有点儿贵')).toBe("you3 [[tj'@r214]] gui4");
    expect(read('花儿')).toBe("[[Xw'@r55]]");
    expect(read('一会儿')).toBe("yi2 [[Xw'@r51]]");
  });

  it('is a syllable of its own in 女儿 and 儿子', () => {
    expect(read('女儿儿子')).toBe('nv3 er2 er2 zi5');
  });

  it('shares its syllable', () => {
    const { items } = mandarinEngineText('有点儿贵');
    expect(items.map(({ sources }) => sources.map(({ from }) => from))).toEqual([[0], [1, 2], [3]]);
  });
});

describe('Latin', () => {
  it('spells capitals and keeps words', () => {
    expect(read('我爱NLP')).toBe('wo3 ai4 N L P');
    expect(read('AI和Duologue')).toBe('ay I he2 Duologue');
    expect(read('OK')).toBe('O K');
    expect(read('café')).toBe('cafe');
  });
});

it('gives syllables that the engine lacks in phonemes', () => {
  expect(read('雄伟')).toBe("[[S;j'ong35]] wei3");
});

it('places each item where its word begins', () => {
  const { text, items } = mandarinEngineText('你好，Ann！25岁。');
  expect(items.map(({ position }) => text.slice(position - 1).split(/[ ，！。]/u)[0])).toEqual([
    'ni3',
    'hao3',
    'Ann',
    'er4',
    'shi2',
    'wu3',
    'sui4',
  ]);
});

it('pauses longer at slower speech', () => {
  expect(mandarinEngineText('好，好', 1).text).toContain('"220ms"');
  expect(mandarinEngineText('好，好', 0.5).text).toContain('"440ms"');
});

it('says what it cannot read', () => {
  const { unread, items } = mandarinEngineText('好㐂');
  expect(unread).toEqual(['㐂']);
  expect(items).toHaveLength(1);
  expect(mandarinEngineText('我爱Москва和アニメ').unread).toEqual(['Москва', 'アニメ']);
});

it('writes nothing that the engine would obey, whatever comes in', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
      const written = mandarinEngineText(text).text.replace(/<break time="\d+ms"\/>/gu, '');
      expect(written.replace(/\[\[[A-Za-z;:@.'\d&-]+\]\]/gu, '')).not.toMatch(/[<>&[\]]/u);
    }),
  );
});
