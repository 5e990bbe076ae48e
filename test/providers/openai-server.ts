import { z } from 'zod';
import { say, toFile, toPcm } from './spoken.ts';
import { startVendorServer, type VendorReply, type VendorServer } from './vendor-server.ts';

// As documented at https://platform.openai.com/docs/api-reference/audio/createSpeech
const speechSchema = z.strictObject({
  model: z.string(),
  input: z.string().min(1).max(4096),
  voice: z.string(),
  instructions: z.string().optional(),
  response_format: z.enum(['mp3', 'opus', 'aac', 'flac', 'wav', 'pcm']).default('mp3'),
  speed: z.number().min(0.25).max(4).default(1),
  stream_format: z.enum(['sse', 'audio']).optional(),
});

export const openaiKey = 'sk-test-openai-1234567890';

const contentTypes = {
  mp3: 'audio/mpeg',
  opus: 'audio/opus',
  flac: 'audio/flac',
  wav: 'audio/wav',
  pcm: 'audio/pcm',
  aac: 'audio/aac',
};

/** OpenAI's speech endpoint on loopback; the base URL ends in `/v1`. */
export function startOpenAIServer(): Promise<VendorServer> {
  let count = 0;
  return startVendorServer(async ({ method, path, headers, body }) => {
    const id = { 'x-request-id': `req_${++count}` };
    const refuse = (status: number, message: string, type: string, code: string | null): VendorReply => ({
      status,
      headers: id,
      body: { error: { message, type, param: null, code } },
    });
    if (headers.authorization !== `Bearer ${openaiKey}`) {
      const given = headers.authorization?.replace('Bearer ', '') ?? '';
      return refuse(401, `Incorrect API key provided: ${given}.`, 'invalid_request_error', 'invalid_api_key');
    }
    if (method !== 'POST' || path !== '/v1/audio/speech') {
      return refuse(404, `Invalid URL (${method} ${path})`, 'invalid_request_error', null);
    }
    const parsed = speechSchema.safeParse(body);
    if (!parsed.success) return refuse(400, z.prettifyError(parsed.error), 'invalid_request_error', null);
    const { input, voice, response_format: format, speed } = parsed.data;
    const { audio } = await say(input, voice === 'onyx' ? 'rms' : 'slt', Math.min(2, Math.max(0.5, speed)));
    const bytes =
      format === 'pcm'
        ? toPcm(audio, 24_000)
        : await toFile(audio, format === 'opus' ? 'ogg-opus' : format === 'aac' ? 'mp3' : format, 24_000);
    return { headers: { ...id, 'content-type': contentTypes[format] }, body: chunked(bytes) };
  });
}

function chunked(bytes: Uint8Array): Uint8Array[] {
  const size = 16_384;
  return Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
    bytes.subarray(index * size, (index + 1) * size),
  );
}
