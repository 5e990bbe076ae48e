import { expect, test } from 'vitest';
import { guessLanguage } from './guess-language.ts';

test.each([
  ['I was thinking that we could go out for dinner, you know?', 'en'],
  ["It's not what I'm going to do", 'en'],
  ['今天天气很好，我们一起去公园散步吧！', 'zh'],
  ['我用 WhatsApp 给他发的', 'zh'],
  ['今日はとても天気がいいですね', 'other'],
  ['오늘 날씨가 정말 좋네요', 'other'],
  ['Сегодня очень хорошая погода', 'other'],
  ['Ich weiß nicht, ob wir heute Abend ins Kino gehen', 'other'],
  ['Je ne sais pas si nous pouvons venir demain', 'other'],
  ['No sé si podemos venir mañana por la tarde', 'other'],
  ['12 34', null],
  ['', null],
  ['Hamburg', null],
])('%s', (text, language) => {
  const guess = guessLanguage(text);
  expect(guess.language).toBe(language);
  expect(guess.confidence).toBeGreaterThanOrEqual(0);
  expect(guess.confidence).toBeLessThanOrEqual(1);
});
