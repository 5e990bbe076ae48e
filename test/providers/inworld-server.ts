import { z } from 'zod';
import { say, toFile } from './spoken.ts';
import { startVendorServer, type VendorReply, type VendorServer } from './vendor-server.ts';

// As documented at https://docs.inworld.ai/api-reference/ttsAPI/texttospeech/synthesize-speech
const speechSchema = z.strictObject({
  text: z.string().min(1).max(2000),
  voiceId: z.string().min(1),
  modelId: z.enum(['inworld-tts-2', 'inworld-tts-2-flash', 'inworld-tts-1.5-max', 'inworld-tts-1.5-mini']),
  audioConfig: z
    .strictObject({
      audioEncoding: z
        .enum(['LINEAR16', 'MP3', 'OGG_OPUS', 'ALAW', 'MULAW', 'FLAC', 'PCM', 'WAV'])
        .optional(),
      sampleRateHertz: z.int().min(8000).max(48_000).default(48_000),
      bitRate: z.int().optional(),
      speakingRate: z.number().min(0.5).max(1.5).default(1),
    })
    .optional(),
  temperature: z.number().gt(0).max(2).optional(),
  timestampType: z.enum(['TIMESTAMP_TYPE_UNSPECIFIED', 'WORD', 'CHARACTER']).optional(),
  timestampTransportStrategy: z.string().optional(),
  applyTextNormalization: z.enum(['APPLY_TEXT_NORMALIZATION_UNSPECIFIED', 'ON', 'OFF']).optional(),
  deliveryMode: z.enum(['DELIVERY_MODE_UNSPECIFIED', 'STABLE', 'BALANCED', 'CREATIVE']).optional(),
  language: z.string().optional(),
});
const languageCodes =
  'EN_US ZH_CN KO_KR JA_JP RU_RU AUTO IT_IT ES_ES PT_BR DE_DE FR_FR AR_SA PL_PL NL_NL HI_IN HE_IL'.split(' ');
const languageCode = z.enum(languageCodes);
const cloneSchema = z.strictObject({
  displayName: z.string().min(1),
  langCode: languageCode,
  voiceSamples: z
    .array(z.strictObject({ audioData: z.base64().min(1), transcription: z.string().optional() }))
    .min(1),
  description: z.string().optional(),
  tags: z.array(z.string()).optional(),
  audioProcessingConfig: z.strictObject({ removeBackgroundNoise: z.boolean() }).optional(),
});
const designSchema = z.strictObject({
  langCode: languageCode,
  designPrompt: z.string().min(30).max(250),
  previewText: z.string().min(1),
  voiceDesignConfig: z.strictObject({ numberOfSamples: z.int().min(1).max(3) }).optional(),
});
const publishSchema = z.strictObject({
  voiceId: z.string().optional(),
  displayName: z.string().optional(),
  description: z.string().optional(),
  tags: z.array(z.string()).optional(),
});

export const inworldKey = Buffer.from('inworld-test:1234567890').toString('base64');

/** Inworld on loopback. */
export function startInworldServer(): Promise<VendorServer> {
  return startVendorServer(async ({ method, path, headers, body }) => {
    if (headers.authorization !== `Basic ${inworldKey}`) return refuse(401, 16, 'Invalid authorization');
    const at = `${method} ${path}`;
    if (at === 'POST /tts/v1/voice') return checked(speechSchema, body, speak);
    if (at === 'POST /voices/v1/voices:clone') {
      return checked(cloneSchema, body, ({ displayName, langCode, description }) => ({
        body: {
          voice: { voiceId: `workspace__${displayName.toLowerCase()}`, displayName, langCode, description },
          audioSamplesValidated: [{ langCode, warnings: [], errors: [] }],
        },
      }));
    }
    if (at === 'POST /voices/v1/voices:design') return checked(designSchema, body, design);
    const kept = /^\/voices\/v1\/voices\/([^/:]+):publish$/.exec(path)?.[1];
    if (method === 'POST' && kept !== undefined) {
      return checked(publishSchema, body, ({ displayName }) => ({
        body: { voiceId: kept.replace('design', 'kept'), displayName, source: 'IVC' },
      }));
    }
    return refuse(404, 5, 'Not Found');
  });
}

