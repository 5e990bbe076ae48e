import { z } from 'zod';
import { say, toFile, toPcm } from './spoken.ts';
import { startVendorServer, type VendorReply, type VendorServer } from './vendor-server.ts';

// As documented at https://platform.minimax.io/docs/api-reference/speech-t2a-http.
const speechSchema = z.strictObject({
  model: z.string().regex(/^speech-(?:2\.8|2\.6|02|01)-(?:hd|turbo)$/),
  text: z.string().min(1).max(9999),
  stream: z.literal(false).optional(),
  output_format: z.enum(['hex', 'url']).optional(),
  language_boost: z.string().optional(),
  subtitle_enable: z.boolean().optional(),
  subtitle_type: z.enum(['sentence', 'word', 'word_streaming']).optional(),
  voice_setting: z.strictObject({
    voice_id: z.string(),
    speed: z.number().min(0.5).max(2).optional(),
    vol: z.number().positive().max(10).optional(),
    pitch: z.int().min(-12).max(12).optional(),
    emotion: z
      .enum(['happy', 'sad', 'angry', 'fearful', 'disgusted', 'surprised', 'calm', 'fluent'])
      .optional(),
  }),
  audio_setting: z
    .strictObject({
      sample_rate: z.literal([8000, 16_000, 22_050, 24_000, 32_000, 44_100]).optional(),
      bitrate: z.literal([32_000, 64_000, 128_000, 256_000]).optional(),
      format: z.enum(['mp3', 'pcm', 'flac', 'wav']).optional(),
      channel: z.literal([1, 2]).optional(),
    })
    .optional(),
});
const designSchema = z.strictObject({
  prompt: z.string().min(1),
  preview_text: z.string().min(1).max(500),
  voice_id: z.string().optional(),
});

const cloneSchema = z.strictObject({
  file_id: z.int(),
  voice_id: z
    .string()
    .min(8)
    .max(256)
    .regex(/^[A-Za-z][\w-]*[A-Za-z0-9]$/),
  need_noise_reduction: z.boolean().optional(),
});

export const minimaxKey = 'minimax-key-0123456789';

/** MiniMax's speech endpoint on loopback; the base URL ends in `/v1`. Failures have status 200. */
export function startMiniMaxServer(): Promise<VendorServer> {
  const files = new Map<string, object>();
  let count = 0;
  return startVendorServer(
    async ({ method, path, headers, bytes, body }) => {
      const file = files.get(path);
      if (file !== undefined) return { body: file };
      if (method === 'GET') return { status: 404, body: '<Error><Code>NoSuchKey</Code></Error>' };
      const id = `trace-${++count}`;
      const told = (status: number, message: string, rest: object = {}): VendorReply => ({
        headers: { 'trace-id': id },
        body: { ...rest, trace_id: id, base_resp: { status_code: status, status_msg: message } },
      });
      if (headers.authorization !== `Bearer ${minimaxKey}`) return told(1004, 'login fail');
      if (method === 'POST' && path === '/v1/files/upload') {
        const type = headers['content-type'] ?? '';
        const form = await new Response(new Uint8Array(bytes), {
          headers: { 'content-type': type },
        }).formData();
        if (form.get('purpose') !== 'voice_clone' || typeof form.get('file') === 'string') {
          return told(2013, 'invalid params');
        }
        return told(0, 'success', { file: { file_id: 95_157_322_514_444, purpose: 'voice_clone' } });
      }
      if (method === 'POST' && path === '/v1/voice_clone') {
        const asked = cloneSchema.safeParse(body);
        return asked.success
          ? told(0, 'success', { demo_audio: '' })
          : told(2013, z.prettifyError(asked.error));
      }
      if (method === 'POST' && path === '/v1/voice_design') {
        const asked = designSchema.safeParse(body);
        if (!asked.success) return told(2013, z.prettifyError(asked.error));
        const { audio } = await say(asked.data.preview_text);
        return told(0, 'success', {
          voice_id: 'ttv-voice-1',
          trial_audio: hex(await toFile(audio, 'mp3', 32_000)),
        });
      }
      if (method !== 'POST' || path !== '/v1/t2a_v2') return { status: 404, body: '404 page not found' };
      const asked = speechSchema.safeParse(body);
      if (!asked.success) return told(2013, `invalid params, ${z.prettifyError(asked.error)}`);
      const { text, voice_setting: voice, subtitle_enable: timed, subtitle_type: kind } = asked.data;
      if (voice.voice_id === 'nobody') return told(2054, 'voice id not exist');
      const { audio, words } = await say(
        text,
        /man$/i.test(voice.voice_id) ? 'rms' : 'slt',
        voice.speed ?? 1,
      );
      const { format = 'mp3', sample_rate: rate = 32_000 } = asked.data.audio_setting ?? {};
      const data = {
        audio: hex(format === 'pcm' ? toPcm(audio, rate) : await toFile(audio, format, rate)),
        status: 2,
        ced: '',
      };
      const seconds = audio.samples.length / audio.sampleRate;
      const info = {
        audio_length: seconds * 1000,
        usage_characters: text.length,
        audio_format: format,
        audio_sample_rate: rate,
      };
      if (timed !== true) return told(0, 'success', { data, extra_info: info });
      const name = `/files/${id}.json`;
      const entries = kind === 'word' ? { timestamped_words: piecesOf(text, words) } : {};
      files.set(name, [
        { text, time_begin: 0, time_end: seconds * 1000, text_begin: 0, text_end: text.length, ...entries },
      ]);
      const url = `http://${headers.host}${name}`;
      return told(0, 'success', { data: { ...data, subtitle_file: url }, extra_info: info });
    },
    { files: '/files/' },
  );
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

/** Long words in two, numbers twice, spaces and signs of their own, as it is seen. */
function piecesOf(text: string, words: readonly { text: string; start: number; end: number }[]) {
  let at = 0;
  return words.flatMap(({ text: word, start, end }) => {
    const begin = text.indexOf(word, at);
    at = begin + word.length;
    const letters = word.replace(/[.,?!…]+$/, '');
    const piece = (from: number, to: number, part: readonly [number, number]) => ({
      word: text.slice(begin + from, begin + to),
      word_begin: begin + from,
      word_end: begin + to,
      time_begin: (start + (end - start) * part[0]) * 1000,
      time_end: (start + (end - start) * part[1]) * 1000,
    });
    const { length } = letters;
    const spoken = /^\d+$/.test(letters)
      ? [piece(0, length, [0, 0.5]), piece(0, length, [0.5, 1])]
      : length > 5
        ? [piece(0, 4, [0, 0.5]), piece(4, length, [0.5, 1])]
        : [piece(0, length, [0, 1])];
    const sign = length < word.length ? [piece(length, word.length, [1, 1])] : [];
    const space = {
      word: ' ',
      word_begin: at,
      word_end: at + 1,
      time_begin: end * 1000,
      time_end: end * 1000,
    };
    return [...spoken, ...sign, space];
  });
}
