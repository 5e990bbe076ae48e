import { isAbsolute, join, resolve } from 'node:path';
import * as z from 'zod';
import { splitWords, type Word } from '../../timeline/index.ts';
import { CorpusError } from '../corpus-error.ts';
import type { PoolDefaults } from './pool-defaults.ts';
import type { PoolEntry } from './pool-entry.ts';
import { readJsonLines } from './read-lines.ts';

const recordingSchema = z.object({
  id: z.string(),
  sources: z.array(z.object({ type: z.string(), source: z.string(), channels: z.array(z.int()) })).min(1),
});

const textOrNull = z.string().nullish();

const supervisionSchema = z.object({
  id: z.string(),
  recording_id: z.string(),
  start: z.number().nonnegative(),
  duration: z.number().positive(),
  channel: z.union([z.int(), z.array(z.int()).min(1)]).default(0),
  text: textOrNull,
  language: textOrNull,
  speaker: textOrNull,
  gender: textOrNull,
  /** Each item: symbol, start in the recording, duration, and a score that may be missing. */
  alignment: z
    .object({ word: z.array(z.tuple([z.string(), z.number(), z.number()], z.unknown())).optional() })
    .nullish(),
});

/** Recordings and supervisions as Lhotse writes them; supervisions without words are left out. */
export async function* readLhotse(
  folder: string,
  lists: { readonly recordings: string; readonly supervisions: string },
  defaults: PoolDefaults,
  signal?: AbortSignal,
): AsyncGenerator<PoolEntry> {
  const files = new Map<string, string>();
  for await (const { where, value } of readJsonLines(lists.recordings, signal)) {
    const { id, sources } = parse(recordingSchema, value, where, lists.recordings);
    const [source] = sources;
    if (source === undefined || source.type !== 'file') {
      throw new CorpusError(
        `${where}: a recording of a pool is one file, not ${source?.type ?? 'nothing'}.`,
        {
          key: lists.recordings,
        },
      );
    }
    files.set(id, isAbsolute(source.source) ? source.source : resolve(join(folder, source.source)));
  }
  for await (const { where, value } of readJsonLines(lists.supervisions, signal)) {
    const given = parse(supervisionSchema, value, where, lists.supervisions);
    const audio = files.get(given.recording_id);
    if (audio === undefined) {
      throw new CorpusError(`${where}: no recording has the id ${given.recording_id}.`, {
        key: lists.supervisions,
      });
    }
    const text = given.text ?? '';
    if (splitWords(text).length === 0) continue;
    const channel = typeof given.channel === 'number' ? given.channel : (given.channel[0] ?? 0);
    const timed = given.alignment?.word;
    yield {
      where,
      audio,
      channel,
      from: given.start,
      to: given.start + given.duration,
      text,
      event: null,
      words:
        timed === undefined || timed.length === 0
          ? null
          : timed.map(
              ([symbol, start, duration]): Word => ({
                text: symbol,
                start: Math.max(0, start - given.start),
                end: Math.max(0, start + duration - given.start),
              }),
            ),
      registers: [],
      speaker: defaults.speaker(given.speaker ?? given.recording_id, where, {
        language: given.language ?? null,
        gender: genderOf(given.gender),
      }),
    };
  }
}

function parse<Value>(schema: z.ZodType<Value>, value: unknown, where: string, key: string): Value {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new CorpusError(`${where} is not as Lhotse writes it: ${z.prettifyError(parsed.error)}`, {
    key,
    cause: parsed.error,
  });
}

/** Lhotse's corpora write `F`, `f`, `female` and `Female`. */
export function genderOf(text: string | null | undefined): 'female' | 'male' | null {
  const letter = text?.trim().toLowerCase()[0];
  return letter === 'f' ? 'female' : letter === 'm' ? 'male' : null;
}
