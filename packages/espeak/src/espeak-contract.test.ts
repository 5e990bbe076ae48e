import { voiceContract } from 'duologue/testing';
import { afterAll, expect, test } from 'vitest';
import { createEspeak } from './espeak.ts';

const provider = createEspeak({ workers: 2 });
afterAll(() => provider[Symbol.asyncDispose]());

// The engine has Klingon, which the suite takes for a language that nobody has.
const options = { test, expect, foreignLanguage: 'xx', onsetTolerance: 0.03 };

for (const [name, texts] of [
  ['mei', ['你好。', '我25岁，有点儿累——你呢？“好，”他说。', '我爱NLP，真的OK！2024年3月5日，3:15，￥3.5。']],
  ['hao', ['一二三。', '哈哈，非常好！', '銀行在哪裡？在重慶路12号。']],
  ['en-us-male', undefined],
  ['de', ['Guten Tag.', 'Das kostet 25 Euro — oder? „Ja“, sagte sie.']],
  ['yue-female', ['你好。', '我係香港人，你呢？']],
] as const) {
  voiceContract(name, () => provider.voice(name), { ...options, ...(texts === undefined ? {} : { texts }) });
}
