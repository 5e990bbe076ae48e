import { type BrainSettings, openBrain } from '../../../brains/index.ts';
import { CorpusError } from '../../corpus-error.ts';
import type { Spec } from '../../simulate/spec.ts';
import { openStore } from '../../store/open-store.ts';
import type { ScriptWriter } from '../script-writer.ts';
import { createModelWriter } from './model-writer.ts';

type ModelText = Extract<Spec['text'], { from: 'model' }>;

/** Seconds without anything from a model before it has failed: a whole dialogue may be thought over. */
const timeout = 180;

/** The language model that a specification names. Nothing is asked before a dialogue is to be written. */
export async function openModelWriter(text: ModelText): Promise<ScriptWriter> {
  const { model, baseURL, temperature, price, maxCost } = text;
  const settings = settingsOf(text);
  return createModelWriter({
    model,
    temperature,
    address: baseURL,
    cache: await openStore(text.cache),
    price: price ?? undefined,
    maxCost: maxCost ?? undefined,
    openModel: ({ instructions, seed }) =>
      openBrain({ ...settings, instructions, seed, temperature, timeout, spoken: false, maxRetries: 3 }),
  });
}

function settingsOf({
  model,
  baseURL,
  apiKeyVariable,
}: ModelText): Exclude<BrainSettings, string> & { model: string } {
  const slash = model.indexOf('/');
  const [vendor, name] = [model.slice(0, slash), model.slice(slash + 1)];
  if (baseURL !== undefined)
    return { baseURL, model: name, ...(apiKeyVariable === undefined ? {} : { apiKeyVariable }) };
  if (slash > 0 && name !== '') return { package: `@ai-sdk/${vendor}`, model: name };
  throw new CorpusError(`text.model: "${model}" is no provider/model, such as openai/gpt-5-mini.`, {
    field: 'text.model',
  });
}
