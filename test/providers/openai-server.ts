import type { Speech } from 'duologue/voices';
import { z } from 'zod';
import { say, toFile, toPcm } from './spoken.ts';
import {
  startVendorServer,
  type VendorReply,
  type VendorRequest,
  type VendorServer,
} from './vendor-server.ts';

// As documented at https://developers.openai.com/api/reference/resources/audio/subresources/speech/methods/create
const speechSchema = z.strictObject({
  model: z.string(),
  input: z.string().min(1).max(4096),
  voice: z.union([z.string(), z.strictObject({ id: z.string() })]),
  instructions: z.string().optional(),
  response_format: z.enum(['mp3', 'opus', 'aac', 'flac', 'wav', 'pcm']).default('mp3'),
  speed: z.number().min(0.25).max(4).default(1),
  stream_format: z.enum(['sse', 'audio']).optional(),
});

// https://developers.openai.com/api/reference/resources/audio/subresources/transcriptions/methods/create
const transcriptionSchema = z.strictObject({
  file: z.file().max(25 * 2 ** 20),
  model: z.literal('whisper-1'),
  language: z.string().length(2).optional(),
  response_format: z.enum(['json', 'text', 'srt', 'verbose_json', 'vtt']).default('json'),
  'timestamp_granularities[]': z.enum(['word', 'segment']).optional(),
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

/**
 * OpenAI's speech and transcription endpoints on loopback; the base URL ends in `/v1`. `heard` is what the n-th
 * recording turns out to say: nothing is recognised here.
 */
export function startOpenAIServer(heard: readonly Speech[] = []): Promise<VendorServer> {
  let count = 0;
  let recordings = 0;
  return startVendorServer(async (request) => {
    const { method, path, headers } = request;
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
    const answers: Record<string, (() => Promise<VendorReply | string>) | undefined> = {
      'POST /v1/audio/speech': () => speak(request),
      'POST /v1/audio/transcriptions': () => transcribe(request, heard[recordings++]),
    };
    const answer = await answers[`${method} ${path}`]?.();
    if (answer === undefined)
      return refuse(404, `Invalid URL (${method} ${path})`, 'invalid_request_error', null);
    if (typeof answer === 'string') return refuse(400, answer, 'invalid_request_error', null);
    return { ...answer, headers: { ...id, ...answer.headers } };
  });
}

/** A text is why not. */
async function speak({ body }: VendorRequest): Promise<VendorReply | string> {
  const parsed = speechSchema.safeParse(body);
  if (!parsed.success) return z.prettifyError(parsed.error);
  const { input, voice, response_format: format, speed } = parsed.data;
  const { audio } = await say(input, voice === 'onyx' ? 'rms' : 'slt', Math.min(2, Math.max(0.5, speed)));
  const bytes =
    format === 'pcm'
      ? toPcm(audio, 24_000)
      : await toFile(audio, format === 'opus' ? 'ogg-opus' : format === 'aac' ? 'mp3' : format, 24_000);
  return { headers: { 'content-type': contentTypes[format] }, body: chunked(bytes) };
}

async function transcribe(
  { bytes, headers }: VendorRequest,
  heard: Speech | undefined,
): Promise<VendorReply | string> {
  const type = headers['content-type'] ?? '';
  const form = await new Response(new Uint8Array(bytes), { headers: { 'content-type': type } }).formData();
  const parsed = transcriptionSchema.safeParse(Object.fromEntries(form));
  if (!parsed.success) return z.prettifyError(parsed.error);
  const { data } = parsed;
  const words = heard?.words ?? [];
  const text = words.map((word) => word.text).join(' ');
  if (data.response_format !== 'verbose_json') return { body: { text } };
  const timed = words.map(({ text: word, start, end }) => ({ word: word.replace(/\W+$/, ''), start, end }));
  return {
    body: {
      task: 'transcribe',
      language: 'english',
      duration: words.at(-1)?.end ?? 0,
      text,
      ...(data['timestamp_granularities[]'] === 'word' ? { words: timed } : { segments: [] }),
      usage: { type: 'duration', seconds: 1 },
    },
  };
}

function chunked(bytes: Uint8Array): Uint8Array[] {
  const size = 16_384;
  return Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
    bytes.subarray(index * size, (index + 1) * size),
  );
}
