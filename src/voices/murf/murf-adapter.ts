import * as z from 'zod';
import type { AdapterModel, KnownVoice, SpeechAdapter, WirePart, WireReply } from '../cloud/adapter.ts';
import { fromBase64 } from '../cloud/base64.ts';
import { bodyParts } from '../cloud/cloud-voice.ts';
import { mainTag } from '../cloud/plan-request.ts';

// https://murf.ai/api/docs/api-reference/text-to-speech/generate and …/stream
const common = {
  mostCharacters: 3000,
  // Which languages a voice has, `GET /speech/voices` says.
  languages: ['mul'],
  sampleRate: 48_000,
  speeds: [0.5, 1.5],
} as const satisfies Partial<AdapterModel>;

const models: readonly AdapterModel[] = [
  { id: 'GEN2', ...common, timed: true },
  { id: 'FALCON', ...common, timed: false },
];

const voices: readonly KnownVoice[] = [
  { id: 'en-US-natalie', name: 'Natalie', gender: 'female', accent: 'American' },
  { id: 'en-US-cooper', name: 'Cooper', gender: 'male', accent: 'American' },
  { id: 'en-UK-hazel', name: 'Hazel', gender: 'female', accent: 'British' },
  { id: 'Matthew', gender: 'male', accent: 'American', models: ['FALCON'] },
];

export const murfAdapter: SpeechAdapter = {
  name: 'murf',
  title: 'Murf',
  keyVariables: ['MURF_API_KEY'],
  baseURL: 'https://api.murf.ai/v1',
  models,
  voices,
  otherVoices: true,
  fileHosts: ['murf.ai'],
  authorize: (key) => ({ 'api-key': key }),
  speak: ({ model, voice, text, language, speed }) => {
    const name = typeof voice === 'string' ? voice : '';
    const locale = localeFor(name, language);
    const body = {
      voiceId: name,
      text,
      format: 'WAV',
      sampleRate: model.sampleRate,
      channelType: 'MONO',
      // Per cent of the voice's own pace, -50 to 50.
      ...(speed === undefined ? {} : { rate: Math.round((speed - 1) * 100) }),
      ...(locale === undefined ? {} : { locale }),
    };
    if (!model.timed) return { path: 'speech/stream', body: { ...body, model: model.id } };
    const english = (language ?? mainTag(name)).startsWith('en');
    return {
      path: 'speech/generate',
      body: {
        ...body,
        modelVersion: model.id,
        encodeAsBase64: true,
        ...(english ? { wordDurationsAsOriginalText: true } : {}),
      },
    };
  },
  read: (reply, { model }) => (model.timed ? readGenerated(reply) : bodyParts(reply)),
};

/** Regions of languages that are asked for without one. */
const regions: Readonly<Record<string, string>> = {
  en: 'en-US',
  es: 'es-ES',
  pt: 'pt-BR',
  zh: 'zh-CN',
  ja: 'ja-JP',
  ko: 'ko-KR',
  hi: 'hi-IN',
  ta: 'ta-IN',
  bn: 'bn-IN',
};

/** Only where the voice's own is not of that language: `en-UK-hazel` is to stay British when English is asked for. */
function localeFor(voice: string, language: string | undefined): string | undefined {
  if (language === undefined) return undefined;
  const main = mainTag(language);
  const own = /^[a-z]{2}-[A-Z]{2}-/.test(voice) ? mainTag(voice) : undefined;
  if (own === main) return undefined;
  const region = /^[a-z]{2,3}-([A-Za-z]{2})$/.exec(language)?.[1]?.toUpperCase();
  if (region !== undefined) return `${main}-${region === 'GB' ? 'UK' : region}`;
  return regions[main] ?? `${main}-${main.toUpperCase()}`;
}

const answerSchema = z.object({
  encodedAudio: z.string().nullish(),
  audioFile: z.string().nullish(),
  warning: z.string().nullish(),
  remainingCharacterCount: z.number().nullish(),
  wordDurations: z.array(z.object({ word: z.string(), startMs: z.number(), endMs: z.number() })).nullish(),
});

async function* readGenerated(reply: WireReply): AsyncGenerator<WirePart> {
  const answer = answerSchema.parse(await reply.json());
  const { encodedAudio, audioFile, warning, wordDurations, remainingCharacterCount } = answer;
  if (typeof encodedAudio === 'string' && encodedAudio !== '') {
    yield { type: 'bytes', bytes: fromBase64(encodedAudio) };
  } else if (typeof audioFile === 'string' && audioFile !== '') {
    yield* bodyParts(await reply.follow(audioFile));
  }
  for (const { word, startMs, endMs } of wordDurations ?? []) {
    yield { type: 'word', text: word, start: startMs / 1000, end: endMs / 1000 };
  }
  if (typeof warning === 'string' && warning !== '') yield { type: 'warning', message: `Murf: ${warning}` };
  if (typeof remainingCharacterCount === 'number') {
    yield { type: 'metadata', metadata: { remainingCharacterCount } };
  }
}
