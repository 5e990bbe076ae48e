import type { EventType } from '../../../timeline/index.ts';
import type { CorpusEvent, CorpusUtterance } from '../../record/types.ts';
import { plainWord } from '../words-of.ts';
import type { TagDialect, TagDialectName } from './tag-dialect.ts';

type Tags = Readonly<Partial<Record<EventType, string>>>;

/** Noises that are the voices of people who are not in the conversation. */
const otherVoices: ReadonlySet<string> = new Set(['babble', 'cafe', 'television']);

const plain = {
  laughing: null,
  uncertain: null,
  doubt: null,
  overlap: null,
  startsInOverlap: null,
  listener: null,
  end: null,
  spaced: false,
} as const;

/** MagicData's: every sound of a throat is one tag, and `[+]` says that another speaks too. */
const magicTags: Tags = {
  laughter: '[LAUGHTER]',
  breath: '[SONANT]',
  sigh: '[SONANT]',
  cough: '[SONANT]',
  sniff: '[SONANT]',
  'throat-clear': '[SONANT]',
  'lip-smack': '[SONANT]',
  filler: '[SONANT]',
  gasp: '[SONANT]',
  cry: '[SONANT]',
  music: '[MUSIC]',
};

const magic: TagDialect = {
  ...plain,
  event: (event) => magicTags[event.type] ?? (isOtherVoices(event) ? '[NPS]' : '[ENS]'),
  // It is what stands for words that nobody understood: here the best guess follows.
  doubt: '[*]',
  overlap: '[+]',
  redacted: '[PII]',
  reserved: /[[\]]/g,
};

/** The tokens that CosyVoice's text knows. */
const cosyVoiceTags: Tags = {
  laughter: '[laughter]',
  breath: '[breath]',
  sigh: '[sigh]',
  cough: '[cough]',
  sniff: '[vocalized-noise]',
  'throat-clear': '[vocalized-noise]',
  'lip-smack': '[lipsmack]',
  filler: '[mn]',
  gasp: '[quick_breath]',
  cry: '[vocalized-noise]',
};

const cosyVoice: TagDialect = {
  ...plain,
  event: ({ type }) => cosyVoiceTags[type] ?? '[noise]',
  laughing: ['<laughter>', '</laughter>'],
  redacted: '[noise]',
  reserved: /[[\]<>]/g,
};

/** The transcripts of Fisher: what is hard to hear stands in double parentheses. */
const fisherTags: Tags = {
  laughter: '[laughter]',
  breath: '[breath]',
  sigh: '[sigh]',
  cough: '[cough]',
  sniff: '[breath]',
  'throat-clear': '[cough]',
  'lip-smack': '[lipsmack]',
  filler: '[mn]',
  gasp: '[breath]',
  cry: '[mn]',
};

const fisher: TagDialect = {
  ...plain,
  event: ({ type }) => fisherTags[type] ?? '[noise]',
  uncertain: ['((', '))'],
  redacted: '(())',
  reserved: /[[\]()]/g,
};

/** TalkBank's CHAT. */
const chatTags: Tags = {
  laughter: '&=laughs',
  breath: '&=breathes',
  sigh: '&=sighs',
  cough: '&=coughs',
  sniff: '&=sniffs',
  'throat-clear': '&=clears:throat',
  'lip-smack': '&=smacks:lips',
  filler: '&=hesitates',
  gasp: '&=gasps',
  cry: '&=cries',
  music: '&=music',
};

const chat: TagDialect = {
  ...plain,
  event: ({ type, kind }) => chatTags[type] ?? (kind === null ? '&=noise' : `&=noise:${kind}`),
  uncertain: ['<', '> [?]'],
  startsInOverlap: '+<',
  redacted: 'www',
  listener: (channel, words) => `&*${letterOf(channel)}:${words.map(plainWord).filter(Boolean).join('_')}`,
  end: chatEnd,
  reserved: /[[\]<>()]|^[&+*]+|\+[./]+/g,
  spaced: true,
};

export const tagDialects: Readonly<Record<TagDialectName, TagDialect>> = {
  magic,
  cosyvoice: cosyVoice,
  fisher,
  chat,
};

function isOtherVoices({ kind }: CorpusEvent): boolean {
  return kind !== null && otherVoices.has(kind);
}

/** What CHAT ends an utterance with stands apart, and every utterance has one. */
function chatEnd(last: string, { cutShort }: CorpusUtterance): readonly [string, string] {
  const [, word = last, mark = ''] = /^(.*?)([.…。?!？！—-]*)$/su.exec(last) ?? [];
  if (cutShort) return [word, '+/.'];
  if (/\.\.|…/u.test(mark)) return [word, '+...'];
  if (/[?？]/u.test(mark)) return [word, '?'];
  return [word, /[!！]/u.test(mark) ? '!' : '.'];
}

function letterOf(channel: number): string {
  return String.fromCodePoint('A'.charCodeAt(0) + channel);
}
