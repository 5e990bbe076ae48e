import type { AdapterModel, KnownVoice, SpeechAdapter, SpeechAsk, WireRequest } from '../cloud/adapter.ts';

// https://developers.openai.com/api/reference/resources/audio/subresources/speech/methods/create
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

/** The second and third are the first at a date. */
const directed = ['gpt-4o-mini-tts', 'gpt-4o-mini-tts-2025-12-15', 'gpt-4o-mini-tts-2025-03-20'];

const models: readonly AdapterModel[] = [
  ...directed.map((id): AdapterModel => ({ id, ...common, speeds: [1, 1], instructions: true })),
  { id: 'tts-1', ...common },
  { id: 'tts-1-hd', ...common },
];

const older = ['alloy', 'ash', 'coral', 'echo', 'fable', 'nova', 'onyx', 'sage', 'shimmer'];
const newer = ['ballad', 'verse', 'marin', 'cedar'];

const voices: readonly KnownVoice[] = [
  ...older.map((id) => ({ id })),
  ...newer.map((id) => ({ id, models: directed })),
];

const openaiAdapter: SpeechAdapter = {
  name: 'openai',
  title: 'OpenAI',
  keyVariables: ['OPENAI_API_KEY'],
  baseURL: 'https://api.openai.com/v1',
  models,
  voices,
  otherVoices: isCustom,
  authorize: (key) => ({ authorization: `Bearer ${key}` }),
  speak: (ask) => speechRequest(ask, 'pcm', isCustom(ask.voice) ? { id: ask.voice } : ask.voice),
};

/** A server that takes the same requests: its models and voices are its own, and it may want no key. */
const compatibleAdapter: SpeechAdapter = {
  ...openaiAdapter,
  title: 'The server',
  keyOptional: true,
  otherVoices: true,
  // WAV says its rate, which is not 24 kHz with every engine.
  speak: (ask) => speechRequest(ask, 'wav', ask.voice),
};

function speechRequest(
  { model, text, instructions, speed }: SpeechAsk,
  format: 'pcm' | 'wav',
  voice: unknown,
): WireRequest {
  return {
    path: 'audio/speech',
    body: {
      model: model.id,
      input: text,
      voice,
      response_format: format,
      ...(instructions === undefined ? {} : { instructions }),
      ...(speed === undefined ? {} : { speed }),
    },
  };
}

/** The account's own voices have ids such as `voice_1234`. */
function isCustom(voice: SpeechAsk['voice']): voice is string {
  return typeof voice === 'string' && voice.startsWith('voice_');
}

/** OpenAI's own, unless a base URL leads somewhere else: OpenAI's key is not for a server of another name. */
export function adapterFor(name: string, baseURL: string | undefined): SpeechAdapter {
  const own =
    baseURL === undefined || !URL.canParse(baseURL) || new URL(baseURL).hostname.endsWith('.openai.com');
  if (own) return { ...openaiAdapter, name };
  return {
    ...compatibleAdapter,
    name,
    keyVariables: [`${name.toUpperCase().replaceAll(/\W/g, '_')}_API_KEY`],
  };
}