function refuse(status: number, code: number, message: string): VendorReply {
  return { status, body: { code, message, details: [] } };
}

function checked<Body>(
  schema: z.ZodType<Body>,
  body: unknown,
  answer: (body: Body) => VendorReply | Promise<VendorReply>,
): VendorReply | Promise<VendorReply> {
  let said: unknown;
  try {
    said = inCamelCase(body);
  } catch (error) {
    return refuse(400, 3, String(error));
  }
  const parsed = schema.safeParse(said);
  return parsed.success ? answer(parsed.data) : refuse(400, 3, z.prettifyError(parsed.error));
}

/** As every server behind a gRPC gateway, it reads `voice_id` as `voiceId`, and refuses a field that is there twice. */
function inCamelCase(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inCamelCase);
  if (typeof value !== 'object' || value === null) return value;
  const fields = new Map<string, unknown>();
  for (const [name, field] of Object.entries(value)) {
    const camel = name.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
    if (fields.has(camel)) throw new SyntaxError(`duplicate field "${camel}"`);
    fields.set(camel, inCamelCase(field));
  }
  return Object.fromEntries(fields);
}

async function speak(asked: z.infer<typeof speechSchema>): Promise<VendorReply> {
  const { text, modelId, voiceId, audioConfig, timestampType } = asked;
  const steered = modelId.startsWith('inworld-tts-2') ? /^\[[^\]]*\] */.exec(text)?.[0] : undefined;
  const spoken = text.slice(steered?.length ?? 0);
  const { audio, words } = await say(spoken, voiceId === 'Dennis' ? 'rms' : 'slt', audioConfig?.speakingRate);
  const lossless = audioConfig?.audioEncoding === 'LINEAR16' || audioConfig?.audioEncoding === 'WAV';
  const bytes = await toFile(audio, lossless ? 'wav' : 'mp3', audioConfig?.sampleRateHertz ?? 48_000);
  const told =
    timestampType === 'WORD' ? { timestampInfo: { wordAlignment: alignment(steered, words, modelId) } } : {};
  return {
    body: {
      audioContent: Buffer.from(bytes).toString('base64'),
      usage: { processedCharactersCount: text.length, modelId },
      ...told,
    },
  };
}

/** TTS-2 times every token of the text: words, punctuation and spaces. */
function alignment(
  steered: string | undefined,
  words: readonly { readonly text: string; readonly start: number; readonly end: number }[],
  modelId: string,
) {
  const tokens = (steered?.match(/\w+|\s+|[^\w\s]/g) ?? []).map((text) => ({ text, start: 0, end: 0 }));
  for (const { text, start, end } of words) {
    if (!modelId.startsWith('inworld-tts-2')) {
      tokens.push({ text, start, end });
      continue;
    }
    const [, word = text, mark = ''] = /^(.*?)([.,!?;:]*)$/.exec(text) ?? [];
    tokens.push({ text: word, start, end });
    if (mark !== '') tokens.push({ text: mark, start: end, end });
    tokens.push({ text: ' ', start: end, end });
  }
  return {
    words: tokens.map(({ text }) => text),
    wordStartTimeSeconds: tokens.map(({ start }) => start),
    wordEndTimeSeconds: tokens.map(({ end }) => end),
    phoneticDetails: [],
  };
}

async function design({
  previewText,
  voiceDesignConfig,
}: z.infer<typeof designSchema>): Promise<VendorReply> {
  const { audio } = await say(previewText);
  const previewAudio = Buffer.from(await toFile(audio, 'wav', 24_000)).toString('base64');
  const count = voiceDesignConfig?.numberOfSamples ?? 1;
  return {
    body: {
      langCode: 'EN_US',
      previewVoices: Array.from({ length: count }, (_, index) => ({
        voiceId: `workspace__design-${index}`,
        previewText,
        previewAudio,
      })),
    },
  };
}
