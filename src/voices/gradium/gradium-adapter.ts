import * as z from 'zod';
import type { AdapterModel, KnownVoice, SpeechAdapter, WirePart, WireReply } from '../cloud/adapter.ts';
import { fromBase64 } from '../cloud/base64.ts';
import { mainTag } from '../cloud/plan-request.ts';
import { sampleFile } from '../cloud/sample-file.ts';
import { errorInside } from '../cloud/status-error.ts';

// https://docs.gradium.ai/api-reference/endpoint/tts-post
const raw = { coding: 's16', sampleRate: 48_000, channels: 1 } as const;
const languages = ['en', 'fr', 'de', 'es', 'pt'];

const models: readonly AdapterModel[] = [
  {
    id: 'default',
    // A session ends after 300 s: some 750 characters a minute, with room.
    mostCharacters: 3000,
    languages,
    sampleRate: raw.sampleRate,
    timed: true,
    raw,
  },
];

// https://docs.gradium.ai/guides/voices/flagship-voices
const voices: readonly KnownVoice[] = [
  { id: 'YTpq7expH9539ERJ', name: 'Emma', gender: 'female', accent: 'American', languages: ['en'] },
  { id: 'LFZvm12tW_z0xfGo', name: 'Kent', gender: 'male', accent: 'American', languages: ['en'] },
  { id: 'jtEKaLYNn6iif5PR', name: 'Sydney', gender: 'female', accent: 'American', languages: ['en'] },
  { id: 'KWJiFWu2O9nMPYcR', name: 'John', gender: 'male', accent: 'American', languages: ['en'] },
  { id: 'ubuXFxVQwVYnZQhy', name: 'Eva', gender: 'female', accent: 'British', languages: ['en'] },
  { id: 'm86j6D7UZpGzHsNu', name: 'Jack', gender: 'male', accent: 'British', languages: ['en'] },
  { id: 'b35yykvVppLXyw_l', name: 'Elise', gender: 'female', accent: 'French', languages: ['fr'] },
  { id: 'axlOaUiFyOZhy4nv', name: 'Leo', gender: 'male', accent: 'French', languages: ['fr'] },
  { id: '-uP9MuGtBqAvEyxI', name: 'Mia', gender: 'female', accent: 'German', languages: ['de'] },
  { id: '0y1VZjPabOBU3rWy', name: 'Maximilian', gender: 'male', accent: 'German', languages: ['de'] },
  { id: 'B36pbz5_UoWn4BDl', name: 'Valentina', gender: 'female', accent: 'Mexican', languages: ['es'] },
  { id: 'xu7iJ_fn2ElcWp2s', name: 'Sergio', gender: 'male', accent: 'Spanish', languages: ['es'] },
  { id: 'pYcGZz9VOo4n2ynh', name: 'Alice', gender: 'female', accent: 'Brazilian', languages: ['pt'] },
  { id: 'M-FvVo9c-jGR4PgP', name: 'Davi', gender: 'male', accent: 'Brazilian', languages: ['pt'] },
];

const service = { name: 'gradium', title: 'Gradium' };

export const gradiumAdapter: SpeechAdapter = {
  ...service,
  keyVariables: ['GRADIUM_API_KEY'],
  baseURL: 'https://api.gradium.ai/api',
  models,
  voices,
  otherVoices: true,
  authorize: (key) => ({ 'x-api-key': key }),
  speak: ({ model, voice, text }) => ({
    path: 'post/speech/tts',
    body: { text, voice_id: voice, model_name: model.id, output_format: 'pcm', only_audio: false },
  }),
  read: readMessages,
  // Its settings are JSON inside a string.
  arrangeOptions: ({ json_config: settings, ...options }) => ({
    ...options,
    ...(settings === undefined
      ? {}
      : { json_config: typeof settings === 'string' ? settings : JSON.stringify(settings) }),
  }),
  statusOf: (status, said) => (status === 500 ? statusOfCode(said) : status),
  cloning: {
    mostSamples: 1,
    request({ name, samples, description, language = 'en' }) {
      const body = new FormData();
      for (const sample of samples) body.append('audio_file', sampleFile(sample));
      body.set('name', name);
      body.set('language', mainTag(language));
      if (description !== undefined) body.set('description', description);
      return { path: 'voices/', body };
    },
    async read(reply) {
      const { uid, error } = voiceSchema.parse(await reply.json());
      if (!uid) throw errorInside(service, 400, error ?? 'no voice was made');
      return uid;
    },
  },
};

const voiceSchema = z.object({ uid: z.string().nullish(), error: z.string().nullish() });

const messageSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('audio'), audio: z.string() }),
  z.object({ type: z.literal('text'), text: z.string(), start_s: z.number(), stop_s: z.number() }),
  z.object({ type: z.literal('ready'), request_id: z.string() }),
  z.object({
    type: z.literal('error'),
    message: z.string().default('no reason is given'),
    code: z.number().default(1011),
  }),
]);

async function* readMessages(reply: WireReply): AsyncGenerator<WirePart> {
  for await (const line of reply.lines()) {
    const message = messageSchema.safeParse(line).data;
    if (message?.type === 'audio') yield { type: 'bytes', bytes: fromBase64(message.audio) };
    if (message?.type === 'text') {
      yield { type: 'word', text: message.text, start: message.start_s, end: message.stop_s };
    }
    if (message?.type === 'ready') yield { type: 'metadata', metadata: { requestId: message.request_id } };
    if (message?.type === 'error') {
      throw errorInside(service, statusOfCode(`server ${message.code}: ${message.message}`), message.message);
    }
  }
}

/** Codes are those of WebSocket: 1008 is whatever was wrong with the request, a key too. */
function statusOfCode(said: string): number {
  if (!/\bserver 1008\b/.test(said)) return 500;
  return /\bapi key\b/i.test(said) ? 401 : 400;
}
