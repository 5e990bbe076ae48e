import { isBackchannelText, splitWords } from '../../timeline/index.ts';
import { asideSigns } from './aside-words.ts';

/**
 * What words over the agent's own are: `stop` asks it to stop, `listening` is a listener's `mm-hm`, `denying` is a no
 * of one word, which may be either; `speech` has something to say.
 */
export type Said = 'nothing' | 'stop' | 'listening' | 'denying' | 'speech';

export type SaidOver = {
  readonly said: Said;
  /** How surely it is for somebody else than the agent: each sign counts for about 1, those for the agent against it. */
  readonly aside: number;
};

/** Nothing longer is read to its end: it is speech, whoever it is for. */
const longestRead = 400;

export function readSaid(text: string, stopWords: readonly string[]): SaidOver {
  if (text.trim() === '') return { said: 'nothing', aside: 0 };
  const read = text.slice(0, longestRead);
  return { said: kindOf(read, text.length > longestRead, stopWords), aside: asideSigns(read) };
}

function kindOf(text: string, cut: boolean, stopWords: readonly string[]): Said {
  if (hasStopWord(text, stopWords)) return 'stop';
  if (denial.test(text)) return 'denying';
  return !cut && isBackchannelText(text) ? 'listening' : 'speech';
}

/** At the start of what is said, but for a listener's word or a filler before. */
const atStart =
  /^(?:(?:oh|ah|uh|um|er|no|hey|yeah|yes|ok|okay|well|so|but|please|and|right)[\s,.!]+)*(?:wait|stop|hold (?:on|up|it)|hang on|excuse me|sorry|pardon|no[\s,.!]+no|one (?:second|moment|minute)|just a (?:second|moment|minute)|actually|listen|shut up|quiet|enough|cancel|forget (?:it|that)|never ?mind|that(?:'s| is| was)? (?:not|wrong|enough)|not (?:that|so)|i (?:said|meant|mean)|let me|whoa|slow down)\b/;
const anywhere =
  /\b(?:stop (?:talking|speaking|for|please|there)|please stop|wait a|hold on|hang on|shut up)\b/;
const mandarin =
  /等一下|等一等|等等|等会儿?|稍等|且慢|慢着|^[嗯啊哎喂不好，,\s]*停|停一?下|打住|不对|不是|别说|别念|别讲|先别|够了|算了|闭嘴|打断|暂停|听我说|错了/u;
const denial = /^[\s,.!]*(?:no|nope|nah|不|没有|不要)[\s,.!。！，]*$/iu;

function hasStopWord(text: string, more: readonly string[]): boolean {
  const lower = text.toLowerCase().replaceAll('’', "'").trim();
  if (atStart.test(lower) || anywhere.test(lower) || mandarin.test(lower)) return true;
  return more.some((word) => includesWord(lower, word.toLowerCase().trim()));
}

/** `arret` is not in `arrette`; where words are not spaced, any place will do. */
function includesWord(text: string, word: string): boolean {
  if (word === '') return false;
  if (!/^[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\s'-]+$/u.test(word)) return text.includes(word);
  const words = splitWords(text).map((each) => each.replaceAll(/[^\p{L}\p{N}'-]/gu, ''));
  return ` ${words.join(' ')} `.includes(` ${word} `);
}
