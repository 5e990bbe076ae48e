import * as z from 'zod';
import { suggest } from '../timeline/index.ts';
import { openTranscriber, type Recognizer } from '../voices/index.ts';
import { createBatchRecognizer } from './batch/batch-recognizer.ts';
import { RecognizerError } from './recognizer-error.ts';

/** What settings may say of a recogniser, in a file of settings or on the command line. Plain data. */
export type RecognizerSettings = Readonly<Record<string, unknown>>;

const service = {
  apiKey: z.string().exactOptional(),
  baseURL: z.string().exactOptional(),
  headers: z.record(z.string(), z.string()).exactOptional(),
  maxRetries: z.number().exactOptional(),
  timeout: z.number().exactOptional(),
  model: z.string().exactOptional(),
};
const realtime = { ...service, patience: z.number().exactOptional(), mostBehind: z.number().exactOptional() };
const batch = {
  languages: z.array(z.string()).exactOptional(),
  sampleRate: z.number().exactOptional(),
  partialEvery: z.number().exactOptional(),
  longest: z.number().exactOptional(),
  silence: z.number().exactOptional(),
};

const openaiSchema = z.strictObject({
  ...realtime,
  name: z.string().exactOptional(),
  prompt: z.string().exactOptional(),
  noiseReduction: z.enum(['near_field', 'far_field']).exactOptional(),
});
const deepgramSchema = z.strictObject({
  ...realtime,
  sampleRate: z.number().exactOptional(),
  providerOptions: z.record(z.string(), z.string()).exactOptional(),
});
const sherpaSchema = z.strictObject({
  model: z.string().exactOptional(),
  store: z.string().exactOptional(),
  threads: z.number().exactOptional(),
  patience: z.number().exactOptional(),
});
const commandSchema = z.strictObject({
  command: z.string(),
  args: z.array(z.string()).exactOptional(),
  env: z.record(z.string(), z.string()).exactOptional(),
  cwd: z.string().exactOptional(),
  id: z.string().exactOptional(),
  languages: z.array(z.string()).exactOptional(),
  sampleRate: z.number().exactOptional(),
  input: z.enum(['framed', 'raw']).exactOptional(),
  silence: z.number().exactOptional(),
  partial: z.boolean().exactOptional(),
  timed: z.boolean().exactOptional(),
  patience: z.number().exactOptional(),
  maxRestarts: z.number().exactOptional(),
  mostBehind: z.number().exactOptional(),
});
const batchSchema = z.strictObject({
  ...service,
  ...batch,
  name: z.string().exactOptional(),
  store: z.string().exactOptional(),
  threads: z.number().exactOptional(),
});

type Open = (settings: RecognizerSettings) => Promise<Recognizer & Partial<AsyncDisposable>>;

/** Each is loaded when it is first named, so that a program carries only those it uses. */
const openers: Readonly<Record<string, Open>> = {
  command: async (settings) => {
    const { createCommandRecognizer } = await import('./command/command-recognizer.ts');
    return createCommandRecognizer(read('command', commandSchema, settings));
  },
  'deepgram-batch': (settings) => openBatch('deepgram', settings),
  deepgram: async (settings) => {
    const { createDeepgramRecognizer } = await import('./deepgram/deepgram-recognizer.ts');
    return createDeepgramRecognizer(read('deepgram', deepgramSchema, settings));
  },
  elevenlabs: (settings) => openBatch('elevenlabs', settings),
  'openai-batch': (settings) => openBatch('openai', settings),
  openai: async (settings) => {
    const { createOpenAIRecognizer } = await import('./openai/openai-recognizer.ts');
    return createOpenAIRecognizer(read('openai', openaiSchema, settings));
  },
  'sherpa-batch': (settings) => openBatch('sherpa', settings),
  sherpa: async (settings) => {
    const { createSherpaRecognizer } = await import('./sherpa/sherpa-recognizer.ts');
    return createSherpaRecognizer(read('sherpa', sherpaSchema, settings));
  },
};

/** The names that `openRecognizer` knows. */
export const recognizerNames: readonly string[] = Object.keys(openers);

/**
 * A recogniser by name, from plain settings; `provider/model` names the model, too. A setting that it does not have is
 * an error before anything is started. Dispose it where it can be.
 */
export async function openRecognizer(
  name: string,
  settings: RecognizerSettings = {},
): Promise<Recognizer & Partial<AsyncDisposable>> {
  const [provider = '', ...rest] = name.split('/');
  const model = rest.join('/');
  const open = Object.hasOwn(openers, provider) ? openers[provider] : undefined;
  if (open === undefined) {
    const near = suggest(provider, recognizerNames);
    const hint = near === undefined ? '' : ` Did you mean "${near}"?`;
    const known = recognizerNames.join(', ');
    throw new RecognizerError(`There is no recogniser "${provider}".${hint} There are ${known}.`, {
      provider,
    });
  }
  return open(model === '' ? settings : { ...settings, model });
}

async function openBatch(
  provider: string,
  settings: RecognizerSettings,
): Promise<Recognizer & Partial<AsyncDisposable>> {
  const parsed = read(provider, batchSchema, settings);
  const transcriber = await openTranscriber(provider, parsed);
  // `name` and `model` are the transcriber's, and so is its id.
  const recognizer = createBatchRecognizer(transcriber, {
    ...parsed,
    timed: !untimed.test(transcriber.name),
  });
  const dispose = transcriber[Symbol.asyncDispose];
  if (dispose === undefined) return recognizer;
  return { ...recognizer, [Symbol.asyncDispose]: () => dispose.call(transcriber) };
}

/** Those that write down words and not when. */
const untimed = /^openai\/gpt-|^sherpa\/whisper/;

function read<Schema extends z.ZodType>(
  provider: string,
  schema: Schema,
  settings: RecognizerSettings,
): z.infer<Schema> {
  // What is undefined was not said.
  const said = Object.entries(settings).filter(([, value]) => value !== undefined);
  const parsed = schema.safeParse(Object.fromEntries(said));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const where = issue?.path.join('.') ?? '';
  const what = issue?.message ?? 'it cannot be read';
  throw new RecognizerError(
    `The settings of the recogniser ${provider}${where === '' ? '' : `, ${where}`}: ${what}.`,
    { provider },
  );
}
