import type { AdapterModel, KnownVoice, SpeechAdapter } from '../cloud/adapter.ts';

// https://platform.openai.com/docs/api-reference/audio/createSpeech
const raw = { coding: 's16', sampleRate: 24_000, channels: 1 } as const;
const common = {
  mostCharacters: 4096,
  // The documentation names 57 languages: those of Whisper.
  languages: ['mul'],
  sampleRate: raw.sampleRate,
  timed: false,
  raw,
  speeds: [0.25, 4],
} as const satisfies Partial<AdapterModel>;

const models: readonly AdapterModel[] = [
  { id: 'gpt-4o-mini-tts', ...common, speeds: [1, 1], instructions: true },
  { id: 'tts-1', ...common },
  { id: 'tts-1-hd', ...common },
];

const older = ['alloy', 'ash', 'coral', 'echo', 'fable', 'nova', 'onyx', 'sage', 'shimmer'];
const newer = ['ballad', 'verse', 'marin', 'cedar'];

const voices: readonly KnownVoice[] = [
  ...older.map((id) => ({ id })),
  ...newer.map((id) => ({ id, models: ['gpt-4o-mini-tts'] })),
];

export const openaiAdapter: SpeechAdapter = {
  name: 'openai',
  title: 'OpenAI',
  keyVariables: ['OPENAI_API_KEY'],
  baseURL: 'https://api.openai.com/v1',
  models,
  voices,
  otherVoices: false,
  authorize: (key) => ({ authorization: `Bearer ${key}` }),
  speak: ({ model, voice, text, instructions, speed }) => ({
    path: 'audio/speech',
    body: {
      model: model.id,
      input: text,
      voice,
      response_format: 'pcm',
      ...(instructions === undefined ? {} : { instructions }),
      ...(speed === undefined ? {} : { speed }),
    },
  }),
};
