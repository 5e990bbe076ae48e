import { randomUUID } from 'node:crypto';
import type { Word } from 'duologue/timeline';
import { z } from 'zod';
import { say, toPcm } from './spoken.ts';
import {
  startVendorServer,
  type VendorReply,
  type VendorRequest,
  type VendorServer,
} from './vendor-server.ts';

// As documented at https://docs.gradium.ai/api-reference/endpoint/tts-post
const speechSchema = z.strictObject({
  text: z.string().min(1),
  voice_id: z.string().min(1),
  output_format: z.enum([
    'wav',
    'pcm',
    'opus',
    'ulaw_8000',
    'alaw_8000',
    'pcm_8000',
    'pcm_16000',
    'pcm_24000',
    'pcm_48000',
  ]),
  model_name: z.string().default('default'),
  json_config: z.string().optional(),
  only_audio: z.boolean().default(false),
  pronunciation_id: z.string().optional(),
});

export const gradiumKey = 'gd_test_1234567890';

/** Gradium's calls `POST /post/speech/tts` and `POST /voices/` on loopback; the base URL ends in `/api`. */
export function startGradiumServer(): Promise<VendorServer> {
  return startVendorServer((request) => {
    if (request.headers['x-api-key'] !== gradiumKey)
      return gradiumRefusal(1008, 'API key is revoked or expired');
    if (request.method === 'POST' && request.path === '/api/voices/') return createVoice(request);
    if (request.method !== 'POST' || request.path !== '/api/post/speech/tts') return { status: 404 };
    return speak(request);
  });
}

/** Whatever goes wrong before the sound has status 500 and says so in plain text. */
export function gradiumRefusal(code: number, reason: string): VendorReply {
  return {
    status: 500,
    headers: { 'content-type': 'text/plain' },
    body: `error from server ${code}: ${reason}`,
  };
}

async function speak({ body }: VendorRequest): Promise<VendorReply> {
  const parsed = speechSchema.safeParse(body);
  if (!parsed.success) return gradiumRefusal(1008, z.prettifyError(parsed.error));
  const { text, json_config, output_format, only_audio } = parsed.data;
  if (output_format !== 'pcm' || only_audio) return gradiumRefusal(1008, 'Only timed pcm is spoken here.');
  z.record(z.string(), z.union([z.number(), z.string()])).parse(JSON.parse(json_config ?? '{}'));
  const { audio, words } = await say(text);
  return {
    headers: { 'content-type': 'application/json' },
    body: [...gradiumMessages(toPcm(audio, 48_000), words)],
  };
}

/** Words come as they are said, between pieces of the sound. */
export function* gradiumMessages(pcm: Uint8Array, words: readonly Word[]): Generator<string> {
  yield `${JSON.stringify({ type: 'ready', request_id: randomUUID() })}\n`;
  const size = 7680 * 4;
  const waiting = [...words];
  for (let start = 0; start < pcm.length; start += size) {
    const audio = Buffer.from(pcm.subarray(start, start + size)).toString('base64');
    yield `${JSON.stringify({ type: 'audio', audio })}\n`;
    while ((waiting[0]?.start ?? Number.POSITIVE_INFINITY) < (start + size) / 96_000)
      yield textMessage(waiting.shift());
  }
  for (const word of waiting) yield textMessage(word);
  yield `${JSON.stringify({ type: 'end_of_stream' })}\n`;
}

function textMessage(word: Word | undefined): string {
  return `${JSON.stringify({ type: 'text', text: word?.text, start_s: word?.start, stop_s: word?.end })}\n`;
}

async function createVoice({ bytes, headers }: VendorRequest): Promise<VendorReply> {
  const type = headers['content-type'] ?? '';
  const form = await new Response(new Uint8Array(bytes), { headers: { 'content-type': type } }).formData();
  const { audio_file: file, ...fields } = Object.fromEntries(form);
  const parsed = z
    .strictObject({
      name: z.string().min(1),
      language: z.enum(['en', 'fr', 'de', 'es', 'pt']).optional(),
      description: z.string().optional(),
      input_format: z.string().optional(),
      start_s: z.coerce.number().optional(),
    })
    .safeParse(fields);
  if (!parsed.success || !(file instanceof File)) {
    return {
      status: 422,
      body: { detail: [{ loc: ['body', 'name'], msg: 'Field required', type: 'missing' }] },
    };
  }
  return { status: 201, body: { uid: 'voice-7', error: null, was_updated: false } };
}
