import { english } from './english.ts';
import { mandarin } from './mandarin.ts';
import type { InterviewTopic, Material } from './material.ts';

export type InterviewLanguage = 'en' | 'zh';

export const materials: Readonly<Record<InterviewLanguage, Material>> = { en: english, zh: mandarin };

/** A question, known by the same key in every language, so that a switch of language repeats none. */
export type KnownQuestion = {
  readonly key: string;
  readonly text: string;
  /** Letters and figures of it alone: how it is found in what was said. */
  readonly plain: string;
  /** Index of its topic; none of a question that fits anywhere. */
  readonly topic?: number;
};

export type TopicPlan = {
  /** In the order of both languages. */
  readonly topics: Readonly<Record<InterviewLanguage, readonly InterviewTopic[]>>;
  readonly questions: Readonly<Record<InterviewLanguage, readonly KnownQuestion[]>>;
  /** All of them, by their plain text: two topics may share one. */
  readonly byText: ReadonlyMap<string, readonly KnownQuestion[]>;
  /** Sentences of the longest. */
  readonly mostSentences: number;
};

/** The topics of an interview: those that are built in, some of them by name, or others. */
export function planTopics(wanted: readonly (string | InterviewTopic)[] | undefined): TopicPlan {
  const pairs = (wanted ?? english.topics.map(({ name }) => name)).map(topicPair);
  const topics = { en: pairs.map(({ en }) => en), zh: pairs.map(({ zh }) => zh) };
  const questions = { en: listQuestions(topics.en, 'en'), zh: listQuestions(topics.zh, 'zh') };
  const all = [...questions.en, ...questions.zh];
  const byText = new Map<string, readonly KnownQuestion[]>();
  for (const question of all) byText.set(question.plain, [...(byText.get(question.plain) ?? []), question]);
  const mostSentences = all.reduce((most, { text }) => Math.max(most, sentencesOf(text).length), 1);
  return { topics, questions, byText, mostSentences };
}

type Pair = Readonly<Record<InterviewLanguage, InterviewTopic>>;

function topicPair(wanted: string | InterviewTopic): Pair {
  if (typeof wanted !== 'string') return { en: wanted, zh: wanted };
  const index = Math.max(
    ...[english, mandarin].map(({ topics }) => topics.findIndex((topic) => isNamed(topic, wanted))),
  );
  const [en, zh] = [english.topics[index], mandarin.topics[index]];
  if (en !== undefined && zh !== undefined) return { en, zh };
  const named = ({ topicQuestions }: Material): InterviewTopic => ({
    name: wanted,
    questions: topicQuestions.map((question) => question.replace('[topic]', wanted)),
  });
  return { en: named(english), zh: named(mandarin) };
}

function isNamed({ name, keywords = [] }: InterviewTopic, wanted: string): boolean {
  return [name, ...keywords].includes(wanted.trim().toLowerCase());
}

function listQuestions(topics: readonly InterviewTopic[], language: InterviewLanguage): KnownQuestion[] {
  const ofTopics = topics.flatMap(({ questions }, topic) =>
    questions.map((text, index) => ({ key: `${topic}/${index}`, text, plain: plainText(text), topic })),
  );
  const followUps = materials[language].followUps.map((text, index) => ({
    key: `${language}/${index}`,
    text,
    plain: plainText(text),
  }));
  return [...ofTopics, ...followUps];
}

export function sentencesOf(text: string): readonly string[] {
  return text.split(/(?<=[.!?。！？:：])/u);
}

/** Formal Mandarin has another word for `you`: here both are one. */
export function plainText(text: string): string {
  return text
    .toLowerCase()
    .replaceAll('您', '你')
    .replaceAll(/[^\p{L}\p{N}]/gu, '');
}
