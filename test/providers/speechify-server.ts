import { randomUUID } from 'node:crypto';
import { splitWords, type Word } from 'duologue/timeline';
import { z } from 'zod';
import { say, toPcm } from './spoken.ts';
import { startVendorServer, type VendorReply, type VendorServer } from './vendor-server.ts';

// As documented at https://docs.speechify.ai/build/api-reference/v1/audio/stream
const speechSchema = z.strictObject({
  input: z.string().min(1).max(20_000),
  voice_id: z.string(),
  model: z.enum(['simba-3.2', 'simba-3.0']).default('simba-3.0'),
  language: z
    .string()
    .regex(/^[a-z]{2}-[A-Z]{2}$/)
    .optional(),
  output_format: z.enum(['pcm_8000', 'pcm_16000', 'pcm_22050', 'pcm_24000', 'pcm_44100', 'pcm_48000']),
  options: z
    .strictObject({
      loudness_normalization: z.boolean().optional(),
      text_normalization: z.boolean().optional(),
    })
    .optional(),
});

export const speechifyKey = 'sk_test_speechify_1234567890';

/** Speechify's `POST /v1/audio/stream/with-timestamps` on loopback. */
export function startSpeechifyServer(): Promise<VendorServer> {
  return startVendorServer(async ({ method, path, headers, body }) => {
    const id = { 'x-request-id': randomUUID() };
    if (headers.authorization !== `Bearer ${speechifyKey}`) {
      return speechifyRefusal(401, 'unauthorized', 'The API key is not valid.');
    }
    if (!/^20\d\d-\d\d-\d\d$/.test(String(headers['speechify-version'] ?? '2026-09-30'))) {
      return speechifyRefusal(400, 'invalid_version', 'Speechify-Version is no date.');
    }
    if (method !== 'POST' || path !== '/v1/audio/stream/with-timestamps') {
      return speechifyRefusal(404, 'not_found', `${method} ${path}`);
    }
    const parsed = speechSchema.safeParse(body);
    if (!parsed.success) return speechifyRefusal(400, 'validation_failed', z.prettifyError(parsed.error));
    const { input, output_format } = parsed.data;
    const { audio, words } = await say(input);
    return {
      headers: { ...id, 'content-type': 'text/event-stream', 'speechify-audio-content-type': 'audio/L16' },
      body: [...speechifyEvents(toPcm(audio, Number(output_format.slice(4))), words, input)],
    };
  });
}

export function speechifyRefusal(status: number, code: string, message: string): VendorReply {
  return { status, body: { error: { code, message, request_id: 'req_7' } } };
}

/** Sound and marks as they are ready; the last marks come alone, nested in their sentence. */
export function* speechifyEvents(pcm: Uint8Array, words: readonly Word[], input = ''): Generator<string> {
  let at = 0;
  const texts = splitWords(input);
  const marks = words.map(({ start, end }, index) => {
    const value = texts[index] ?? '';
    const found = Math.max(at, input.indexOf(value, at));
    at = found + value.length;
    return { start_time: start * 1000, end_time: end * 1000, start: found, end: at, value, type: 'word' };
  });
  const flat = marks.slice(0, Math.floor(marks.length / 2));
  const rest = marks.slice(flat.length);
  const size = 24_000;
  for (let start = 0; start < pcm.length; start += size) {
    const audio = Buffer.from(pcm.subarray(start, start + size)).toString('base64');
    const data = start === 0 ? { audio, speech_marks: flat } : { audio };
    yield `event: speech.chunk\ndata: ${JSON.stringify(data)}\n\n`;
  }
  if (rest.length > 0) {
    const [first] = rest;
    const sentence = {
      ...first,
      ...rest.at(-1),
      start_time: first?.start_time,
      type: 'sentence',
      chunks: rest,
    };
    yield `event: speech.chunk\ndata: ${JSON.stringify({ speech_marks: [sentence] })}\n\n`;
  }
  const done = { billable_characters_count: input.length, audio_duration_ms: pcm.length / 48 };
  yield `event: speech.done\ndata: ${JSON.stringify(done)}\n\n`;
}
