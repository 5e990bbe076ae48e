import { z } from 'zod';
import { say, toFile } from './spoken.ts';
import { startVendorServer, type VendorReply, type VendorServer } from './vendor-server.ts';

// As documented at https://murf.ai/api/docs/api-reference/text-to-speech/generate and …/stream
const common = {
  voiceId: z.string().min(1),
  text: z.string().min(1),
  format: z.enum(['MP3', 'WAV', 'FLAC', 'ALAW', 'ULAW', 'PCM', 'OGG']).default('WAV'),
  channelType: z.enum(['STEREO', 'MONO']).default('MONO'),
  locale: z
    .string()
    .regex(/^[a-z]{2}-[A-Z]{2}$/)
    .optional(),
  multiNativeLocale: z.string().optional(),
  pitch: z.int().min(-50).max(50).optional(),
  rate: z.int().min(-50).max(50).default(0),
  style: z.string().optional(),
  variation: z.int().min(0).max(5).optional(),
  pronunciationDictionary: z.record(z.string(), z.unknown()).optional(),
};
const generateSchema = z.strictObject({
  ...common,
  sampleRate: z.literal([8000, 24_000, 44_100, 48_000]).default(44_100),
  modelVersion: z.literal('GEN2').default('GEN2'),
  encodeAsBase64: z.boolean().default(false),
  audioDuration: z.number().optional(),
  wordDurationsAsOriginalText: z.boolean().default(false),
});
const streamSchema = z.strictObject({
  ...common,
  sampleRate: z.literal([8000, 16_000, 24_000, 44_100, 48_000]).default(24_000),
  model: z.enum(['FALCON', 'GEN2']).default('FALCON'),
});

export const murfKey = 'ap2_test-murf-1234567890';
const mostCharacters = 3000;

/** Murf on loopback; the base URL ends in `/v1`. */
export function startMurfServer(): Promise<VendorServer> {
  const files = new Map<string, Uint8Array>();
  return startVendorServer(async ({ method, path, headers, body }) => {
    const file = files.get(path);
    if (method === 'GET' && file !== undefined) {
      // Whoever has the link may load it: the key is not for this server.
      if (headers['api-key'] !== undefined) return refuse(400, 'The key does not belong here.');
      return { headers: { 'content-type': 'audio/wav' }, body: file };
    }
    if (headers['api-key'] !== murfKey) return refuse(403, 'Invalid api-key provided');
    if (method === 'POST' && path === '/v1/speech/generate') {
      const parsed = generateSchema.safeParse(body);
      if (!parsed.success) return refuse(400, z.prettifyError(parsed.error));
      return generate(parsed.data, files);
    }
    if (method === 'POST' && path === '/v1/speech/stream') {
      const parsed = streamSchema.safeParse(body);
      if (!parsed.success) return refuse(400, z.prettifyError(parsed.error));
      return stream(parsed.data);
    }
    return refuse(404, 'Not Found');
  });
}

function refuse(status: number, message: string): VendorReply {
  return { status, body: { error_message: message, error_code: status } };
}

type Asked = Pick<z.infer<typeof streamSchema>, 'text' | 'voiceId' | 'rate' | 'format' | 'sampleRate'>;

async function speak({ text, voiceId, rate, format, sampleRate }: Asked) {
  const { audio, words } = await say(text, /cooper|Matthew/.test(voiceId) ? 'rms' : 'slt', 1 + rate / 100);
  const bytes = await toFile(audio, format === 'WAV' ? 'wav' : 'mp3', sampleRate);
  return { bytes, words, duration: audio.samples.length / audio.sampleRate };
}

async function generate(
  asked: z.infer<typeof generateSchema>,
  files: Map<string, Uint8Array>,
): Promise<VendorReply> {
  if (asked.text.length > mostCharacters) return refuse(400, `Text is longer than ${mostCharacters}.`);
  const { bytes, words, duration } = await speak(asked);
  const path = `/user-upload/one-day-temp/${files.size}.wav`;
  if (!asked.encodeAsBase64) files.set(path, bytes);
  return {
    body: {
      ...(asked.encodeAsBase64
        ? { audioFile: '', encodedAudio: Buffer.from(bytes).toString('base64') }
        : { audioFile: path }),
      audioLengthInSeconds: duration,
      consumedCharacterCount: asked.text.length,
      remainingCharacterCount: 100_000 - asked.text.length,
      wordDurations: words.map(({ text, start, end }, sourceWordIndex) => ({
        // As it was normalised, unless the original is asked for.
        word: asked.wordDurationsAsOriginalText ? text : text.toLowerCase().replaceAll(/[^a-z']/g, ''),
        startMs: Math.round(start * 1000),
        endMs: Math.round(end * 1000),
        sourceWordIndex,
      })),
    },
  };
}

async function stream(asked: z.infer<typeof streamSchema>): Promise<VendorReply> {
  if (asked.text.length > mostCharacters) return refuse(400, `Text is longer than ${mostCharacters}.`);
  const { bytes } = await speak(asked);
  const size = 8192;
  return {
    headers: { 'content-type': 'audio/wav' },
    body: Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
      bytes.subarray(index * size, (index + 1) * size),
    ),
  };
}
