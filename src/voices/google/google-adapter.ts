import type { AdapterModel, DialogueAsk, SpeechAdapter, WireRequest } from '../cloud/adapter.ts';
import type { VoiceReference } from '../cloud/speech-model.ts';
import { googleVoices } from './google-voices.ts';
import { readAnswer } from './read-answer.ts';
import { googleDesign } from './voice-design.ts';

// https://ai.google.dev/gemini-api/docs/speech-generation
const raw = { coding: 's16', sampleRate: 24_000, channels: 1 } as const;
const common = {
  // 70 to 130, found out from the text.
  languages: ['mul'],
  sampleRate: raw.sampleRate,
  timed: false,
  raw,
  instructions: true,
  tags: true,
} as const satisfies Partial<AdapterModel>;
const current = {
  ...common,
  // Their sound ends after 16,384 tokens, 10:55; slow speech has 10 characters a second.
  mostCharacters: 6000,
  dialogueLimits: { leastVoices: 2, mostVoices: 2, mostCharacters: 6000 },
};
const older = {
  ...common,
  // Their sound ends after 8192 tokens, 5:27.
  mostCharacters: 4000,
  dialogueLimits: { leastVoices: 2, mostVoices: 2, mostCharacters: 2500 },
};

const models: readonly AdapterModel[] = [
  { id: 'gemini-3.8-flash-tts', ...current },
  { id: 'gemini-3.8-flash-lite-tts', ...current },
  { id: 'gemini-3.1-flash-tts-preview', ...older },
  { id: 'gemini-2.5-flash-preview-tts', ...older },
  { id: 'gemini-2.5-pro-preview-tts', ...older },
];

const service = { name: 'google', title: 'Google', sampleRate: raw.sampleRate };

export const googleAdapter: SpeechAdapter = {
  name: service.name,
  title: service.title,
  keyVariables: ['GOOGLE_API_KEY', 'GEMINI_API_KEY'],
  baseURL: 'https://generativelanguage.googleapis.com/v1beta',
  models,
  otherModels: (id) => ({ id, ...(isOlder({ id }) ? older : current) }),
  voices: googleVoices,
  // Since 3.8 a project has designed voices of its own.
  otherVoices: (_id, model) => !isOlder(model),
  authorize: (key) => ({ 'x-goog-api-key': key }),
  arrangeOptions,
  statusOf: (status, said) => (said.includes('"API_KEY_INVALID"') ? 401 : status),
  speak: ({ model, voice, text, instructions }) =>
    generate(
      model,
      [
        isOlder(model)
          ? { text: instructions === undefined ? text : `Say the following (${instructions}):\n${text}` }
          : { text, ...(instructions === undefined ? {} : { speechMetadata: { style: instructions } }) },
      ],
      { voiceConfig: voiceOf(model, voice) },
    ),
  read: (reply) => readAnswer(reply, service),
  converse: (ask) => {
    const voices = [...new Set(ask.voices)];
    const speakers = ask.voices.map((voice) => `Speaker${voices.indexOf(voice) + 1}`);
    const speakerVoiceConfigs = voices.map((voice, index) => ({
      speaker: `Speaker${index + 1}`,
      voiceConfig: voiceOf(ask.model, voice),
    }));
    return generate(ask.model, dialogueParts(ask, speakers), {
      multiSpeakerVoiceConfig: { speakerVoiceConfigs },
    });
  },
  readDialogue: (reply) => readAnswer(reply, service),
  design: googleDesign,
};

/** Before 3.8 a direction stood in the text, and all turns in one. */
function isOlder({ id }: Pick<AdapterModel, 'id'>): boolean {
  return /^gemini-(?:2|3\.[0-7])\b/.test(id);
}

function generate({ id }: AdapterModel, parts: readonly object[], speechConfig: object): WireRequest {
  return {
    path: `models/${encodeURIComponent(id)}:generateContent`,
    body: {
      contents: [{ role: 'user', parts }],
      generationConfig: { responseModalities: ['AUDIO'], speechConfig },
    },
  };
}

function voiceOf(model: AdapterModel, voice: VoiceReference): object {
  return isOlder(model) ? { prebuiltVoiceConfig: { voiceName: voice } } : { voice };
}

function dialogueParts({ model, turns, instructions }: DialogueAsk, speakers: readonly string[]): object[] {
  if (!isOlder(model)) {
    return turns.map(({ text }, index) => ({
      text,
      speechMetadata: {
        speaker: speakers[index],
        ...(instructions === undefined ? {} : { style: instructions }),
      },
    }));
  }
  const manner = instructions === undefined ? '' : ` (${instructions})`;
  const lines = turns.map(({ text }, index) => `${speakers[index]}: ${text.replaceAll(/\s+/g, ' ')}`);
  const opening = `TTS the following conversation between Speaker1 and Speaker2${manner}:`;
  return [{ text: [opening, ...lines].join('\n') }];
}

const bodyFields = new Set(['generationConfig', 'safetySettings', 'systemInstruction', 'cachedContent']);

/** A field that is not the body's own is one of its `generationConfig`, such as `seed`. */
function arrangeOptions(options: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const entries = Object.entries(options);
  const inner = entries.filter(([name]) => !bodyFields.has(name));
  const outer = Object.fromEntries(entries.filter(([name]) => bodyFields.has(name)));
  if (inner.length === 0) return outer;
  const given = outer.generationConfig;
  return {
    ...outer,
    generationConfig: { ...Object.fromEntries(inner), ...(typeof given === 'object' ? given : {}) },
  };
}
