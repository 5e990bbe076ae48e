import type { Random } from '../../../../dsp/index.ts';
import type { GrammarLanguage, Habits } from '../language.ts';
import { parseTopics, type Topic } from '../material.ts';
import { readSynonyms, vary } from '../synonyms.ts';
import { assistant } from './assistant.ts';
import { business } from './business.ts';
import { casual } from './casual.ts';
import { family } from './family.ts';
import { frames } from './frames.ts';
import { friends } from './friends.ts';
import { newEnergy } from './new-energy.ts';
import { pools } from './pools.ts';
import { procedures } from './procedures.ts';
import { registerFrames } from './register-frames.ts';

export function mandarin(): GrammarLanguage {
  const synonyms = readSynonyms(sameMeaning, (word) => new RegExp(word, 'u'));
  return {
    tag: 'zh',
    frames: only(parseTopics(frames + registerFrames)),
    pools: only(parseTopics(pools)),
    topics: {
      casual: parseTopics(casual),
      family: parseTopics(family),
      friends: parseTopics(friends),
      business: parseTopics(business),
      assistant: parseTopics(assistant),
      'new-energy': parseTopics(newEnergy),
    },
    procedures: parseTopics(procedures),
    space: '',
    free: 6,
    length: (sentence) => sentence.match(/\p{L}/gu)?.length ?? 0,
    finish: (sentence) => sentence,
    hesitate,
    vary: (sentence, random) => vary(sentence, synonyms, random),
    append: (sentence, words) => `${sentence.slice(0, -1)}，${words}${sentence.slice(-1)}`,
    correct: (wrong, right, random) => `${wrong}，${repairs[random.integer(repairs.length)] ?? ''}，${right}`,
    reacts:
      /^(?:哦|哇|对|嗯|是|不|没|好|行|哎|唉|啊|真|哈|可以|当然|其实|反正|说实话|然后|那|所以|可能|应该|怎么说|明白|喂|拜|谢谢|话说|主要)/u,
    breakOff,
    pace: 0.2982,
    goodbyes: 11.5,
  };
}

function only([topic]: readonly Topic[]): Topic {
  if (topic === undefined) throw new SyntaxError('A material is empty.');
  return topic;
}

/** The first of each is what is looked for. */
const sameMeaning = `
特别 | 特别 | 非常 | 可 | 真是 | 老
挺 | 挺 | 蛮 | 还挺
有点 | 有点 | 稍微有点 | 多少有点
大概 | 大概 | 差不多 | 估计
现在 | 现在 | 这会儿 | 眼下
怎么样 | 怎么样 | 咋样 | 如何
什么时候 | 什么时候 | 啥时候 | 哪天
没事 | 没事 | 没关系 | 不要紧
那边 | 那边 | 那儿 | 那头
觉得 | 觉得 | 感觉 | 琢磨着
已经 | 已经 | 都已经 | 早就
以后 | 以后 | 之后 | 往后
多少钱 | 多少钱 | 什么价 | 得多少钱
要不 | 要不 | 不如 | 要不然
一起 | 一起 | 一块
我们 | 我们 | 咱们
`;

const repairs = ['不对', '不是', '哦不', '说错了'];

/** What may be said twice at the beginning of a sentence or a clause: `我们，我们`. */
const repeatable = /^(?:我们|你们|他们|我|你|他|她|这个|就是|然后|因为|可能|应该)/u;

/** Somebody may stop to think behind these. */
const connectors =
  /(?:就是|然后|因为|所以|但是|可是|其实|觉得|比如|还有|主要是|大概|好像|应该是)(?=\p{L}{3})/gu;

function hesitate(sentence: string, { fillers }: Habits, random: Random): string {
  const filler = fillers[random.next() < 0.6 ? 0 : random.integer(fillers.length)] ?? '呃';
  const clauses = sentence.split('，');
  const at = random.integer(clauses.length);
  const clause = clauses[at] ?? '';
  return clauses.with(at, stumble(clause, filler, random)).join('，');
}

function stumble(clause: string, filler: string, random: Random): string {
  const draw = random.next();
  const start = repeatable.exec(clause)?.[0];
  if (start !== undefined && draw < 0.5) {
    if (draw < 0.2) return `${start}，${start}${clause.slice(start.length)}`;
    if (draw < 0.3) return `${start}，${filler}，${start}${clause.slice(start.length)}`;
    return `${start}，${filler}，${clause.slice(start.length)}`;
  }
  const places = [...clause.matchAll(connectors)].map((match) => match.index + match[0].length);
  const place = places[random.integer(places.length)];
  if (place !== undefined && draw < 0.8)
    return `${clause.slice(0, place)}，${filler}，${clause.slice(place)}`;
  return `${filler}，${clause}`;
}

/** Ends with its first clauses: a word is not cut in its middle. */
function breakOff(sentence: string, random: Random): string | undefined {
  const clauses = sentence.split('，');
  if (clauses.length < 2) return undefined;
  const said = clauses.slice(0, 1 + random.integer(clauses.length - 1)).join('，');
  return said.length < 4 ? undefined : `${said}，然后`;
}
