import type { DialogueAsk, SpeechAdapter, SpeechAsk, WireRequest } from '../cloud/adapter.ts';
import { ProviderError } from '../cloud/provider-error.ts';
import { readElevenLabs, readElevenLabsDialogue } from './elevenlabs-answers.ts';
import { elevenLabsModels, elevenLabsVoices, takesContext, takesLanguage } from './elevenlabs-catalogue.ts';
import { elevenLabsCloning, elevenLabsDesign } from './elevenlabs-voice-making.ts';

const sampleRates = [8000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000] as const;

/** Hz of 16-bit samples. 44.1 kHz is for Pro plans and above. */
export type ElevenLabsSampleRate = (typeof sampleRates)[number];

export const elevenLabsService = {
  name: 'elevenlabs',
  title: 'ElevenLabs',
  keyVariables: ['ELEVENLABS_API_KEY'],
  baseURL: 'https://api.elevenlabs.io',
  authorize: (key: string) => ({ 'xi-api-key': key }),
};

// https://elevenlabs.io/docs/api-reference/text-to-speech/stream-with-timestamps
// https://elevenlabs.io/docs/api-reference/text-to-dialogue/convert-with-timestamps
export function elevenLabsAdapter(sampleRate: ElevenLabsSampleRate): SpeechAdapter {
  if (!sampleRates.includes(sampleRate)) {
    throw wrongOption(`sampleRate is ${sampleRate}: give one of ${sampleRates.join(', ')}.`);
  }
  const raw = { coding: 's16', sampleRate, channels: 1 } as const;
  const query = { output_format: `pcm_${sampleRate}` };
  return {
    ...elevenLabsService,
    models: elevenLabsModels.map((model) => ({ ...model, sampleRate, timed: true, raw })),
    voices: elevenLabsVoices,
    otherVoices: true,
    queryOptions: ['output_format', 'enable_logging', 'optimize_streaming_latency'],
    speak(ask) {
      checkFormat(ask, sampleRate);
      const { model, voice, text, speed, previousText, nextText } = ask;
      const context = takesContext(model.id);
      return {
        path: `v1/text-to-speech/${encodeURIComponent(typeof voice === 'string' ? voice : '')}/stream/with-timestamps`,
        query,
        body: {
          text,
          ...common(ask),
          ...(speed === undefined ? {} : { voice_settings: { speed } }),
          ...(context && previousText !== undefined ? { previous_text: previousText } : {}),
          ...(context && nextText !== undefined ? { next_text: nextText } : {}),
        },
      };
    },
    read: (reply) => readElevenLabs(reply, sampleRate),
    converse(ask): WireRequest {
      checkFormat(ask, sampleRate);
      const inputs = ask.turns.map(({ text }, turn) => ({ text, voice_id: ask.voices[turn] }));
      return { path: 'v1/text-to-dialogue/with-timestamps', query, body: { inputs, ...common(ask) } };
    },
    readDialogue: readElevenLabsDialogue,
    cloning: elevenLabsCloning,
    design: elevenLabsDesign,
  };
}

/** Of speech and of dialogue. */
function common({ model, language, seed }: SpeechAsk | DialogueAsk) {
  return {
    model_id: model.id,
    // ISO 639-1.
    ...(language === undefined || !takesLanguage(model.id) ? {} : { language_code: language.split('-')[0] }),
    ...(seed === undefined ? {} : { seed }),
  };
}

/** Raw samples of another rate, or of another coding, would be taken for what was agreed: they say nothing. */
function checkFormat({ providerOptions }: SpeechAsk | DialogueAsk, sampleRate: number): void {
  const { output_format: format } = providerOptions;
  if (format === undefined || format === `pcm_${sampleRate}`) return;
  if (typeof format === 'string' && /^(?:mp3|opus|wav)_/.test(format)) return;
  const found = JSON.stringify(format);
  throw wrongOption(`output_format is ${found}: leave it out, and give sampleRate to createElevenLabs.`);
}

function wrongOption(what: string): ProviderError {
  return new ProviderError(`ElevenLabs: ${what}`, {
    provider: elevenLabsService.name,
    code: 'invalid-option',
  });
}
