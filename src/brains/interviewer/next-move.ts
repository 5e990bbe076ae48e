import type { BrainRequest } from '../../voices/index.ts';
import { contentWord } from './content-word.ts';
import { expand, type LineKind, type Material, type Wish } from './material.ts';
import { type Answer, type Interview, knownLanguage, readInterview } from './read-interview.ts';
import {
  type InterviewLanguage,
  type KnownQuestion,
  materials,
  plainText,
  type TopicPlan,
} from './topics.ts';

export type MoveOptions = {
  readonly plan: TopicPlan;
  readonly language: InterviewLanguage;
  readonly style: 'friendly' | 'formal';
  readonly seed: string | number;
  readonly mostQuestions: number;
};

export type Move = {
  readonly sentences: readonly string[];
  /** What stands between two of them. */
  readonly space: string;
  /** Where it is not what the user speaks. */
  readonly language?: string;
  readonly ends: boolean;
};

/** Seconds. Shorter is a short answer, or an interruption that wants the floor; longer a story. */
const shortAnswer = 1.5;
const longAnswer = 12;

/** Of an answer's time, from which it was a hesitant one. */
const hesitantShare = 0.35;

/** Words of an answer from which one of them is named back. */
const fewestWords = 4;

/** Questions that a topic has before the next; one that the user warms to has more. */
const usualDepth = 3;
const engagedDepth = 5;

/** Everything that a move is made from. */
type Scene = {
  readonly interview: Interview;
  readonly material: Material;
  readonly options: MoveOptions;
  /** One of `count`, the same for the same conversation and purpose. */
  readonly draw: (purpose: string, count: number) => number;
  /** A line of a kind that was not said lately. */
  readonly line: (kind: LineKind, topic?: string) => string;
};

export function nextMove(request: BrainRequest, options: MoveOptions): Move {
  const interview = readInterview(request, options.plan, options.language);
  const material = materials[interview.language];
  const scene = createScene(interview, material, options, request.turns.length);
  const { sentences, ends = false } = sentencesFor(request, scene);
  const isForeign = knownLanguage(request.context.language) !== interview.language;
  const opening = interview.switched && !ends ? [scene.line('language-switched')] : [];
  return {
    sentences: [...opening, ...sentences].map((sentence) =>
      options.style === 'formal' ? formally(sentence) : sentence,
    ),
    space: material.space,
    ...(isForeign ? { language: interview.language } : {}),
    ends,
  };
}

function formally(sentence: string): string {
  return sentence.replaceAll(/你(?!们)/gu, '您');
}

function createScene(
  interview: Interview,
  material: Material,
  options: MoveOptions,
  turnCount: number,
): Scene {
  const draw = (purpose: string, count: number): number =>
    hash(`${options.seed}/${turnCount}/${interview.language}/${purpose}`) % count;
  const lately = interview.said.slice(0, 10);
  const line = (kind: LineKind, topic = ''): string => {
    const attempts = Array.from({ length: 8 }, (_, attempt) => {
      let place = 0;
      return expand(material.lines[kind], (count) => draw(`${kind}/${attempt}/${place++}`, count));
    });
    const fresh = attempts.find((text) => !lately.some((said) => said.includes(plainText(text))));
    return (fresh ?? attempts[0] ?? '').replace('[topic]', topic);
  };
  return { interview, material, options, draw, line };
}

type Said = { readonly sentences: readonly string[]; readonly ends?: boolean };

function sentencesFor({ occasion, turns }: BrainRequest, scene: Scene): Said {
  const { interview, line } = scene;
  const isFirst = !turns.some(({ type }) => type === 'agent');
  const { answer } = interview;
  if (occasion === 'silence' && !isFirst && answer === undefined) return toSilence(scene);
  if (isFirst && (answer?.wish === undefined || answer.wish === 'thank'))
    return withQuestion([line('greeting'), line('introduction')], scene);
  if (answer === undefined) return withQuestion([], scene);
  const wished = answer.wish === undefined ? undefined : toWish(answer.wish, scene);
  return wished ?? toAnswer(answer, scene);
}

function toSilence(scene: Scene): Said {
  const { interview, line } = scene;
  if (interview.prompts === 0) return { sentences: [line('silence-first')] };
  if (interview.prompts === 1) return withQuestion([line('silence-second')], scene);
  return { sentences: [line('silence-last')], ends: true };
}

