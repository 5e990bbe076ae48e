import { z } from 'zod';
import { characterTimes, say, toFile } from './spoken.ts';
import { startVendorServer, type VendorReply, type VendorServer } from './vendor-server.ts';

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

/** Resemble's synthesis cluster on loopback. */
export function startResembleServer(): Promise<VendorServer> {
  return startVendorServer(async ({ method, path, headers, body }) => {
    if (headers.authorization !== `Bearer ${resembleKey}`)
      return refuse(401, 'Unauthorized', 'Invalid token.');
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

function refuse(status: number, name: string, message: string): VendorReply {
  return { status, body: { success: false, error_name: name, error_params: {}, message, issues: [] } };
}
