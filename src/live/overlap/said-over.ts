import { isBackchannelText, splitWords } from '../../timeline/index.ts';
import { asideSigns } from './aside-words.ts';

/**
 * What words over the agent's own are: `stop` asks it to stop, `listening` is a listener's `mm-hm`, `denying` is a no
 * of one word, which may be either; `speech` has something to say.
 */
export type Said = 'nothing' | 'stop' | 'listening' | 'denying' | 'speech';

export type SaidOver = {
  readonly said: Said;
  /** It would do as a turn: one word alone may be a listener's that was misheard. */
  readonly whole: boolean;
  /** How surely it is for somebody else than the agent: each sign counts for about 1, those for the agent against it. */
  readonly aside: number;
};

/** Nothing longer is read to its end: it is speech, whoever it is for. */
const longestRead = 400;

export function readSaid(text: string, stopWords: readonly string[]): SaidOver {
  if (text.trim() === '') return { said: 'nothing', whole: false, aside: 0 };
  const read = text.slice(0, longestRead);
  const cut = text.length > longestRead;
  return { said: kindOf(read, cut, stopWords), whole: cut || isWhole(read), aside: asideSigns(read) };
}

function kindOf(text: string, cut: boolean, stopWords: readonly string[]): Said {
  if (hasStopWord(text, stopWords)) return 'stop';
  if (denial.test(text)) return 'denying';
  return !cut && (isBackchannelText(text) || understood.test(text)) ? 'listening' : 'speech';
}

function isWhole(text: string): boolean {
  const words = splitWords(text).length;
  return /\p{Script=Han}/u.test(text) ? words >= 3 || asking.test(text) : words >= 2 || asking.test(text);
}

/** One word that wants something of the agent. */
const asking =
  /^[\s,.!]*(?:what|why|who|where|when|which|how|next|pause|skip|back|hey|hello|again|repeat|louder|slower|faster|wrong|more|less|help|mute|什么|[谁哪换退跳]|几点|为何|下一个?|再来|重来)[\s,.!?。！？，]*$/iu;
/** What a listener says who has understood, beside the shorter forms that corpora count. */
const understood =
  /^[\s,.!。！，]*(?:(?:oh|ah|hm+|mm+|uh-?huh|mm-?hm|yeah|yes|okay|ok|right|well|嗯+|哦|啊|对|好)[\s,.!。！，]+)?(?:(?:that )?makes sense|fair enough|(?:sounds|that's|that is) (?:good|great|right|fine|lovely|amazing)|good to know|i understand|understood|i get it|i got it|lovely|perfect|brilliant|amazing|awesome|wonderful|excellent|fine|no problem|no worries|for real|no kidding|you're right|good point|(?:我)?(?:知道|明白|懂|了解|清楚|记住|听懂)了?|原来(?:如此|是这样)|(?:有|很有)道理|没问题|太好了|挺好的?|真好|好嘞|收到|厉害|这样子?[啊呀]?|是这样[啊的]?)[\s,.!。！，啊呀嘛]*$/iu;

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
