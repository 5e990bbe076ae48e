import * as z from 'zod';
import type {
  AdapterModel,
  KnownVoice,
  SpeechAdapter,
  SpeechAsk,
  WirePart,
  WireReply,
} from '../cloud/adapter.ts';
import { fromBase64 } from '../cloud/base64.ts';
import { mainTag } from '../cloud/plan-request.ts';
import { inworldCloning, inworldDesign } from './inworld-voice-making.ts';

// https://docs.inworld.ai/api-reference/ttsAPI/texttospeech/synthesize-speech
const common = {
  mostCharacters: 2000,
  languages: ['en', 'ar', 'de', 'es', 'fr', 'he', 'hi', 'it', 'ja', 'ko', 'nl', 'pl', 'pt', 'ru', 'zh'],
  sampleRate: 48_000,
  timed: true,
  speeds: [0.5, 1.5],
} as const satisfies Partial<AdapterModel>;

/** Room for directions among the 2000 characters. More than a hundred languages; the fifteen are the tested ones. */
const second = {
  ...common,
  mostCharacters: 1800,
  languages: ['mul'],
  instructions: true,
  tags: true,
} as const;

const models: readonly AdapterModel[] = [
  { id: 'inworld-tts-2', ...second },
  { id: 'inworld-tts-2-flash', ...second },
  { id: 'inworld-tts-1.5-max', ...common },
  { id: 'inworld-tts-1.5-mini', ...common },
];

/** The 1.5 models take these and no others. */
const regions: Readonly<Record<string, string>> = {
  ar: 'ar-SA',
  de: 'de-DE',
  en: 'en-US',
  es: 'es-ES',
  fr: 'fr-FR',
  he: 'he-IL',
  hi: 'hi-IN',
  it: 'it-IT',
  ja: 'ja-JP',
  ko: 'ko-KR',
  nl: 'nl-NL',
  pl: 'pl-PL',
  pt: 'pt-BR',
  ru: 'ru-RU',
  zh: 'zh-CN',
};

const women = 'Ashley Deborah Elizabeth Julia Olivia Pixie Priya Sarah Wendy'.split(' ');
const men = 'Alex Craig Dennis Edward Hades Mark Ronald Shaun Theodore Timothy'.split(' ');
const voices: readonly KnownVoice[] = [
  ...women.map((id) => ({ id, gender: 'female' }) as const),
  ...men.map((id) => ({ id, gender: 'male' }) as const),
];

export const inworldAdapter: SpeechAdapter = {
  name: 'inworld',
  title: 'Inworld',
  keyVariables: ['INWORLD_API_KEY'],
  baseURL: 'https://api.inworld.ai',
  models,
  voices,
  otherVoices: true,
  // The key is base64 as the portal gives it.
  authorize: (key) => ({ authorization: `Basic ${key}` }),
  speak: ({ model, voice, text, language, speed, instructions, providerOptions }) => ({
    path: 'tts/v1/voice',
    body: {
      text: instructions === undefined ? text : `${direction(instructions)} ${text}`,
      voiceId: voice,
      modelId: model.id,
      ...audioConfig(model, speed, 'audio_config' in providerOptions),
      timestampType: 'WORD',
      ...(language === undefined ? {} : { language: wireLanguage(model, language) }),
    },
  }),
  read,
  cloning: inworldCloning,
  design: inworldDesign,
};

/** Inworld reads both spellings, but not both of one field: who adds to it in snake case gets all of it so. */
function audioConfig({ sampleRate }: AdapterModel, speed: number | undefined, snakeCase: boolean): object {
  const encoding = 'LINEAR16';
  if (snakeCase) {
    const pace = speed === undefined ? {} : { speaking_rate: speed };
    return { audio_config: { audio_encoding: encoding, sample_rate_hertz: sampleRate, ...pace } };
  }
  const pace = speed === undefined ? {} : { speakingRate: speed };
  return { audioConfig: { audioEncoding: encoding, sampleRateHertz: sampleRate, ...pace } };
}

/** https://docs.inworld.ai/tts/capabilities/steering: a direction in brackets goes before what it is for. */
function direction(instructions: string): string {
  return `[${instructions.replaceAll(/[[\]]/g, '').trim()}]`;
}

function wireLanguage({ instructions }: AdapterModel, language: string): string {
  return instructions === true ? language : (regions[mainTag(language)] ?? language);
}

const answerSchema = z.object({
  audioContent: z.string().nullish(),
  usage: z.record(z.string(), z.unknown()).nullish(),
  timestampInfo: z
    .object({
      wordAlignment: z
        .object({
          words: z.array(z.string()),
          wordStartTimeSeconds: z.array(z.number()),
          wordEndTimeSeconds: z.array(z.number()),
        })
        .nullish(),
    })
    .nullish(),
});

async function* read(reply: WireReply, { instructions }: SpeechAsk): AsyncGenerator<WirePart> {
  const { audioContent, usage, timestampInfo } = answerSchema.parse(await reply.json());
  if (typeof audioContent === 'string') yield { type: 'bytes', bytes: fromBase64(audioContent) };
  if (usage !== null && usage !== undefined) yield { type: 'metadata', metadata: { usage } };
  const {
    words = [],
    wordStartTimeSeconds = [],
    wordEndTimeSeconds = [],
  } = timestampInfo?.wordAlignment ?? {};
  for (let index = firstSpoken(words, instructions); index < words.length; index++) {
    const [text = '', start, end] = [words[index], wordStartTimeSeconds[index], wordEndTimeSeconds[index]];
    // TTS-2 times spaces and punctuation, too, and calls a pause `[silence]`.
    if (start === undefined || end === undefined || !/[\p{L}\p{N}]/u.test(text) || /^\[.*\]$/.test(text))
      continue;
    yield { type: 'word', text, start, end };
  }
}

/** Where a direction is timed as well, it ends at its bracket. */
function firstSpoken(words: readonly string[], instructions: string | undefined): number {
  if (instructions === undefined || words[0]?.trimStart().startsWith('[') !== true) return 0;
  return words.findIndex((word) => word.includes(']')) + 1;
}
