import * as z from 'zod';
import type { AdapterModel, KnownVoice, SpeechAdapter, SpeechAsk } from '../cloud/adapter.ts';
import { fromBase64, toBase64 } from '../cloud/base64.ts';
import { mainTag } from '../cloud/plan-request.ts';
import { sampleFile } from '../cloud/sample-file.ts';

// https://docs.mistral.ai/studio/audio/text-to-speech/generate-speech
const common = {
  // No limit is documented, but the advice to stay below 300 words.
  mostCharacters: 1500,
  sampleRate: 24_000,
  timed: false,
  raw: { coding: 'f32', sampleRate: 24_000, channels: 1 },
} as const satisfies Partial<AdapterModel>;

const models: readonly AdapterModel[] = [
  { id: 'voxtral-mini-tts-3-0', ...common, languages: ['mul'] },
  {
    id: 'voxtral-mini-tts-2603',
    ...common,
    languages: ['en', 'fr', 'es', 'pt', 'it', 'nl', 'de', 'hi', 'ar'],
  },
];

const voices: readonly KnownVoice[] = [
  { id: 'en_paul_neutral', name: 'Paul', gender: 'male', accent: 'American', languages: ['en-US'] },
  { id: 'gb_jane_neutral', name: 'Jane', gender: 'female', accent: 'British', languages: ['en-GB'] },
  { id: 'fr_marie_neutral', name: 'Marie', gender: 'female', languages: ['fr-FR'] },
];

export const mistralAdapter: SpeechAdapter = {
  name: 'mistral',
  title: 'Mistral',
  keyVariables: ['MISTRAL_API_KEY'],
  baseURL: 'https://api.mistral.ai/v1',
  models,
  voices,
  otherVoices: true,
  voiceSamples: 'audio',
  requestIdHeader: 'mistral-correlation-id',
  authorize: (key) => ({ authorization: `Bearer ${key}` }),
  speak: ({ model, voice, text }) => ({
    path: 'audio/speech',
    // WAV says its rate; `pcm` would come earlier, as 32-bit floats of a rate that no document states.
    body: { model: model.id, input: text, ...voiceFields(voice), response_format: 'wav' },
  }),
  async *read(reply) {
    const { audio_data: audio } = z.object({ audio_data: z.string() }).parse(await reply.json());
    yield { type: 'bytes', bytes: fromBase64(audio) };
  },
  cloning: {
    mostSamples: 1,
    request: ({ name, samples: [sample = new Uint8Array()], description, language }) => ({
      path: 'audio/voices',
      body: {
        name,
        sample_audio: toBase64(sample),
        sample_filename: sampleFile(sample).name,
        ...(description === undefined ? {} : { description }),
        ...(language === undefined ? {} : { languages: [mainTag(language)] }),
      },
    }),
    read: async (reply) => z.object({ id: z.string() }).parse(await reply.json()).id,
  },
};

function voiceFields(voice: SpeechAsk['voice']): { voice_id: string } | { ref_audio: string } {
  if (typeof voice === 'string') return { voice_id: voice };
  const audio = 'audio' in voice ? voice.audio : '';
  return { ref_audio: typeof audio === 'string' ? audio : toBase64(audio) };
}
