import { type Audio, resample } from 'duologue/dsp';
import { z } from 'zod';
import { say, toFile } from './spoken.ts';
import { startVendorServer, type VendorReply, type VendorServer } from './vendor-server.ts';

// As https://docs.mistral.ai/openapi.yaml has SpeechRequest and VoiceCreateRequest. Speech requests may have further
// fields there; here they may not, so that the test sees every one.
const speechSchema = z
  .strictObject({
    model: z.string().nullish(),
    input: z.string().min(1),
    voice_id: z.string().nullish(),
    ref_audio: z.base64().nullish(),
    response_format: z.enum(['pcm', 'wav', 'mp3', 'flac', 'opus']).default('mp3'),
    stream: z.boolean().default(false),
  })
  .refine((body) => body.voice_id || body.ref_audio, 'Give voice_id or ref_audio');

const voiceSchema = z.strictObject({
  name: z.string(),
  sample_audio: z.base64().min(1),
  sample_filename: z.string().nullish(),
  slug: z.string().nullish(),
  languages: z.array(z.string()).default([]),
  gender: z.string().nullish(),
  age: z.int().nullish(),
  tags: z.array(z.string()).nullish(),
  color: z.string().nullish(),
  description: z.string().nullish(),
  retention_notice: z.int().default(30),
});

export const mistralKey = 'mistral-test-key-1234567890';

/** Mistral's speech and voices endpoints on loopback; the base URL ends in `/v1`. */
export function startMistralServer(): Promise<VendorServer> {
  let count = 0;
  return startVendorServer(async ({ method, path, headers, body }) => {
    const answer = async (): Promise<VendorReply> => {
      if (headers.authorization !== `Bearer ${mistralKey}`)
        return { status: 401, body: { message: 'Unauthorized', request_id: 'none' } };
      if (method === 'POST' && path === '/v1/audio/speech') return speak(body);
      if (method === 'POST' && path === '/v1/audio/voices') return createVoice(body);
      return { status: 404, body: { message: 'no Route matched with those values' } };
    };
    return { ...(await answer()), headers: { 'mistral-correlation-id': `corr-${++count}` } };
  });
}

async function speak(body: unknown): Promise<VendorReply> {
  const parsed = speechSchema.safeParse(body);
  if (!parsed.success) return invalid(parsed.error);
  const { input, response_format: format, voice_id: voice } = parsed.data;
  const { audio } = await say(input, voice === 'en_paul_neutral' ? 'rms' : 'slt');
  const bytes =
    format === 'pcm'
      ? floats(audio)
      : await toFile(audio, format === 'opus' ? 'ogg-opus' : format, format === 'opus' ? 48_000 : 24_000);
  return { body: { audio_data: Buffer.from(bytes).toString('base64') } };
}

function floats(audio: Audio): Uint8Array {
  const { samples } = resample(audio, 24_000);
  return new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength);
}

function createVoice(body: unknown): VendorReply {
  const parsed = voiceSchema.safeParse(body);
  if (!parsed.success) return invalid(parsed.error);
  const { sample_audio: _sample, sample_filename: _name, ...voice } = parsed.data;
  const id = 'a3e8f2b1-4c9d-4a6b-8e2f-1c3d5e7a9b0c';
  return { body: { ...voice, id, user_id: null, created_at: '2026-03-20T18:34:32.118943Z' } };
}

function invalid(error: z.ZodError): VendorReply {
  const detail = error.issues.map(({ path, message, code }) => ({
    type: code,
    loc: ['body', ...path],
    msg: message,
  }));
  return { status: 422, body: { detail } };
}
