import { z } from 'zod';
import { characterTimes, say, toFile } from './spoken.ts';
import {
  startVendorServer,
  type VendorReply,
  type VendorRequest,
  type VendorServer,
} from './vendor-server.ts';

// As documented at https://docs.resemble.ai/voice-generation/text-to-speech/synchronous
const speechSchema = z.strictObject({
  voice_uuid: z.string().min(1),
  data: z.string().min(1),
  project_uuid: z.string().optional(),
  title: z.string().optional(),
  precision: z.enum(['MULAW', 'PCM_16', 'PCM_24', 'PCM_32']).default('PCM_32'),
  output_format: z.enum(['wav', 'mp3']).default('wav'),
  sample_rate: z.literal([8000, 16_000, 22_050, 32_000, 44_100, 48_000]).default(48_000),
  use_hd: z.boolean().optional(),
  apply_custom_pronunciations: z.boolean().optional(),
});

export const resembleKey = 'resemble-test-1234567890';

/** Resemble's synthesis cluster on loopback; below `/api/v2`, the application in which voices are made. */
export function startResembleServer(): Promise<VendorServer> {
  return startVendorServer(async (request) => {
    const { method, path, headers, body } = request;
    if (path === '/previews/0.wav') {
      const { audio } = await say('This is how I sound.');
      return { body: await toFile(audio, 'wav', 24_000) };
    }
    if (headers.authorization !== `Bearer ${resembleKey}`)
      return refuse(401, 'Unauthorized', 'Invalid token.');
    if (path.startsWith('/api/v2/voice-design')) return design(request);
    if (method !== 'POST' || path !== '/synthesize') return refuse(404, 'NotFound', `Nothing at ${path}.`);
    const parsed = speechSchema.safeParse(body);
    if (!parsed.success) return refuse(400, 'InvalidParams', z.prettifyError(parsed.error));
    const { data, voice_uuid: voice, output_format: format, sample_rate: rate } = parsed.data;
    if (data.length > 2000) return refuse(400, 'InputTooLong', 'The input is longer than 2000 characters.');
    const { audio, words } = await say(data, voice === 'b0b' ? 'rms' : 'slt');
    const { characters, starts, ends } = characterTimes(data, words);
    const duration = audio.samples.length / audio.sampleRate;
    return {
      body: {
        success: true,
        audio_content: Buffer.from(await toFile(audio, format, rate)).toString('base64'),
        audio_timestamps: {
          graph_chars: characters,
          graph_times: starts.map((start, index) => [start, ends[index]]),
          phon_chars: [],
          phon_times: [],
        },
        duration,
        synth_duration: duration,
        output_format: format,
        sample_rate: rate,
        seed: 962_692_783,
        issues: [],
        title: null,
      },
    };
  });
}

// https://docs.resemble.ai/voice-creation/voice-design
async function design({ path, headers, bytes }: VendorRequest): Promise<VendorReply> {
  const form = await new Response(new Uint8Array(bytes), {
    headers: { 'content-type': headers['content-type'] ?? '' },
  }).formData();
  if (path === '/api/v2/voice-design') {
    if (typeof form.get('user_prompt') !== 'string')
      return refuse(400, 'InvalidParams', 'user_prompt is missing.');
    const samples = [
      { sample_index: 0, audio_url: '/previews/0.wav' },
      { sample_index: 1, audio_url: 'https://example.com/elsewhere.wav' },
    ];
    return { body: { voice_candidates: { voice_design_model_uuid: 'design-1', samples } } };
  }
  const [, uuid, index] = /voice-design\/([^/]+)\/(\d+)\/create_rapid_voice$/.exec(path) ?? [];
  if (uuid === undefined) return refuse(404, 'NotFound', `Nothing at ${path}.`);
  const name = form.get('voice_name');
  if (typeof name !== 'string') return refuse(400, 'InvalidParams', 'voice_name is missing.');
  return { status: 202, body: { voice_uuid: `${name}-${uuid}-${index}` } };
}

function refuse(status: number, name: string, message: string): VendorReply {
  return { status, body: { success: false, error_name: name, error_params: {}, message, issues: [] } };
}
