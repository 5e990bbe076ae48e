import type { Word } from 'duologue/timeline';
import { z } from 'zod';
import { unpackMessage } from './message-unpack.ts';
import { say, toFile, toPcm } from './spoken.ts';
import {
  startVendorServer,
  type VendorReply,
  type VendorRequest,
  type VendorServer,
} from './vendor-server.ts';

// As in https://docs.fish.audio/api-reference/openapi.json: TTSStreamWithTimestampRequest, and nothing else.
const reference = z.strictObject({ audio: z.instanceof(Uint8Array), text: z.string().min(1) });
const speechSchema = z.strictObject({
  text: z.string().min(1),
  temperature: z.number().min(0).max(1).optional(),
  top_p: z.number().min(0).max(1).optional(),
  references: z.union([z.array(reference), z.array(z.array(reference))]).nullish(),
  reference_id: z.union([z.string(), z.array(z.string())]).nullish(),
  prosody: z
    .strictObject({
      speed: z.number().min(0.5).max(2).default(1),
      volume: z.number().optional(),
      normalize_loudness: z.boolean().optional(),
    })
    .nullish(),
  chunk_length: z.int().min(100).max(300).optional(),
  normalize: z.boolean().optional(),
  format: z.enum(['wav', 'pcm', 'mp3', 'opus']).default('mp3'),
  sample_rate: z.int().nullish(),
  latency: z.enum(['low', 'normal', 'balanced']).optional(),
});

const designSchema = z.strictObject({
  instruction: z.string().min(1).max(2000),
  reference_text: z.string().max(150).nullish(),
  language: z.string().nullish(),
  n: z.int().min(1).max(4).default(2),
  seed: z.int().nullish(),
});

const modelSchema = z.strictObject({
  type: z.literal('tts'),
  train_mode: z.literal('fast'),
  title: z.string().min(1),
  description: z.string().optional(),
  visibility: z.enum(['public', 'unlist', 'private']).default('public'),
});

export const fishAudioKey = 'fish-test-1234567890';

/** Fish Audio's calls on loopback: speech with times, voices from recordings and from descriptions. */
export function startFishAudioServer(): Promise<VendorServer> {
  return startVendorServer((request) => {
    const { method, path, headers } = request;
    if (headers.authorization !== `Bearer ${fishAudioKey}`) return refuse(401, 'Invalid Token');
    if (method !== 'POST') return refuse(404, 'Not found');
    if (path === '/v1/tts/stream/with-timestamp') return speak(request);
    if (path === '/v1/voice-design') return design(request);
    if (path === '/model') return createModel(request);
    return refuse(404, 'Not found');
  });
}

function refuse(status: number, message: string): VendorReply {
  return { status, body: { status, message, reason: null } };
}

async function speak({ headers, body, bytes }: VendorRequest): Promise<VendorReply> {
  const packed = headers['content-type'] === 'application/msgpack';
  const parsed = speechSchema.safeParse(packed ? unpackMessage(bytes) : body);
  if (!parsed.success) return refuse(422, z.prettifyError(parsed.error));
  const { text, reference_id: ids, prosody, format, sample_rate } = parsed.data;
  if (Array.isArray(ids) && headers.model === 's1') return refuse(400, 'Multi-speaker needs the S2 family.');
  if (format !== 'pcm') return refuse(400, 'Only pcm is spoken here.');
  const turns = Array.isArray(ids)
    ? text.split(/\n?<\|speaker:(\d+)\|>/).slice(1)
    : ['0', text.replace(/^\[[^\]]*\] /, '')];
  const rate = sample_rate ?? 44_100;
  const sound: Uint8Array[] = [];
  const words: Word[] = [];
  for (let index = 0; index < turns.length; index += 2) {
    const offset = sound.reduce((sum, piece) => sum + piece.length, 0) / 2 / rate;
    const voice = turns[index] === '0' ? 'slt' : 'rms';
    const said = await say(turns[index + 1] ?? '', voice, prosody?.speed ?? 1);
    sound.push(toPcm(said.audio, rate));
    words.push(
      ...said.words.map((word) => ({ ...word, start: word.start + offset, end: word.end + offset })),
    );
  }
  return {
    headers: { 'content-type': 'text/event-stream' },
    body: [...fishEvents(Buffer.concat(sound), words, rate)],
  };
}

/** Two stretches of text, the times of each given twice: first roughly, then as they are. Marks are left out of words. */
export function* fishEvents(pcm: Uint8Array, words: readonly Word[], rate = 44_100): Generator<string> {
  const half = Math.ceil(words.length / 2);
  const parts = [words.slice(0, half), words.slice(half)].filter((part) => part.length > 0);
  const size = Math.ceil(pcm.length / (2 * Math.max(1, parts.length) * 2)) * 2;
  let sent = 0;
  for (const [chunk_seq, part] of (parts.length === 0 ? [[]] : parts).entries()) {
    const offset = chunk_seq === 0 ? 0 : (part[0]?.start ?? 0);
    for (const known of [Math.ceil(part.length / 2), part.length]) {
      const audio = pcm.subarray(sent, sent + size);
      sent += size;
      const segments = part.slice(0, known).map(({ text, start, end }) => ({
        text: text.replaceAll(/[^\p{L}\p{N}' ]/gu, ''),
        // What is not final is not right yet.
        start: start - offset + (known < part.length ? 0.3 : 0),
        end: end - offset + (known < part.length ? 0.3 : 0),
      }));
      const event = {
        audio_base64: Buffer.from(audio).toString('base64'),
        content: part.map(({ text }) => text).join(' '),
        alignment: segments.length === 0 ? null : { audio_duration: audio.length / 2 / rate, segments },
        chunk_seq,
        chunk_audio_offset_sec: offset,
      };
      yield `event: message\ndata: ${JSON.stringify(event)}\n\n`;
    }
  }
}

async function design({ headers, body }: VendorRequest): Promise<VendorReply> {
  if (headers.model !== 'voice-design-1') return refuse(422, 'header model: use voice-design-1.');
  const parsed = designSchema.safeParse(body);
  if (!parsed.success) return refuse(422, z.prettifyError(parsed.error));
  const { audio } = await say(parsed.data.reference_text ?? 'Welcome to Fish Audio.');
  const wav = Buffer.from(await toFile(audio, 'wav', 44_100)).toString('base64');
  const candidates = Array.from({ length: parsed.data.n }, (_, index) => ({
    id: `candidate-${index}`,
    index,
    audio_base64: wav,
    sample_rate: 44_100,
    duration_ms: 1000,
  }));
  return { body: { candidates } };
}

async function createModel({ bytes, headers }: VendorRequest): Promise<VendorReply> {
  const type = headers['content-type'] ?? '';
  const form = await new Response(new Uint8Array(bytes), { headers: { 'content-type': type } }).formData();
  const voices = form.getAll('voices');
  const { voices: _voices, texts: _texts, ...fields } = Object.fromEntries(form);
  const parsed = modelSchema.safeParse(fields);
  if (!parsed.success) return refuse(422, z.prettifyError(parsed.error));
  if (voices.length === 0 || voices.some((voice) => !(voice instanceof File) || voice.size === 0)) {
    return refuse(422, 'voices: at least one file.');
  }
  return { status: 201, body: { _id: `model-${voices.length}`, state: 'trained', ...parsed.data } };
}
