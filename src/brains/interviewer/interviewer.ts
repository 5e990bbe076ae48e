import type { Brain, BrainPart, BrainRequest } from '../../voices/index.ts';
import { BrainError } from '../brain-error.ts';
import type { InterviewTopic } from './material.ts';
import { nextMove } from './next-move.ts';
import { type InterviewLanguage, planTopics } from './topics.ts';

export type InterviewerOptions = {
  /**
   * What to talk about: names of built-in topics (`food`, `travel`, `music`, …), any other name, or topics with their own
   * questions. Default all that are built in.
   */
  readonly topics?: readonly (string | InterviewTopic)[];
  /** What it speaks where the user's language is neither English nor Mandarin. Default `en`. */
  readonly language?: InterviewLanguage;
  /** `formal` thanks instead of chatting, and is polite in Mandarin. Default `friendly`. */
  readonly style?: 'friendly' | 'formal';
  /** The same seed and conversation give the same words. Default 1. */
  readonly seed?: string | number;
  /** After so many questions it says goodbye. Default none: when it has asked them all. */
  readonly mostQuestions?: number;
};

/**
 * Asks, listens and follows up, in English and Mandarin, with no key, no model and no recogniser: by how long the user
 * spoke, their pauses, laughter and rising voice, and by their words where there are any. What it says is a function of
 * the request alone.
 */
export function createInterviewer(options: InterviewerOptions = {}): Brain {
  const {
    topics,
    language = 'en',
    style = 'friendly',
    seed = 1,
    mostQuestions = Number.POSITIVE_INFINITY,
  } = options;
  if (!(mostQuestions >= 1)) throw invalid(`mostQuestions is ${mostQuestions}: give 1 or more.`);
  if (language !== 'en' && language !== 'zh')
    throw invalid(`language is ${String(language)}: give en or zh.`);
  if (style !== 'friendly' && style !== 'formal')
    throw invalid(`style is ${String(style)}: give friendly or formal.`);
  if (topics?.length === 0) throw invalid('topics is empty: give one, or leave it out.');
  const plan = planTopics(topics);
  const empty = plan.topics.en.find(({ questions }) => questions.length === 0);
  if (empty !== undefined) throw invalid(`the topic "${empty.name}" has no questions.`);
  const wordless = [...plan.questions.en, ...plan.questions.zh].find(({ plain }) => plain === '');
  if (wordless !== undefined) throw invalid(`the question ${JSON.stringify(wordless.text)} has no words.`);

  async function* respond(
    request: BrainRequest,
    { signal }: { readonly signal?: AbortSignal } = {},
  ): AsyncGenerator<BrainPart> {
    signal?.throwIfAborted();
    const move = nextMove(request, { plan, language, style, seed, mostQuestions });
    if (move.language !== undefined) yield { type: 'language-chosen', language: move.language };
    for (const [index, sentence] of move.sentences.entries()) {
      signal?.throwIfAborted();
      yield { type: 'text-said', text: index === 0 ? sentence : move.space + sentence };
    }
    signal?.throwIfAborted();
    if (move.ends) yield { type: 'conversation-ended' };
  }

  return { id: 'interviewer', reads: false, respond };
}

function invalid(what: string): BrainError {
  return new BrainError(`createInterviewer: ${what}`, { brain: 'interviewer', code: 'invalid-settings' });
}
