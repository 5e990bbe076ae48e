import * as z from 'zod';
import { CorpusError } from '../../corpus-error.ts';
import type { ObjectStore, StoreOptions } from '../../store/object-store.ts';

const entrySchema = z.strictObject({
  model: z.string(),
  answer: z.string(),
  /** Of every request that led to the answer. */
  input: z.number().min(0),
  output: z.number().min(0),
});

/** What a model wrote for a request, and the tokens it took. */
export type CachedAnswer = z.output<typeof entrySchema>;

/** Answers by the hash of their request. */
export interface AnswerCache {
  get(hash: string, options?: StoreOptions): Promise<CachedAnswer | undefined>;
  put(hash: string, answer: CachedAnswer, options?: StoreOptions): Promise<void>;
  /** Tokens of all answers there are, whoever wrote them. */
  spent(options?: StoreOptions): Promise<{ readonly input: number; readonly output: number }>;
}

export function createAnswerCache(store: ObjectStore): AnswerCache {
  const counted = new Map<string, CachedAnswer>();
  const read = async (key: string, options: StoreOptions): Promise<CachedAnswer | undefined> => {
    const bytes = await store.get(key, options);
    return bytes === undefined ? undefined : parseEntry(bytes, key, store.name);
  };
  return {
    get: (hash, options = {}) => read(keyOf(hash), options),
    async put(hash, answer, options = {}) {
      await store.put(keyOf(hash), new TextEncoder().encode(`${JSON.stringify(answer, null, 1)}\n`), options);
    },
    async spent(options = {}) {
      for await (const { key } of store.list('', options)) {
        if (counted.has(key) || !key.endsWith('.json')) continue;
        const entry = await read(key, options);
        if (entry !== undefined) counted.set(key, entry);
      }
      const all = [...counted.values()];
      return {
        input: all.reduce((sum, { input }) => sum + input, 0),
        output: all.reduce((sum, { output }) => sum + output, 0),
      };
    },
  };
}

function parseEntry(bytes: Uint8Array, key: string, name: string): CachedAnswer {
  try {
    return entrySchema.parse(JSON.parse(new TextDecoder().decode(bytes)));
  } catch (cause) {
    throw new CorpusError(
      `${key} in ${name} is no answer of a model: remove it, and it is asked for again.`,
      {
        key,
        field: 'text.cache',
        cause,
      },
    );
  }
}

function keyOf(hash: string): string {
  return `${hash.slice(0, 2)}/${hash}.json`;
}
