import { z } from 'zod';
import { say, toFile } from './spoken.ts';
import {
  startVendorServer,
  type VendorReply,
  type VendorRequest,
  type VendorServer,
} from './vendor-server.ts';

const languages =
  'auto en hi mr kn ta bn gu te ml pa or es de fr it nl sv pt ru el fi no pl ar zh id ja ko ms tr vi'.split(
    ' ',
  );

// As in smallest-inc/smallest-ai-documentation, fern/apis/waves/openapi/tts-openapi.yaml
const speechSchema = z.strictObject({
  text: z.string().min(1),
  voice_id: z.string().min(1),
  model: z.enum(['lightning_v3.1', 'lightning_v3.1_pro']).default('lightning_v3.1'),
  sample_rate: z.literal([8000, 16_000, 24_000, 44_100]).default(44_100),
  speed: z.number().min(0.5).max(2).default(1),
  language: z.enum(languages).optional(),
  number_pronunciation_language: z.enum(languages).optional(),
  math_notation: z.boolean().optional(),
  output_format: z.enum(['pcm', 'mp3', 'wav', 'ulaw', 'alaw']).default('pcm'),
  pronunciation_dicts: z.array(z.string()).optional(),
  session_id: z.string().max(128).optional(),
  request_id: z.string().max(128).optional(),
});
// voice-cloning-openapi.yaml
const cloneSchema = z.strictObject({
  displayName: z.string().min(1).max(500),
  description: z.string().optional(),
  accent: z.string().optional(),
  tags: z.string().optional(),
  language: z.enum(languages).optional(),
  model: z.enum(['lightning-v3.1', 'lightning-v3.1-pro']).default('lightning-v3.1'),
});

export const smallestAIKey = 'sk_test-smallest-1234567890';

/** Smallest AI on loopback; the base URL ends in `/waves/v1`. */
export function startSmallestAIServer(): Promise<VendorServer> {
  let count = 0;
  return startVendorServer(async (request) => {
    const { method, path, headers } = request;
    const id = { 'x-request-id': `waves-${++count}` };
    if (headers.authorization !== `Bearer ${smallestAIKey}`) {
      return refuse(id, 401, 'Unauthorized', 'Bearer token is missing or invalid.');
    }
    if (method === 'POST' && path === '/waves/v1/tts') return speak(id, request);
    if (method === 'POST' && path === '/waves/v1/voice-cloning') return clone(id, request);
    return refuse(id, 404, 'NotFound', `Cannot ${method} ${path}`);
  });
}

type Id = Readonly<Record<string, string>>;

function refuse(headers: Id, status: number, error: string, message: string): VendorReply {
  return { status, headers, body: { error, message } };
}

async function speak(id: Id, { headers, body }: VendorRequest): Promise<VendorReply> {
  if (headers.accept !== 'audio/wav') return { headers: { ...id, 'content-type': 'audio/wav' }, body: '' };
  const parsed = speechSchema.safeParse(body);
  if (!parsed.success) return refuse(id, 400, 'InvalidRequest', z.prettifyError(parsed.error));
  const { text, voice_id: voice, speed, sample_rate: rate, output_format: format } = parsed.data;
  const { audio } = await say(text, voice === 'blake' ? 'rms' : 'slt', speed);
  const bytes = await toFile(audio, format === 'wav' ? 'wav' : 'mp3', rate);
  return { headers: { ...id, 'content-type': 'audio/wav' }, body: bytes };
}

async function clone(id: Id, { headers, bytes }: VendorRequest): Promise<VendorReply> {
  const form = await new Response(new Uint8Array(bytes), {
    headers: { 'content-type': headers['content-type'] ?? '' },
  }).formData();
  const file = form.get('file');
  if (!(file instanceof File) || !/^audio\/(?:mpeg|wav|webm|mp4)$/.test(file.type)) {
    return { status: 400, headers: id, body: { error: 'Invalid file type' } };
  }
  if (file.size > 5 * 2 ** 20) return { status: 400, headers: id, body: { error: 'File too large' } };
  const parsed = cloneSchema.safeParse(Object.fromEntries([...form].filter(([name]) => name !== 'file')));
  if (!parsed.success) return { status: 400, headers: id, body: { error: z.prettifyError(parsed.error) } };
  const { displayName, model, language } = parsed.data;
  return {
    headers: id,
    body: {
      message: 'Voice clone created successfully',
      data: {
        voiceId: `voice_${displayName}_${model}`,
        displayName,
        language,
        status: 'completed',
        samples: [],
      },
    },
  };
}
