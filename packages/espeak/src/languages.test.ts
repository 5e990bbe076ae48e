import { expect, it } from 'vitest';
import { findLanguage, otherLanguages } from './languages.ts';

it.each([
  ['de', 'de'],
  ['de-AT', 'de'],
  ['zh', 'zh-CN'],
  ['zh-Hant-TW', 'zh-CN'],
  ['zh-HK', 'yue'],
  ['cmn', 'zh-CN'],
  ['en', 'en-US'],
  ['en-AU', 'en-GB'],
  ['EN_gb', 'en-GB'],
  ['pt-BR', 'pt-BR'],
  ['pt-PT', 'pt'],
  ['fr-CA', 'fr'],
  ['no', 'nb'],
])('%s is %s', (tag, expected) => {
  expect(findLanguage(tag)?.tag).toBe(expected);
});

it('does not know what nobody speaks', () => {
  expect(findLanguage('xx')).toBeUndefined();
  expect(findLanguage('')).toBeUndefined();
});

it('has one tag for each language, all of BCP 47', () => {
  const tags = otherLanguages.map(({ tag }) => tag);
  expect(new Set(tags).size).toBe(tags.length);
  expect(Intl.getCanonicalLocales(tags)).toHaveLength(tags.length);
});
