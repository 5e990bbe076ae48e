import type { AgentTurn, BrainRequest, UserSound } from '../../voices/index.ts';
import type { Wish } from './material.ts';
import {
  type InterviewLanguage,
  type KnownQuestion,
  materials,
  plainText,
  sentencesOf,
  type TopicPlan,
} from './topics.ts';

/** What an interviewer knows of the conversation: all of it read off the turns, none of it kept. */
export type Interview = {
  readonly language: InterviewLanguage;
  /** The agent spoke another language last. */
  readonly switched: boolean;
  /** Keys of the questions that were heard. */
  readonly asked: ReadonlySet<string>;
  /** How many questions were heard, of any kind. */
  readonly questions: number;
  /** Index of what is talked about, and how many questions it has had. */
  readonly topic: number | undefined;
  readonly depth: number;
  /** The last question was about the last answer. */
  readonly followedUp: boolean;
  /** One that was cut short, or followed by nothing but courtesies. */
  readonly pending: KnownQuestion | undefined;
  /** The last that was heard whole. */
  readonly last: KnownQuestion | undefined;
  /** What the user has said since the agent spoke last; none: nothing. */
  readonly answer: Answer | undefined;
  /** Prompts to a silence since the user spoke last. */
  readonly prompts: number;
  /** What the agent said, plain, the latest first. */
  readonly said: readonly string[];
};

export type Answer = {
  readonly text: string;
  readonly wordCount: number;
  readonly sound: UserSound | undefined;
  readonly wish: Wish | undefined;
};

export function readInterview(
  { turns, context, occasion }: BrainRequest,
  plan: TopicPlan,
  usual: InterviewLanguage,
): Interview {
  const agents = turns.filter((turn) => turn.type === 'agent');
  const said = agents.map(({ text }) => plainText(text)).toReversed();
  const language = languageOf(turns, context.language, usual);
  const lastAgent = turns.findLastIndex(({ type }) => type === 'agent');
  const lastUser = turns.findLastIndex(({ type }) => type === 'user');
  const answer = lastUser > lastAgent ? readAnswer(turns.slice(lastAgent + 1), language) : undefined;
  const questions = readQuestions(agents, plan);
  const spoken = agents.at(-1)?.text ?? '';
  // Asked to wait, the agent put no question: the one before is still open.
  const asked = turns.slice(0, lastAgent).findLast((turn) => turn.type === 'user');
  const waited =
    asked !== undefined &&
    !/[?？]/u.test(spoken) &&
    readAnswer([asked], language).wish === 'wait' &&
    questions.last !== undefined &&
    said[1]?.includes(questions.last.plain) === true;
  const since = turns.slice(lastUser + 1).filter(({ type }) => type === 'agent').length;
  return {
    language,
    switched: spoken !== '' && isHan(spoken) !== (language === 'zh'),
    ...questions,
    pending: pendingQuestion(agents, plan) ?? (waited ? questions.last : undefined),
    answer,
    prompts: occasion === 'silence' ? Math.max(0, since - 1) : 0,
    said,
  };
}

function isHan(text: string): boolean {
  return /\p{Script=Han}/u.test(text);
}

const languageWishes = [...materials.en.wishes, ...materials.zh.wishes].filter(([wish]) =>
  wish.startsWith('speak-'),
);

/** What the user asked for, as long as they keep to it; else what they speak; else what the interviewer usually does. */
function languageOf(
  turns: BrainRequest['turns'],
  spoken: string,
  usual: InterviewLanguage,
): InterviewLanguage {
  for (const turn of turns.toReversed()) {
    if (turn.type !== 'user') continue;
    const wish = languageWishes.find(([, pattern]) => pattern.test(turn.text))?.[0];
    if (wish !== undefined) return wish === 'speak-english' ? 'en' : 'zh';
    if (turn.language !== undefined) break;
  }
  return knownLanguage(spoken) ?? usual;
}

export function knownLanguage(tag: string): InterviewLanguage | undefined {
  const main = tag.toLowerCase().split('-')[0] ?? '';
  if (main === 'en') return 'en';
  return ['zh', 'cmn', 'yue'].includes(main) ? 'zh' : undefined;
}

