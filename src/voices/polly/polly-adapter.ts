import * as z from 'zod';
import type { AdapterModel, SpeechAdapter, SpeechAsk, WirePart, WireReply } from '../cloud/adapter.ts';
import { mainTag } from '../cloud/plan-request.ts';
import { bilingual, pollyVoices } from './polly-voices.ts';

// https://docs.aws.amazon.com/polly/latest/API/API_SynthesizeSpeech.html
const common = {
  // 3,000 are taken, but sound is cut after ten minutes: that is Chinese at half the speed.
  mostCharacters: 1300,
  languages: 'en ar ca cs cy da de es fi fr hi is it ja ko nb nl pl pt ro ru sv tr yue zh'.split(' '),
  // Of its voices; Opus comes at 48 kHz.
  sampleRate: 24_000,
  timed: false,
  // PCM, where somebody asks for it, ends at 16 kHz.
  raw: { coding: 's16', sampleRate: 16_000, channels: 1 },
} as const satisfies Partial<AdapterModel>;

/** Polly's engines. */
export const pollyModels: readonly AdapterModel[] = [
  { id: 'neural', ...common, speeds: [0.5, 2] },
  { id: 'generative', ...common },
  { id: 'long-form', ...common },
  { id: 'standard', ...common, speeds: [0.5, 2] },
];

export const pollyAdapter: Omit<SpeechAdapter, 'baseURL' | 'authorize'> = {
  name: 'polly',
  title: 'Amazon Polly',
  keyVariables: ['AWS_ACCESS_KEY_ID'],
  models: pollyModels,
  otherModels: false,
  voices: pollyVoices,
  otherVoices: true,
  requestIdHeader: 'x-amzn-requestid',
  speak: (ask) => ({
    path: 'v1/speech',
    body: { ...speechFor(ask), OutputFormat: 'ogg_opus', SampleRate: '48000' },
  }),
};

/** Speech marks are asked for, and paid for, like the sound. */
export const pollyTimes: NonNullable<SpeechAdapter['times']> = {
  request: (ask) => ({
    path: 'v1/speech',
    body: {
      ...speechFor(ask),
      ...ask.providerOptions,
      OutputFormat: 'json',
      SampleRate: undefined,
      SpeechMarkTypes: ['word'],
    },
  }),
  read: readMarks,
};

function speechFor({ model, voice, text, language, speed }: SpeechAsk): object {
  const id = typeof voice === 'string' ? voice : '';
  const second = bilingual.get(id);
  const spoken =
    second === undefined || language === undefined
      ? undefined
      : mainTag(language) === mainTag(second)
        ? second
        : 'en-IN';
  return {
    Engine: model.id,
    VoiceId: id,
    ...(spoken === undefined ? {} : { LanguageCode: spoken }),
    ...(speed === undefined
      ? { Text: text, TextType: 'text' }
      : { Text: withRate(text, speed), TextType: 'ssml' }),
  };
}

function withRate(text: string, rate: number): string {
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return `<speak><prosody rate="${Math.round(rate * 100)}%">${escaped}</prosody></speak>`;
}

const markSchema = z.object({ type: z.literal('word'), time: z.number(), value: z.string() });

/** Seconds of a last word: a mark says when a word begins. What lies beyond the sound is cut off later. */
const lastWord = 1;

async function* readMarks(reply: WireReply): AsyncGenerator<WirePart> {
  const marks: { readonly time: number; readonly value: string }[] = [];
  for await (const line of reply.lines()) {
    const { data } = markSchema.safeParse(line);
    if (data !== undefined) marks.push(data);
  }
  for (const [index, { time, value: text }] of marks.entries()) {
    const start = time / 1000;
    const next = marks[index + 1];
    yield { type: 'word', text, start, end: next === undefined ? start + lastWord : next.time / 1000 };
  }
}
