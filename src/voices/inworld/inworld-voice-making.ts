import * as z from 'zod';
import type { SpeechAdapter } from '../cloud/adapter.ts';
import { fromBase64, toBase64 } from '../cloud/base64.ts';
import { mainTag } from '../cloud/plan-request.ts';
import { ProviderError } from '../cloud/provider-error.ts';

/** The voice calls have codes of their own. */
const languageCodes =
  'EN_US ZH_CN KO_KR JA_JP RU_RU IT_IT ES_ES PT_BR DE_DE FR_FR AR_SA PL_PL NL_NL HI_IN HE_IL'.split(' ');

function languageCode(language: string | undefined): string {
  const main = language === undefined ? '' : mainTag(language).toUpperCase();
  return languageCodes.find((code) => main !== '' && code.startsWith(`${main}_`)) ?? 'AUTO';
}

const voiceSchema = z.object({ voiceId: z.string() });
const clonedSchema = z.object({ voice: voiceSchema });
const previewsSchema = z.object({
  previewVoices: z.array(z.object({ voiceId: z.string(), previewAudio: z.string() })),
});

// https://docs.inworld.ai/api-reference/voiceAPI/voiceservice/clone-voice
export const inworldCloning = {
  request: ({ name, samples, texts, description, language }) => ({
    path: 'voices/v1/voices:clone',
    body: {
      displayName: name,
      langCode: languageCode(language),
      voiceSamples: samples.map((sample, index) => ({
        audioData: toBase64(sample),
        ...(texts?.[index] === undefined ? {} : { transcription: texts[index] }),
      })),
      ...(description === undefined ? {} : { description }),
    },
  }),
  read: async (reply) => clonedSchema.parse(await reply.json()).voice.voiceId,
} satisfies SpeechAdapter['cloning'];

/** Characters that a description may have. */
const [shortest, longest] = [30, 250];
const previewText =
  'Hello! This is how I sound when I talk about my day, and when something makes me wonder.';

// https://docs.inworld.ai/api-reference/voiceAPI/voiceservice/design-voice
export const inworldDesign = {
  request: ({ description, text = previewText }) => {
    if (description.length < shortest || description.length > longest) {
      throw new ProviderError(
        `Inworld: description has ${description.length} characters: give ${shortest} to ${longest}.`,
        { provider: 'inworld', code: 'invalid-option' },
      );
    }
    return {
      path: 'voices/v1/voices:design',
      body: {
        designPrompt: description,
        previewText: text,
        langCode: 'EN_US',
        voiceDesignConfig: { numberOfSamples: 3 },
      },
    };
  },
  read: async (reply) =>
    previewsSchema
      .parse(await reply.json())
      .previewVoices.map(({ voiceId, previewAudio }) => ({ id: voiceId, audio: fromBase64(previewAudio) })),
  keep: ({ id }, name, { description }) => ({
    path: `voices/v1/voices/${encodeURIComponent(id)}:publish`,
    body: { displayName: name, description },
  }),
  readKept: async (reply) => voiceSchema.parse(await reply.json()).voiceId,
} satisfies SpeechAdapter['design'];
