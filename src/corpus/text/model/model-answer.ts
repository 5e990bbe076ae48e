import * as z from 'zod';
import { type Script, type ScriptTurn, turnWords } from '../../../script/index.ts';
import { joinWords } from '../../../timeline/index.ts';
import type { DialoguePlan } from '../../simulate/dialogue-plan.ts';
import { cutSentences, ownSentence } from '../own-sentences.ts';

const answerSchema = z
  .object({
    topic: z.string().trim().min(1),
    turns: z
      .array(
        z.object({
          speaker: z.enum(['A', 'B']),
          text: z.string().trim().min(1),
          event: z.enum(['laughter', 'sigh', 'breath', 'cough', 'throat-clear']).nullable().default(null),
          aside: z.boolean().nullable().default(null),
        }),
      )
      .min(2),
  })
  .refine(({ turns }) => new Set(turns.map(({ speaker }) => speaker)).size === 2, 'both A and B speak');

export type ModelAnswer = z.output<typeof answerSchema>;

export type ReadAnswer =
  | { readonly ok: true; readonly answer: ModelAnswer }
  | { readonly ok: false; readonly reason: string };

/** The dialogue in what a model wrote, with whatever it wrote around it; or what is wrong with it. */
export function readModelAnswer(text: string): ReadAnswer {
  const [start, end] = [text.indexOf('{'), text.lastIndexOf('}')];
  if (start === -1 || end < start) return { ok: false, reason: 'There is no JSON object in it.' };
  let value: unknown;
  try {
    value = JSON.parse(text.slice(start, end + 1));
  } catch (cause) {
    return { ok: false, reason: `It is no JSON: ${cause instanceof Error ? cause.message : String(cause)}` };
  }
  const parsed = answerSchema.safeParse(value);
  return parsed.success
    ? { ok: true, answer: parsed.data }
    : { ok: false, reason: z.prettifyError(parsed.error) };
}

export function scriptOfAnswer(
  { topic, turns }: ModelAnswer,
  { language, register, speakers }: DialoguePlan,
): { readonly script: Script; readonly asides: readonly number[] } {
  const idOf = (speaker: 'A' | 'B'): string => speakers[speaker === 'A' ? 0 : 1]?.id ?? '';
  return {
    script: {
      title: topic,
      language,
      register,
      speakers: speakers.map(({ id }) => ({ id })),
      turns: turns.map(({ speaker, text, event }) => ({
        speaker: idOf(speaker),
        onset: { type: 'auto' },
        parts: [{ type: 'speech', text }, ...(event === null ? [] : [{ type: 'event', event } as const])],
      })),
    },
    asides: turns.flatMap(({ aside }, index) => (aside === true ? [index] : [])),
  };
}

/** The sentences of an answer that only one split may have. */
export function ownSentencesOf({ turns }: ModelAnswer): string[] {
  return turns.flatMap(({ text }) =>
    cutSentences(wordsOf(text)).flatMap((words) => ownSentence(words) ?? []),
  );
}

/** An answer without some of its sentences, and without turns that say nothing then. */
export function withoutSentences(answer: ModelAnswer, removed: ReadonlySet<string>): unknown {
  const turns = answer.turns.flatMap((turn) => {
    const kept = cutSentences(wordsOf(turn.text)).filter((words) => !removed.has(ownSentence(words) ?? ''));
    return kept.length === 0 ? [] : [{ ...turn, text: joinWords(kept.flat()) }];
  });
  return { ...answer, turns };
}

function wordsOf(text: string): readonly string[] {
  const turn: ScriptTurn = { speaker: 'A', onset: { type: 'auto' }, parts: [{ type: 'speech', text }] };
  return turnWords(turn);
}
