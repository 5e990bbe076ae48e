import { dirname, resolve } from 'node:path';
import * as z from 'zod';
import { registerNames, splitWords } from '../../timeline/index.ts';
import { CorpusError } from '../corpus-error.ts';
import { idPattern } from '../record/schema.ts';
import type { PoolEntry } from './pool-entry.ts';
import { readJsonLines } from './read-lines.ts';

const optional = z.string().min(1).nullable().default(null);

/** A line of `utterances.jsonl`. */
const lineSchema = z
  .strictObject({
    /** Relative to the list. */
    audio: z.string().min(1),
    channel: z.int().nonnegative().default(0),
    from: z.number().nonnegative().default(0),
    to: z.number().positive().nullable().default(null),
    text: z.string().default(''),
    event: z.literal('laughter').nullable().default(null),
    speaker: z.string().regex(idPattern, 'letters, digits, _ and - alone'),
    language: z.string().min(2),
    nativeLanguage: optional,
    gender: z.enum(['female', 'male', 'other']).nullable().default(null),
    ageBand: optional,
    accent: optional,
    region: optional,
    consent: optional,
    licence: optional,
    voice: optional,
    registers: z.array(z.enum(registerNames)).default([]),
    words: z
      .array(z.strictObject({ text: z.string().min(1), start: z.number().nonnegative(), end: z.number() }))
      .nullable()
      .default(null),
  })
  .refine(({ text, event }) => splitWords(text).length > 0 !== (event !== null), {
    error: 'either a text or an event',
  })
  .refine(({ from, to }) => to === null || to > from, { error: 'it ends before it begins', path: ['to'] })
  .refine(({ words }) => words === null || isRising(words), {
    error: 'times that rise, each word ending after it starts',
    path: ['words'],
  });

export type PoolLine = z.input<typeof lineSchema>;

/** Reads `utterances.jsonl`. */
export async function* readUtteranceList(path: string, signal?: AbortSignal): AsyncGenerator<PoolEntry> {
  for await (const { where, value } of readJsonLines(path, signal)) {
    const parsed = lineSchema.safeParse(value);
    if (!parsed.success) {
      throw new CorpusError(`${where} is no utterance of a pool: ${z.prettifyError(parsed.error)}`, {
        key: path,
        field: parsed.error.issues[0]?.path.join('.') ?? '',
        cause: parsed.error,
      });
    }
    const { audio, channel, from, to, text, event, words, registers, speaker, ...person } = parsed.data;
    yield {
      where,
      audio: resolve(dirname(path), audio),
      channel,
      from,
      to,
      text,
      event,
      words,
      registers,
      speaker: { id: speaker, ...person },
    };
  }
}

function isRising(words: readonly { readonly start: number; readonly end: number }[]): boolean {
  return words.every(({ start, end }, index) => end >= start && start >= (words[index - 1]?.start ?? 0));
}
