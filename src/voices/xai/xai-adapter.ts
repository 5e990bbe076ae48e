import * as z from 'zod';
import type { AdapterModel, KnownVoice, SpeechAdapter, WirePart, WireReply } from '../cloud/adapter.ts';
import { fromBase64 } from '../cloud/base64.ts';
import { bodyParts } from '../cloud/cloud-voice.ts';
import { sampleFile } from '../cloud/sample-file.ts';

// https://docs.x.ai/developers/rest-api-reference/inference/voice: there is one model, and requests do not name it.
const model: AdapterModel = {
  id: 'grok-tts',
  mostCharacters: 15_000,
  languages: 'en ar bn zh fr de hi id it ja ko pt ru es tr vi'.split(' '),
  sampleRate: 48_000,
  timed: true,
  speeds: [0.7, 1.5],
  raw: { coding: 's16', sampleRate: 48_000, channels: 1 },
};

const women = 'eve ara carina celeste iris luna ursa';
const men =
  'rex sal leo altair atlas castor cosmo helios helix kepler lumen lux naksh orion perseus rigel sirius zagan zenith';

const voices: readonly KnownVoice[] = [
  ...women.split(' ').map((id): KnownVoice => ({ id, name: capital(id), gender: 'female' })),
  ...men.split(' ').map((id): KnownVoice => ({ id, name: capital(id), gender: 'male' })),
];

const spanSchema = z.union([
  z.tuple([z.number(), z.number()]),
  z.object({ start: z.number(), end: z.number() }).transform(({ start, end }) => [start, end] as const),
]);

const answerSchema = z.object({
  audio: z.string(),
  audio_timestamps: z
    .object({ graph_chars: z.array(z.string()), graph_times: z.array(spanSchema) })
    .nullish()
    .catch(undefined),
});

export const xaiAdapter: SpeechAdapter = {
  name: 'xai',
  title: 'xAI',
  keyVariables: ['XAI_API_KEY'],
  baseURL: 'https://api.x.ai/v1',
  models: [model],
  otherModels: false,
  voices,
  otherVoices: true,
  requestIdHeader: 'x-trace-id',
  authorize: (key) => ({ authorization: `Bearer ${key}` }),
  speak: ({ voice, text, language = 'auto', speed }) => ({
    path: 'tts',
    body: {
      text,
      voice_id: voice,
      language,
      output_format: { codec: 'wav', sample_rate: model.sampleRate },
      with_timestamps: true,
      ...(speed === undefined ? {} : { speed }),
    },
  }),
  read: readSpeech,
  cloning: {
    mostSamples: 1,
    request({ name, samples: [sample], description, language }) {
      const body = new FormData();
      body.set('name', name);
      if (description !== undefined) body.set('description', description);
      if (language !== undefined) body.set('language', language);
      if (sample !== undefined) body.set('file', sampleFile(sample));
      return { path: 'custom-voices', body };
    },
    read: async (reply) => z.object({ voice_id: z.string() }).parse(await reply.json()).voice_id,
  },
};

async function* readSpeech(reply: WireReply): AsyncGenerator<WirePart> {
  if (reply.headers.get('content-type')?.startsWith('audio/')) {
    yield* bodyParts(reply);
    return;
  }
  const { audio, audio_timestamps: times } = answerSchema.parse(await reply.json());
  yield { type: 'bytes', bytes: fromBase64(audio) };
  if (times === null || times === undefined) return;
  const { graph_chars: characters, graph_times: spans } = times;
  yield {
    type: 'characters',
    characters,
    starts: spans.map(([start]) => start),
    ends: spans.map(([, end]) => end),
  };
}

function capital(id: string): string {
  return id.charAt(0).toUpperCase() + id.slice(1);
}