function readAnswer(turns: BrainRequest['turns'], language: InterviewLanguage): Answer {
  const users = turns.filter((turn) => turn.type === 'user');
  const text = users
    .map((turn) => turn.text.trim())
    .filter((part) => part !== '')
    .join(' ');
  const sounds = users.flatMap(({ sound }) => (sound === undefined ? [] : [sound]));
  const wordCount = text.match(/\p{Script=Han}|[\p{L}\p{N}'’-]+/gu)?.length ?? 0;
  return { text, wordCount, sound: joinSounds(sounds), wish: wishOf(text, wordCount, language) };
}

/** Several turns without an answer between them are one. */
function joinSounds(sounds: readonly UserSound[]): UserSound | undefined {
  const last = sounds.at(-1);
  if (last === undefined) return undefined;
  return {
    duration: sounds.reduce((sum, { duration }) => sum + duration, 0),
    paused: sounds.reduce((sum, { paused }) => sum + paused, 0),
    laughter: sounds.some(({ laughter }) => laughter),
    rising: last.rising,
    interrupting: sounds[0]?.interrupting ?? false,
  };
}

/** Of a long answer only its end can say goodbye, and only grief is heard anywhere. */
function wishOf(text: string, wordCount: number, language: InterviewLanguage): Wish | undefined {
  if (text === '') return undefined;
  const isShort = wordCount <= (language === 'zh' ? 24 : 12);
  const end = language === 'zh' ? text.slice(-12) : text.split(/\s+/u).slice(-6).join(' ');
  // Somebody may ask for another language, or take leave, in it.
  const [own, other] = language === 'zh' ? [materials.zh, materials.en] : [materials.en, materials.zh];
  return [...own.wishes, ...other.wishes].find(([wish, pattern]) => {
    if (wish === 'goodbye' && !isShort) return pattern.test(end);
    return (isShort || wish === 'grieve') && pattern.test(text);
  })?.[0];
}

type Questions = Pick<Interview, 'asked' | 'questions' | 'topic' | 'depth' | 'followedUp' | 'last'>;

function readQuestions(agents: readonly AgentTurn[], plan: TopicPlan): Questions {
  const asked = new Set<string>();
  let questions = 0;
  let topic: number | undefined;
  let depth = 0;
  let followedUp = false;
  let last: KnownQuestion | undefined;
  for (const { text } of agents) {
    const found = questionsIn(text, plan);
    for (const { key } of found) asked.add(key);
    if (!/[?？]/u.test(text)) continue;
    questions++;
    const own = found.find((question) => question.topic !== undefined);
    last = own ?? found[0] ?? last;
    depth = own === undefined || own.topic === topic ? depth + 1 : 1;
    topic = own?.topic ?? topic;
    followedUp = own === undefined;
  }
  return { asked, questions, topic, depth, followedUp, last };
}

/** Those that are put in a text, whole: looked up by its sentences, so that a long conversation costs little. */
function questionsIn(text: string, { byText, mostSentences }: TopicPlan): KnownQuestion[] {
  const sentences = sentencesOf(text).map(plainText);
  return sentences.flatMap((_, start) => {
    const lengths = Array.from(
      { length: Math.min(mostSentences, sentences.length - start) },
      (__, more) => more + 1,
    );
    return lengths.flatMap((length) => byText.get(sentences.slice(start, start + length).join('')) ?? []);
  });
}

/** Turns of the agent, from the last, in which a question that was cut short is looked for. */
const pendingReach = 3;

/** Letters of a question that must have been heard to know it by them. */
const fewestLetters = 4;

function pendingQuestion(agents: readonly AgentTurn[], plan: TopicPlan): KnownQuestion | undefined {
  const known = [...plan.questions.en, ...plan.questions.zh];
  for (const { text, cutShort } of agents.slice(-pendingReach).toReversed()) {
    if (questionsIn(text, plan).length > 0) return undefined;
    const plain = plainText(text);
    if (cutShort) return known.find((question) => endsInside(plain, question.plain));
  }
  return undefined;
}

/** Whether a text ends with the beginning of a question, and not with all of it. */
function endsInside(text: string, question: string): boolean {
  for (let length = Math.min(text.length, question.length - 1); length >= fewestLetters; length--) {
    if (text.endsWith(question.slice(0, length))) return true;
  }
  return false;
}
