import * as z from 'zod';
import type { AdapterModel, KnownVoice, SpeechAdapter } from '../cloud/adapter.ts';
import { fromBase64 } from '../cloud/base64.ts';
import type { VoiceReference } from '../cloud/speech-model.ts';
import { readHume } from './hume-answers.ts';

/** Whose voices names stand for: those of Hume's library, or those of the account. Ids need neither. */
export type HumeVoiceOwner = 'HUME_AI' | 'CUSTOM_VOICE';

const common = {
  mostCharacters: 5000,
  sampleRate: 48_000,
  // Beyond that the sound may become unstable.
  speeds: [0.75, 1.5],
  // Hume documents no end of voices or of characters in all; this is what it is known to take.
  dialogueLimits: { leastVoices: 1, mostVoices: 4, mostCharacters: 5000 },
} as const satisfies Partial<AdapterModel>;

const models: readonly AdapterModel[] = [
  {
    ...common,
    id: 'octave-2',
    languages: ['en', 'fr', 'de', 'es', 'pt', 'ja', 'ko', 'hi', 'it', 'ar', 'ru'],
    timed: true,
  },
  { ...common, id: 'octave-1', languages: ['en', 'es'], timed: false, instructions: true },
];

/** Some of a library of more than a hundred. */
const voices: readonly KnownVoice[] = [
  { id: 'Ava Song', gender: 'female', accent: 'American' },
  { id: 'Vince Douglas', gender: 'male', accent: 'American' },
  { id: 'Male English Actor', gender: 'male', accent: 'British' },
  { id: 'Colton Rivers', gender: 'male', accent: 'American' },
];

/** What the previews of a designed voice say. */
const previewText =
  'Well, here I am. I have come a long way, and I am glad that somebody is listening. Shall we begin?';

const previewsSchema = z.object({
  generations: z.array(z.object({ generation_id: z.string(), audio: z.string() })),
});

// https://dev.hume.ai/reference/text-to-speech-tts/synthesize-json
export function humeAdapter(owner: HumeVoiceOwner): SpeechAdapter {
  const voiceOf = (voice: VoiceReference) => {
    const name = typeof voice === 'string' ? voice : '';
    return isId(name) ? { id: name } : { name, provider: owner };
  };
  return {
    name: 'hume',
    title: 'Hume',
    keyVariables: ['HUME_API_KEY'],
    baseURL: 'https://api.hume.ai/v0',
    models,
    voices: owner === 'HUME_AI' ? voices : [],
    otherVoices: true,
    authorize: (key) => ({ 'x-hume-api-key': key }),
    speak({ model, voice, text, speed, instructions, previousText }) {
      const speaker = voiceOf(voice);
      const utterance = {
        text,
        voice: speaker,
        ...(speed === undefined ? {} : { speed }),
        ...(instructions === undefined ? {} : { description: instructions }),
      };
      const context =
        previousText === undefined
          ? {}
          : { context: { utterances: [{ text: previousText, voice: speaker }] } };
      return { path: 'tts', body: { utterances: [utterance], ...context, ...settingsOf(model) } };
    },
    read: (reply) => readHume(reply, { dialogue: false }),
    converse({ model, turns, voices: names, instructions }) {
      const utterances = turns.map(({ text }, turn) => ({
        text,
        voice: voiceOf(names[turn] ?? ''),
        ...(instructions === undefined ? {} : { description: instructions }),
      }));
      return { path: 'tts', body: { utterances, ...settingsOf(model) } };
    },
    readDialogue: (reply) => readHume(reply, { dialogue: true }),
    design: {
      // Only Octave 1 speaks without a voice, and makes one.
      request: ({ description, text = previewText }) => ({
        path: 'tts',
        body: {
          utterances: [{ text, description }],
          num_generations: 3,
          format: { type: 'wav' },
          version: '1',
        },
      }),
      async read(reply) {
        const { generations } = previewsSchema.parse(await reply.json());
        return generations.map(({ generation_id: id, audio }) => ({ id, audio: fromBase64(audio) }));
      },
      keep: ({ id }, name) => ({ path: 'tts/voices', body: { generation_id: id, name } }),
      readKept: async (reply) => z.object({ id: z.string() }).parse(await reply.json()).id,
    },
  };
}

function settingsOf(model: AdapterModel) {
  const version = /^octave-(\d)$/.exec(model.id)?.[1];
  return {
    format: { type: 'wav' },
    ...(version === undefined ? {} : { version }),
    ...(model.timed ? { include_timestamp_types: ['word'] } : {}),
  };
}

function isId(name: string): boolean {
  return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(name);
}