/** What is said first to a wish after which the interview goes on. */
const courtesies: Readonly<Partial<Record<Wish, LineKind>>> = {
  skip: 'skip',
  thank: 'welcome',
  'ask-name': 'my-name',
  'ask-kind': 'my-kind',
  'ask-health': 'my-health',
  'ask-purpose': 'my-purpose',
  'ask-hearing': 'my-hearing',
};

/** Undefined where it is an answer all the same. */
function toWish(wish: Wish, scene: Scene): Said | undefined {
  const { line, interview } = scene;
  if (wish === 'goodbye') return { sentences: [line('farewell')], ends: true };
  if (wish === 'wait') return { sentences: [line('wait')] };
  if (wish === 'grieve') return { sentences: [line('sympathy')] };
  if (wish === 'repeat') {
    const question = interview.pending ?? interview.last;
    if (question === undefined) return withQuestion([], scene);
    return { sentences: [`${line('again')}${gapAfter(scene)}${inLanguage(question, scene)}`] };
  }
  const courtesy = courtesies[wish];
  if (courtesy !== undefined) return withQuestion([line(courtesy)], scene, { elsewhere: wish === 'skip' });
  return interview.switched ? withQuestion([], scene) : undefined;
}

function toAnswer(answer: Answer, scene: Scene): Said {
  const { interview, line, options, draw } = scene;
  const { sound, text, wordCount } = answer;
  const chosen = chosenTopic(text, scene);
  if (chosen !== undefined)
    return withQuestion(
      [line('chosen-topic', scene.options.plan.topics[interview.language][chosen]?.name)],
      scene,
      { topic: chosen },
    );
  const wantsFloor = sound?.interrupting === true && text === '' && sound.duration < shortAnswer;
  if (wantsFloor) return { sentences: [line('yield')] };
  const response =
    options.style === 'formal' && reactionTo(answer) !== 'after-question' ? 'formal' : reactionTo(answer);
  if (interview.pending !== undefined) return withQuestion([line(response)], scene);
  const echo = wordCount >= fewestWords && draw('echo', 2) === 0 ? echoOf(text, scene) : undefined;
  if (echo !== undefined && withinLimit(scene)) return { sentences: [line(response), echo] };
  const isShort = wordCount > 0 ? wordCount <= 2 : (sound?.duration ?? 0) < shortAnswer;
  const isEngaged = sound?.laughter === true || (sound?.duration ?? 0) >= longAnswer / 2 || wordCount >= 15;
  const encourages = isShort && !interview.followedUp && draw('encourage', 2) === 0;
  return withQuestion([line(response)], scene, { followUp: isEngaged || encourages, encourages, isEngaged });
}

/** How to take up an answer, by what could be heard of it. */
function reactionTo({ sound, text, wordCount }: Answer): LineKind {
  if (/[?？]\s*$/u.test(text) || (text === '' && sound?.rising === true)) return 'after-question';
  if (sound?.laughter === true) return 'after-laughter';
  const duration = sound?.duration ?? 0;
  const share = sound === undefined || duration === 0 ? 0 : sound.paused / duration;
  if (share >= hesitantShare && sound !== undefined && sound.paused >= 1) return 'after-hesitation';
  if (duration >= longAnswer || wordCount >= 40) return 'after-long';
  return (duration === 0 ? wordCount > 4 : duration >= shortAnswer) ? 'after-medium' : 'after-short';
}

type Wanted = {
  /** Ask about the answer. */
  readonly followUp?: boolean;
  readonly encourages?: boolean;
  readonly isEngaged?: boolean;
  /** Index of the topic to turn to. */
  readonly topic?: number;
  /** Leave the topic. */
  readonly elsewhere?: boolean;
};

/** These sentences, then the question that was cut short, or the next; a goodbye where there is none left. */
function withQuestion(sentences: readonly string[], scene: Scene, wanted: Wanted = {}): Said {
  const { interview, line } = scene;
  const { pending } = interview;
  const leaves = wanted.elsewhere === true || wanted.topic !== undefined;
  if (pending !== undefined && !leaves)
    return { sentences: [...sentences, `${line('resume')}${gapAfter(scene)}${inLanguage(pending, scene)}`] };
  const next = withinLimit(scene) ? nextQuestion(scene, wanted) : undefined;
  if (next === undefined) return { sentences: [...sentences, line('closing')], ends: true };
  const { question, newTopic } = next;
  if (newTopic !== undefined)
    return { sentences: [...sentences, line('new-topic', newTopic), question.text] };
  if (wanted.encourages === true && question.topic === undefined)
    return { sentences: [...sentences, `${line('encourage')}${gapAfter(scene)}${question.text}`] };
  return { sentences: [...sentences, question.text] };
}

