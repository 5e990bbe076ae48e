import type { AdapterModel, SpeechAdapter, SpeechAsk, WirePart, WireReply } from '../cloud/adapter.ts';
import { bodyParts } from '../cloud/cloud-voice.ts';
import { azureVoices, speaksOthers } from './azure-voices.ts';
import { type AzureSpeech, localeOf, otherLocale, toSsml } from './ssml.ts';

// https://learn.microsoft.com/azure/ai-services/speech-service/rest-text-to-speech
const raw = { coding: 's16', sampleRate: 48_000, channels: 1 } as const;
const common = {
  // Sound is cut after ten minutes: that is Chinese at half the speed.
  mostCharacters: 1200,
  languages: ['mul'],
  sampleRate: raw.sampleRate,
  // Word boundaries come over its WebSocket only.
  timed: false,
  raw,
} as const satisfies Partial<AdapterModel>;

const models: readonly AdapterModel[] = [
  { id: 'neural', ...common, speeds: [0.5, 2] },
  // These take no prosody.
  { id: 'hd', ...common },
];

export const azureAdapter: Omit<SpeechAdapter, 'baseURL'> = {
  name: 'azure',
  title: 'Azure Speech',
  keyVariables: ['AZURE_SPEECH_KEY', 'SPEECH_KEY'],
  models,
  otherModels: false,
  voices: azureVoices,
  otherVoices: (id, { id: model }) =>
    model === 'hd' ? /^[a-z]{2,3}-.*:/.test(id) : /^[a-z]{2,3}-[^:]+$/.test(id),
  requestIdHeader: 'x-requestid',
  authorize: (key) => ({ 'ocp-apim-subscription-key': key }),
  speak: (ask) => ({
    path: 'cognitiveservices/v1',
    headers: {
      'content-type': 'application/ssml+xml',
      'x-microsoft-outputformat': 'raw-48khz-16bit-mono-pcm',
      'user-agent': 'duologue',
    },
    body: speechFor(ask),
    encode: (body) => new TextEncoder().encode(toSsml({ ...speechFor(ask), ...body })),
  }),
  read: readSpeech,
};

async function* readSpeech(reply: WireReply, { voice, language }: SpeechAsk): AsyncGenerator<WirePart> {
  if (typeof voice === 'string' && language !== undefined && !speaksOthers(voice)) {
    const other = otherLocale(language, localeOf(voice));
    if (other !== undefined) yield { type: 'warning', message: `${voice} does not speak ${other}.` };
  }
  yield* bodyParts(reply);
}

function speechFor({ voice: reference, text, language, speed }: SpeechAsk): AzureSpeech {
  const voice = typeof reference === 'string' ? reference : '';
  return {
    voice,
    text,
    ...(language === undefined || !speaksOthers(voice) ? {} : { language }),
    ...(speed === undefined ? {} : { rate: speed }),
  };
}
