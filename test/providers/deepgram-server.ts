import { z } from 'zod';
import { say, toFile } from './spoken.ts';
import {
  startVendorServer,
  type VendorReply,
  type VendorRequest,
  type VendorServer,
} from './vendor-server.ts';

// As documented at https://developers.deepgram.com/reference/text-to-speech/speak-request and in Deepgram's
// openapi.yml; Flux at /reference/speak/v-2/audio/generate.
const audioSchema = {
  encoding: z.enum(['linear16', 'flac', 'mulaw', 'alaw', 'mp3', 'opus', 'aac']).default('mp3'),
  container: z.enum(['none', 'wav', 'ogg']).optional(),
  sample_rate: z.enum(['8000', '16000', '24000', '32000', '44100', '48000']).optional(),
  bit_rate: z.string().optional(),
  callback: z.url().optional(),
  callback_method: z.enum(['POST', 'PUT']).optional(),
  mip_opt_out: z.enum(['true', 'false']).optional(),
  tag: z.string().optional(),
};
const auraSchema = z.strictObject({
  ...audioSchema,
  model: z.string().regex(/^aura(?:-2)?-[a-z]+-(?:en|es|de|fr|it|ja|nl)$/),
  speed: z.coerce.number().min(0.7).max(1.5).default(1),
});
const fluxSchema = z.strictObject({
  ...audioSchema,
  model: z.string().regex(/^flux-[a-z]+-en$/),
  speed: z.coerce.number().min(0.5).max(1.5).multipleOf(0.05).default(1),
  expressivity: z.coerce.number().int().min(-2).max(2).optional(),
});
const textSchema = z.strictObject({ text: z.string().min(1) });
const listenSchema = z.strictObject({
  model: z.enum(['nova-3', 'nova-2', 'base-general']),
  punctuate: z.enum(['true', 'false']).optional(),
  language: z.string().optional(),
  detect_language: z.enum(['true', 'false']).optional(),
});

export const deepgramKey = 'dg-test-0123456789abcdef';

/** Deepgram on loopback; the base URL ends in `/v1`. What it hears is always `heard`. */
export function startDeepgramServer({ heard = 'Hello there.' } = {}): Promise<VendorServer> {
  let count = 0;
  return startVendorServer(async (request) => {
    const id = `dg-${++count}`;
    const { method, path, headers } = request;
    if (headers.authorization !== `Token ${deepgramKey}`) {
      return refuse(id, 401, 'INVALID_AUTH', 'Invalid credentials.');
    }
    if (method === 'POST' && path === '/v1/speak') return speak(id, request, auraSchema);
    if (method === 'POST' && path === '/v2/speak') return speak(id, request, fluxSchema);
    if (method === 'POST' && path === '/v1/listen') return listen(id, request, heard);
    return refuse(id, 404, 'NOT_FOUND', `No such path: ${path}`);
  });
}

function refuse(id: string, status: number, code: string, message: string): VendorReply {
  return {
    status,
    headers: { 'dg-request-id': id, 'dg-error': code },
    body: { err_code: code, err_msg: message, request_id: id },
  };
}

async function speak(
  id: string,
  { query, body }: VendorRequest,
  schema: typeof auraSchema | typeof fluxSchema,
): Promise<VendorReply> {
  const asked = schema.safeParse(Object.fromEntries(query));
  if (!asked.success) return refuse(id, 400, 'INVALID_QUERY_PARAMETER', z.prettifyError(asked.error));
  const said = textSchema.safeParse(body);
  if (!said.success) return refuse(id, 400, 'PAYLOAD_ERROR', z.prettifyError(said.error));
  const { text } = said.data;
  if (text.length > 2000) {
    return refuse(id, 413, 'PAYLOAD_TOO_LARGE', 'Input text exceeds maximum character limit of 2000.');
  }
  const { encoding, speed, model, sample_rate: rate = '24000' } = asked.data;
  const { audio } = await say(text, model.includes('orion') ? 'rms' : 'slt', speed);
  const bytes = await toFile(audio, encoding === 'linear16' ? 'wav' : 'mp3', Number(rate));
  return {
    headers: {
      'dg-request-id': id,
      'dg-model-name': model,
      'dg-char-count': String(text.length),
      'content-type': encoding === 'linear16' ? 'audio/wav' : 'audio/mpeg',
    },
    body: encoding === 'linear16' ? openEnded(bytes) : bytes,
  };
}

/** The header is sent before the length is known: both sizes are as large as they can be. */
function openEnded(wav: Uint8Array): Uint8Array[] {
  const bytes = Uint8Array.from(wav);
  const view = new DataView(bytes.buffer);
  const dataAt = Buffer.from(bytes.buffer).indexOf('data', 12);
  view.setUint32(4, 0xffff_ffff, true);
  view.setUint32(dataAt + 4, 0xffff_ffff, true);
  const size = 8192;
  return Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
    bytes.subarray(index * size, (index + 1) * size),
  );
}

async function listen(id: string, { query, bytes, headers }: VendorRequest, heard: string) {
  const asked = listenSchema.safeParse(Object.fromEntries(query));
  if (!asked.success) return refuse(id, 400, 'INVALID_QUERY_PARAMETER', z.prettifyError(asked.error));
  if (headers['content-type'] !== 'audio/wav' || bytes.subarray(0, 4).toString() !== 'RIFF') {
    return refuse(id, 400, 'Bad Request', 'failed to process audio: corrupt or unsupported data');
  }
  const { words } = await say(heard);
  const alternative = {
    transcript: heard,
    confidence: 0.99,
    words: words.map(({ text, start, end }) => ({
      word: text.toLowerCase().replaceAll(/[^a-z']/g, ''),
      start,
      end,
      confidence: 0.98,
      ...(asked.data.punctuate === 'true' ? { punctuated_word: text } : {}),
    })),
  };
  const detected =
    asked.data.detect_language === 'true' ? { detected_language: 'en', language_confidence: 0.99 } : {};
  return {
    headers: { 'dg-request-id': id },
    body: {
      metadata: { request_id: id, channels: 1, models: ['nova'], duration: 1 },
      results: { channels: [{ ...detected, alternatives: [alternative] }] },
    },
  };
}
