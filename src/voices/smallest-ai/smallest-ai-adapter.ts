import * as z from 'zod';
import type { AdapterModel, CloneAsk, SpeechAdapter, WireRequest } from '../cloud/adapter.ts';
import { mainTag } from '../cloud/plan-request.ts';
import { sampleFile } from '../cloud/sample-file.ts';
import { smallestAIVoices } from './smallest-ai-voices.ts';

// https://docs.smallest.ai, POST /waves/v1/tts; the limit of a text is the model cards' “max chunk size”.
const common = {
  mostCharacters: 250,
  sampleRate: 44_100,
  timed: false,
  speeds: [0.5, 2],
} as const satisfies Partial<AdapterModel>;

const languages = 'en hi es fr de it nl sv pt pl ru mr gu pa bn or ta te kn ml'.split(' ');

const models: readonly AdapterModel[] = [
  {
    id: 'lightning_v3.1_pro',
    ...common,
    languages: [...languages, ...'el fi no nb nn zh ja ko id ms vi tr ar'.split(' ')],
  },
  { id: 'lightning_v3.1', ...common, languages },
];

const cloneSchema = z.object({ data: z.object({ voiceId: z.string() }) });

export const smallestAIAdapter: SpeechAdapter = {
  name: 'smallest-ai',
  title: 'Smallest AI',
  keyVariables: ['SMALLEST_API_KEY'],
  baseURL: 'https://api.smallest.ai/waves/v1',
  models,
  voices: smallestAIVoices,
  otherVoices: true,
  authorize: (key) => ({ authorization: `Bearer ${key}` }),
  speak: ({ model, voice, text, language, speed }) => ({
    path: 'tts',
    // Without it the answer may be empty.
    headers: { accept: 'audio/wav' },
    body: {
      text,
      voice_id: voice,
      model: model.id,
      sample_rate: model.sampleRate,
      output_format: 'wav',
      language: language === undefined ? 'auto' : wireLanguage(language),
      ...(speed === undefined ? {} : { speed }),
    },
  }),
  cloning: {
    mostSamples: 1,
    request: cloneRequest,
    read: async (reply) => cloneSchema.parse(await reply.json()).data.voiceId,
  },
};

/** Norwegian, however it is written, is `no`. */
function wireLanguage(language: string): string {
  const main = mainTag(language);
  return main === 'nb' || main === 'nn' ? 'no' : main;
}

/** Onto the pool of the usual model. Its id works with that model alone. */
function cloneRequest({ name, samples: [sample], description, language }: CloneAsk): WireRequest {
  const body = new FormData();
  body.set('displayName', name);
  if (sample !== undefined) body.set('file', sampleFile(sample));
  body.set('model', 'lightning-v3.1-pro');
  if (description !== undefined) body.set('description', description);
  if (language !== undefined) body.set('language', wireLanguage(language));
  return { path: 'voice-cloning', body };
}
