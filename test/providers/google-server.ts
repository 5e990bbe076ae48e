import { z } from 'zod';
import { say, toFile, toPcm } from './spoken.ts';
import {
  startVendorServer,
  type VendorReply,
  type VendorRequest,
  type VendorServer,
} from './vendor-server.ts';

// As in https://ai.google.dev/gemini-api/docs/speech-generation and the types of `@google/genai` 2.32.0.
const oldVoice = z.strictObject({ prebuiltVoiceConfig: z.strictObject({ voiceName: z.string() }) });
const newVoice = z.union([z.strictObject({ voice: z.string() }), oldVoice]);

function bodySchema<Voice extends z.ZodType>(voice: Voice, part: z.ZodType<{ text: string }>) {
  const speaker = z.strictObject({ speaker: z.string(), voiceConfig: voice });
  return z.strictObject({
    contents: z.tuple([z.strictObject({ role: z.literal('user'), parts: z.array(part).min(1) })]),
    generationConfig: z.strictObject({
      responseModalities: z.tuple([z.enum(['AUDIO', 'audio'])]),
      speechConfig: z.union([
        z.strictObject({ voiceConfig: voice, languageCode: z.string().optional() }),
        z.strictObject({
          multiSpeakerVoiceConfig: z.strictObject({ speakerVoiceConfigs: z.array(speaker).length(2) }),
        }),
      ]),
      seed: z.int().optional(),
    }),
    safetySettings: z.array(z.object({})).optional(),
  });
}

const metadata = z.strictObject({ speaker: z.string().optional(), style: z.string().optional() });
const newPart = z.strictObject({ text: z.string().min(1), speechMetadata: metadata.optional() });
const newBody = bodySchema(newVoice, newPart);
const oldBody = bodySchema(oldVoice, z.strictObject({ text: z.string().min(1) }));

export const googleKey = 'AIzaTest-1234567890';

const models = new Set([
  'gemini-3.8-flash-tts',
  'gemini-3.8-flash-lite-tts',
  'gemini-3.1-flash-tts-preview',
  'gemini-2.5-flash-preview-tts',
  'gemini-2.5-pro-preview-tts',
]);

/** `generateContent` of Gemini's speech models on loopback; the base URL ends in `/v1beta`. */
export function startGoogleServer(): Promise<VendorServer> {
  return startVendorServer(async (request) => {
    if (request.headers['x-goog-api-key'] !== googleKey) {
      return googleRefusal(400, 'API key not valid. Please pass a valid API key.', 'INVALID_ARGUMENT', [
        { '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason: 'API_KEY_INVALID' },
      ]);
    }
    if (request.path === '/v1beta/voices' && request.method === 'POST') return createVoice(request);
    if (request.path === '/v1beta/voices/voice_abc123' && request.method === 'GET') return { body: designed };
    const [, model = ''] = /^\/v1beta\/models\/([^/:]+):generateContent$/.exec(request.path) ?? [];
    if (request.method !== 'POST' || !models.has(model)) {
      return googleRefusal(404, `models/${model} is not found for API version v1beta.`, 'NOT_FOUND');
    }
    return model.startsWith('gemini-3.8') ? speakNow(request) : speakBefore(request);
  });
}

export function googleRefusal(
  code: number,
  message: string,
  status: string,
  details: readonly object[] = [],
): VendorReply {
  return { status: code, body: { error: { code, message, status, details } } };
}

export function googleAnswer(mimeType: string, bytes: Uint8Array): object {
  const data = Buffer.from(bytes).toString('base64');
  return {
    candidates: [
      {
        content: { parts: [{ inlineData: { mimeType, data } }], role: 'model' },
        finishReason: 'STOP',
        index: 0,
      },
    ],
    usageMetadata: { promptTokenCount: 9, candidatesTokenCount: 60, totalTokenCount: 69 },
    responseId: 'resp-1',
  };
}

async function speakNow({ body }: VendorRequest): Promise<VendorReply> {
  const parsed = newBody.safeParse(body);
  if (!parsed.success) return googleRefusal(400, z.prettifyError(parsed.error), 'INVALID_ARGUMENT');
  const parts = z.array(newPart).parse(parsed.data.contents[0].parts);
  const said = await Promise.all(
    parts.map(({ text, speechMetadata }) => say(text, voiceFor(speechMetadata?.speaker))),
  );
  const pcm = Buffer.concat(said.map(({ audio }) => toPcm(audio, 24_000)));
  const samples = Float32Array.from(
    { length: pcm.length / 2 },
    (_, frame) => pcm.readInt16LE(frame * 2) / 32_768,
  );
  return { body: googleAnswer('audio/wav', await toFile({ samples, sampleRate: 24_000 }, 'wav', 24_000)) };
}

async function speakBefore({ body }: VendorRequest): Promise<VendorReply> {
  const parsed = oldBody.safeParse(body);
  if (!parsed.success) return googleRefusal(400, z.prettifyError(parsed.error), 'INVALID_ARGUMENT');
  const text = parsed.data.contents[0].parts.map((part) => part.text).join('\n');
  const several = 'multiSpeakerVoiceConfig' in parsed.data.generationConfig.speechConfig;
  const lines = several
    ? text.split('\n').flatMap((line) => {
        const [, speaker, words] = /^(Speaker\d+): (.*)$/.exec(line) ?? [];
        return speaker === undefined || words === undefined ? [] : [{ speaker, words }];
      })
    : [{ speaker: undefined, words: text.replace(/^Say the following \(.*\):\n/, '') }];
  const said = await Promise.all(lines.map(({ speaker, words }) => say(words, voiceFor(speaker))));
  const pcm = Buffer.concat(said.map(({ audio }) => toPcm(audio, 24_000)));
  return { body: googleAnswer('audio/L16;codec=pcm;rate=24000', pcm) };
}

const designSchema = z.strictObject({
  store: z.literal(true),
  voice: z.strictObject({
    type: z.literal('prompted'),
    model: z.string().optional(),
    display_name: z.string().optional(),
    prompted: z.strictObject({ input: z.string().min(1) }),
  }),
});

const designed = { id: 'voice_abc123', type: 'prompted', display_name: 'Astronomer' };

async function createVoice({ body }: VendorRequest): Promise<VendorReply> {
  const parsed = designSchema.safeParse(body);
  if (!parsed.success) return googleRefusal(400, z.prettifyError(parsed.error), 'INVALID_ARGUMENT');
  const { audio } = await say('This is how I speak.', 'rms');
  const data = Buffer.from(await toFile(audio, 'wav', 24_000)).toString('base64');
  return { body: { ...designed, sample_audio: { mime_type: 'audio/wav', data } } };
}

function voiceFor(speaker: string | undefined): string {
  return speaker === 'Speaker2' ? 'rms' : 'slt';
}
