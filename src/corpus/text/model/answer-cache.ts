import * as z from 'zod';
import { CorpusError } from '../../corpus-error.ts';
import { type Split, splits } from '../../record/types.ts';
import { sha256Of } from '../../run/run-manifest.ts';
import type { ObjectStore, StoreOptions } from '../../store/object-store.ts';

const entrySchema = z.strictObject({
  model: z.string(),
  answer: z.string(),
  /** Whose it is. */
  split: z.enum(splits).optional(),
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
  spent(options?: StoreOptions): Promise<Tokens>;
  /** Of sentences, those that an answer of another split has. */
  saidElsewhere(
    sentences: readonly string[],
    split: Split,
    options?: StoreOptions,
  ): Promise<ReadonlySet<string>>;
}

export type Tokens = { readonly input: number; readonly output: number };

type AnswerCacheOptions = {
  /** The sentences of an answer that only one split may have; none where it cannot be read. */
  readonly sentencesOf: (answer: string) => readonly string[];
};

const digest = (sentence: string): string => sha256Of(sentence).slice(0, 16);

/** Holds a few bytes of each answer and sentence that it has seen. */
export function createAnswerCache(store: ObjectStore, { sentencesOf }: AnswerCacheOptions): AnswerCache {
  const seen = new Set<string>();
  const owners = new Map<string, Split>();
  let tokens: Tokens = { input: 0, output: 0 };
  /** What others have written since, too. */
  const look = async (options: StoreOptions): Promise<void> => {
    for await (const { key } of store.list('', options)) {
      if (seen.has(key) || !key.endsWith('.json')) continue;
      const entry = await read(key, options);
      if (entry === undefined) continue;
      seen.add(key);
      tokens = { input: tokens.input + entry.input, output: tokens.output + entry.output };
      if (entry.split === undefined) continue;
      for (const sentence of sentencesOf(entry.answer)) {
        const name = digest(sentence);
        if (!owners.has(name)) owners.set(name, entry.split);
      }
    }
  };
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
      await look(options);
      return tokens;
    },
    async saidElsewhere(sentences, split, options = {}) {
      await look(options);
      return new Set(sentences.filter((sentence) => (owners.get(digest(sentence)) ?? split) !== split));
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
