import { readRunManifest } from '../../run/read-manifests.ts';
import { specSchema } from '../../simulate/spec.ts';
import type { ObjectStore, StoreOptions } from '../../store/object-store.ts';
import { openStore } from '../../store/open-store.ts';
import { createAnswerCache, type Tokens } from './answer-cache.ts';

/** What the texts of a corpus have cost. */
export type ModelSpend = Tokens & {
  readonly model: string;
  /** In the currency of the specification's price; `null` where it has none. */
  readonly cost: number | null;
  readonly maxCost: number | null;
};

/** Of a run whose texts a language model writes, what everything in its cache took; none of other runs. */
export async function modelSpend(
  store: ObjectStore,
  options: StoreOptions = {},
): Promise<ModelSpend | undefined> {
  const run = await readRunManifest(store, options);
  const spec = specSchema.safeParse(run?.parameters);
  if (!spec.success || spec.data.text.from !== 'model') return undefined;
  const { model, cache, price, maxCost } = spec.data.text;
  await using answers = await openStore(cache);
  const { input, output } = await createAnswerCache(answers, { sentencesOf: () => [] }).spent(options);
  const cost = price === undefined ? null : (input * price.input + output * price.output) / 1e6;
  return { model, input, output, cost, maxCost: maxCost ?? null };
}