/** Between a colon and what follows it. */
function gapAfter({ material }: Scene): string {
  return material.space;
}

/** The same question as it is asked in the language that is spoken now. */
function inLanguage({ key, text }: KnownQuestion, { interview, options }: Scene): string {
  return options.plan.questions[interview.language].find((question) => question.key === key)?.text ?? text;
}

function withinLimit({ interview, options }: Scene): boolean {
  return interview.questions < options.mostQuestions;
}

type Next = { readonly question: KnownQuestion; readonly newTopic?: string };

function nextQuestion(
  scene: Scene,
  { followUp, isEngaged, topic: wanted, elsewhere }: Wanted,
): Next | undefined {
  const { interview, options, draw } = scene;
  const left = options.plan.questions[interview.language].filter(({ key }) => !interview.asked.has(key));
  const general = left.filter(({ topic }) => topic === undefined);
  const current = wanted ?? interview.topic;
  const ofCurrent = left.filter(({ topic }) => topic === current && topic !== undefined);
  if (wanted !== undefined && ofCurrent[0] !== undefined) return { question: ofCurrent[0] };
  if (followUp === true && !interview.followedUp && interview.topic !== undefined && general.length > 0) {
    const question = general[draw('follow-up', general.length)];
    if (question !== undefined) return { question };
  }
  const most = isEngaged === true ? engagedDepth : usualDepth;
  if (elsewhere !== true && interview.depth < most && ofCurrent[0] !== undefined)
    return { question: ofCurrent[0] };
  return (
    questionElsewhere(scene, left, current) ??
    (ofCurrent[0] === undefined ? undefined : { question: ofCurrent[0] })
  );
}

/** The first question that is left of a topic: one that was not talked about, where there is one. */
function questionElsewhere(
  { interview, options, draw }: Scene,
  left: readonly KnownQuestion[],
  current: number | undefined,
): Next | undefined {
  const topics = [
    ...new Set(left.flatMap(({ topic }) => (topic === undefined || topic === current ? [] : [topic]))),
  ];
  const fresh = topics.filter((topic) => ![...interview.asked].some((key) => key.startsWith(`${topic}/`)));
  const open = fresh.length > 0 ? fresh : topics;
  const topic = open[draw('topic', Math.max(1, open.length))];
  const question = left.find((each) => each.topic === topic);
  if (topic === undefined || question === undefined) return undefined;
  const name = options.plan.topics[interview.language][topic]?.name;
  return { question, ...(interview.topic === undefined || name === undefined ? {} : { newTopic: name }) };
}

/** A question with a word of the answer, where one carries a meaning and was not named before. */
function echoOf(text: string, { interview, material, draw }: Scene): string | undefined {
  const word = contentWord(text, interview.language);
  if (word === undefined || interview.said.some((said) => said.includes(plainText(word)))) return undefined;
  const template = material.echoes[draw('echo-form', material.echoes.length)] ?? '';
  let place = 0;
  return expand(template, (count) => draw(`echo/${place++}`, count)).replace('[word]', word);
}

/** Index of the topic that the user asks for: `let's talk about music`. */
function chosenTopic(text: string, { interview, options }: Scene): number | undefined {
  const asked =
    /\b(?:talk|ask me|chat|speak|tell you) (?:some(?:thing)? )?about\b|(?:聊聊|说说|谈谈|聊一聊|问我)/i.exec(
      text,
    );
  if (asked === null) return undefined;
  const rest = text.slice(asked.index + asked[0].length).toLowerCase();
  const index = options.plan.topics[interview.language].findIndex(({ name, keywords = [] }) =>
    [name, ...keywords].some((word) => rest.includes(word.toLowerCase())),
  );
  return index < 0 ? undefined : index;
}

/** FNV-1a, then mixed so that neighbouring texts fall far apart. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  }
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return (value ^ (value >>> 16)) >>> 0;
}
