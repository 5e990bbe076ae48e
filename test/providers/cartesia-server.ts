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

// As documented at https://docs.cartesia.ai/api-reference/tts/sse, version 2026-08-14.
const speechSchema = z.strictObject({
  model_id: z.string(),
  transcript: z.string().min(1),
  voice: z.union([z.string(), z.looseObject({ id: z.string() })]),
  output_format: z.strictObject({
    container: z.literal('raw'),
    encoding: z.enum(['pcm_f32le', 'pcm_s16le', 'pcm_mulaw', 'pcm_alaw']),
    sample_rate: z.literal([8000, 16_000, 22_050, 24_000, 44_100, 48_000]),
  }),
  language: z.string().length(2).nullish(),
  locale: z.string().nullish(),
  add_timestamps: z.boolean().nullish(),
  add_phoneme_timestamps: z.boolean().nullish(),
  use_normalized_timestamps: z.boolean().nullish(),
  context_id: z.string().nullish(),
  pronunciation_dict_id: z.string().nullish(),
  generation_config: z
    .strictObject({
      speed: z.number().min(0.6).max(1.5).optional(),
      volume: z.number().min(0.5).max(2).optional(),
      emotion: z.string().optional(),
    })
    .optional(),
});

export const cartesiaKey = 'sk_car_test_1234567890';
export const cartesiaVoice = '6ccbfb76-1fc6-48f7-b71d-91ac6298247b';

/** Cartesia's calls `POST /tts/sse` and `POST /voices/clone` on loopback. */
export function startCartesiaServer(): Promise<VendorServer> {
  return startVendorServer(async (request) => {
    const id = randomUUID();
    const headers = { 'x-request-id': id };
    const refuse = (status: number, title: string, message: string): VendorReply => ({
      status,
      headers,
      body: { error_code: title.toLowerCase().replaceAll(' ', '_'), title, message, request_id: id },
    });
    if (request.headers.authorization !== `Bearer ${cartesiaKey}`) {
      return refuse(401, 'Unauthorized', 'The API key is not valid.');
    }
    if (!/^20\d\d-\d\d-\d\d$/.test(String(request.headers['cartesia-version']))) {
      return refuse(400, 'Invalid version', 'The header Cartesia-Version is missing.');
    }
    if (request.method === 'POST' && request.path === '/voices/clone') {
      const clone = await readClone(request);
      return clone === undefined
        ? refuse(400, 'Invalid request', 'clip, name and language are required.')
        : { headers, body: { id: cartesiaVoice, access: 'private', ...clone } };
    }
    if (request.method !== 'POST' || request.path !== '/tts/sse') {
      return refuse(404, 'Not found', `${request.method} ${request.path}`);
    }
    const parsed = speechSchema.safeParse(request.body);
    if (!parsed.success) return refuse(400, 'Invalid request', z.prettifyError(parsed.error));
    const { transcript, generation_config, output_format, add_timestamps } = parsed.data;
    const { audio, words } = await say(transcript, 'slt', generation_config?.speed ?? 1);
    const pcm = toPcm(audio, output_format.sample_rate);
    return {
      headers: { ...headers, 'content-type': 'text/event-stream' },
      body: [...eventsOf(pcm, add_timestamps === true ? words : [])],
    };
  });
}

/** Sound first, and the words of each stretch of it behind. */
export function* eventsOf(pcm: Uint8Array, words: readonly Word[]): Generator<string> {
  const size = 30_000;
  const pieces = Math.ceil(pcm.length / size);
  const perPiece = Math.ceil(words.length / Math.max(1, pieces));
  for (let piece = 0; piece < pieces; piece++) {
    const data = Buffer.from(pcm.subarray(piece * size, (piece + 1) * size)).toString('base64');
    yield send({ type: 'chunk', data, done: false, status_code: 206, step_time: 12.5 });
    const timed = words.slice(piece * perPiece, (piece + 1) * perPiece);
    if (timed.length === 0) continue;
    const word_timestamps = {
      words: timed.map(({ text }) => text),
      start: timed.map(({ start }) => start),
      end: timed.map(({ end }) => end),
    };
    yield send({ type: 'timestamps', word_timestamps, done: false, status_code: 206 });
  }
  yield send({ type: 'done', done: true, status_code: 200 });
}

function send(event: object): string {
  return `data: ${JSON.stringify(event)}\n\n`;
}

async function readClone({ bytes, headers }: VendorRequest): Promise<object | undefined> {
  const type = headers['content-type'] ?? '';
  const form = await new Response(new Uint8Array(bytes), { headers: { 'content-type': type } }).formData();
  const { clip, ...fields } = Object.fromEntries(form);
  const parsed = z
    .strictObject({
      name: z.string().min(1),
      language: z.string().length(2),
      description: z.string().optional(),
      base_voice_id: z.string().optional(),
      accent: z.string().optional(),
    })
    .safeParse(fields);
  if (!parsed.success || !(clip instanceof File) || clip.size === 0) return undefined;
  return { ...parsed.data, is_public: false, created_at: new Date(0).toISOString() };
}
