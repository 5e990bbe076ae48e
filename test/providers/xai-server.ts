import { z } from 'zod';
import { characterTimes, say, toFile, toPcm } from './spoken.ts';
import {
  startVendorServer,
  type VendorReply,
  type VendorRequest,
  type VendorServer,
} from './vendor-server.ts';

// As documented at https://docs.x.ai/developers/rest-api-reference/inference/voice
const speechSchema = z.strictObject({
  text: z.string().min(1),
  language: z.string(),
  voice_id: z.string().default('eve'),
  speed: z.number().default(1),
  output_format: z
    .strictObject({
      codec: z.enum(['mp3', 'wav', 'pcm']).default('mp3'),
      sample_rate: z.literal([8000, 16_000, 22_050, 24_000, 44_100, 48_000]).default(24_000),
      bit_rate: z.literal([32_000, 64_000, 96_000, 128_000, 192_000]).optional(),
    })
    .default({ codec: 'mp3', sample_rate: 24_000 }),
  text_normalization: z.boolean().optional(),
  with_timestamps: z.boolean().default(false),
  replace: z.record(z.string(), z.string()).optional(),
});

const cloneSchema = z.strictObject({
  name: z.string(),
  description: z.string().optional(),
  language: z.string().optional(),
  file: z.file(),
});

export const xaiKey = 'xai-test-key-1234567890';
const clonedVoice = 'nlbqfwie';
const voices = ['eve', 'ara', 'rex', 'sal', 'leo', clonedVoice];

/** xAI's speech and custom-voice endpoints on loopback; the base URL ends in `/v1`. */
export function startXaiServer(): Promise<VendorServer> {
  let count = 0;
  return startVendorServer(async (request) => {
    const { method, path, headers } = request;
    const reply = async (): Promise<VendorReply> => {
      if (headers.authorization !== `Bearer ${xaiKey}`)
        return { status: 401, body: { error: 'Incorrect API key provided.' } };
      if (method === 'POST' && path === '/v1/tts') return speak(request);
      if (method === 'POST' && path === '/v1/custom-voices') return clone(request);
      return { status: 404, body: { error: 'Not found' } };
    };
    const { headers: own, ...rest } = await reply();
    return { ...rest, headers: { 'x-trace-id': `trace-${++count}`, ...own } };
  });
}

async function speak({ body }: VendorRequest): Promise<VendorReply> {
  const parsed = speechSchema.safeParse(body);
  if (!parsed.success) {
    const issue = z.prettifyError(parsed.error);
    return { status: 422, body: `Failed to deserialize the JSON body into the target type: ${issue}` };
  }
  const { text, voice_id: voice, speed, output_format: format, with_timestamps: timed } = parsed.data;
  if (text.length > 15_000) {
    return refuse(
      400,
      `Field \`text\` exceeds maximum length of 15000 characters (${text.length} provided).`,
    );
  }
  if (speed < 0.7 || speed > 1.5) return refuse(400, 'speed must be between 0.7 and 1.5');
  if (!voices.includes(voice)) return refuse(404, `TTS synthesis failed: Voice '${voice}' not found`);
  const { audio, words } = await say(text, voice === 'rex' ? 'rms' : 'slt', speed);
  const { codec, sample_rate: rate } = format;
  const bytes = codec === 'pcm' ? toPcm(audio, rate) : await toFile(audio, codec, rate);
  const type = codec === 'mp3' ? 'audio/mpeg' : `audio/${codec}`;
  if (!timed) return { headers: { 'content-type': type }, body: bytes };
  const { characters, starts, ends } = characterTimes(text, words);
  return {
    body: {
      audio: Buffer.from(bytes).toString('base64'),
      content_type: type,
      duration: audio.samples.length / audio.sampleRate,
      audio_timestamps: {
        graph_chars: characters,
        graph_times: starts.map((start, index) => [start, ends[index]]),
      },
    },
  };
}

function refuse(status: number, error: string): VendorReply {
  return { status, body: { error } };
}

async function clone({ bytes, headers }: VendorRequest): Promise<VendorReply> {
  const type = headers['content-type'] ?? '';
  const form = await new Response(new Uint8Array(bytes), { headers: { 'content-type': type } }).formData();
  const parsed = cloneSchema.safeParse(Object.fromEntries(form));
  if (!parsed.success) return { status: 422, body: z.prettifyError(parsed.error) };
  const { name, language = 'en' } = parsed.data;
  return { body: { voice_id: clonedVoice, name, language, created_at: '2026-04-26T18:56:34.872993+00:00' } };
}
