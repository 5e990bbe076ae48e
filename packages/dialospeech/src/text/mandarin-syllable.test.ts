import { pinyin } from 'pinyin-pro';
import { expect, it } from 'vitest';
import { parseSyllable } from './mandarin-syllable.ts';
import { symbolId } from './vocabulary.ts';

it.each([
  ['zhi1', 'zh_zh zh_i1', 1],
  ['zi4', 'zh_z zh_i0', 4],
  ['ji3', 'zh_j zh_i', 3],
  ['ju2', 'zh_j zh_v', 2],
  ['xuan0', 'zh_x zh_van', 5],
  ['yuan2', 'zh_van', 2],
  ['nv3', 'zh_n zh_v', 3],
  ['wo3', 'zh_uo', 3],
  ['shuang1', 'zh_sh zh_uang', 1],
  ['er2', 'zh_er', 2],
  ['ng4', 'zh_ng', 4],
])('%s', (syllable, symbols, tone) => {
  expect(parseSyllable(syllable)).toEqual({ symbols: symbols.split(' '), tone });
});

it('knows every syllable of the common characters', () => {
  const common = Array.from({ length: 0x9fa5 - 0x4e00 }, (_, index) => String.fromCodePoint(0x4e00 + index));
  const syllables = new Set(pinyin(common.join(' '), { type: 'array', toneType: 'num', v: true }));
  const unknown = [...syllables].filter((syllable) => {
    const parsed = parseSyllable(syllable);
    return (
      /^[a-zêü]+\d$/u.test(syllable) && parsed?.symbols.every((name) => symbolId(name) !== undefined) !== true
    );
  });
  expect(syllables.size).toBeGreaterThan(1000);
  expect(unknown).toEqual([]);
});

it.each(['', '3', 'ma', 'MA3', '妈'])('"%s" is no syllable', (text) => {
  expect(parseSyllable(text)).toBeUndefined();
});
