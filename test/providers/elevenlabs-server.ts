import type { Audio } from 'duologue/dsp';
import type { Word } from 'duologue/timeline';
import { joinSamples } from 'duologue/voices';
import { z } from 'zod';
import { characterTimes, say, toFile, toPcm } from './spoken.ts';
import {
  startVendorServer,
  type VendorReply,
  type VendorRequest,
  type VendorServer,
} from './vendor-server.ts';

// As documented at https://elevenlabs.io/docs/api-reference, and in its client 2.73.0.
const settings = z.strictObject({
  stability: z.number().min(0).max(1).optional(),
  use_speaker_boost: z.boolean().optional(),
  similarity_boost: z.number().min(0).max(1).optional(),
  style: z.number().min(0).max(1).optional(),
  speed: z.number().min(0.7).max(1.2).optional(),
});
const common = {
  model_id: z.string().default('eleven_multilingual_v2'),
  language_code: z
    .string()
    .regex(/^[a-z]{2,3}$/)
    .optional(),
  seed: z.int().min(0).max(4_294_967_295).optional(),
  apply_text_normalization: z.enum(['auto', 'on', 'off']).optional(),
};
const speechSchema = z.strictObject({
  ...common,
  text: z.string().min(1),
  voice_settings: settings.optional(),
  previous_text: z.string().optional(),
  next_text: z.string().optional(),
});
const dialogueSchema = z.strictObject({
  ...common,
  inputs: z.array(z.strictObject({ text: z.string().min(1), voice_id: z.string() })).min(1),
  settings: z.strictObject({ stability: z.number().optional() }).optional(),
});
const designSchema = z.strictObject({
  voice_description: z.string().min(20).max(1000),
  model_id: z.enum(['eleven_multilingual_ttv_v2', 'eleven_ttv_v3']).optional(),
  text: z.string().min(100).max(1000).optional(),
  auto_generate_text: z.boolean().optional(),
});
const keepSchema = z.strictObject({
  voice_name: z.string(),
  voice_description: z.string().min(20).max(1000),
  generated_voice_id: z.string(),
});

export const elevenLabsKey = 'sk_0123456789abcdef';
export const [george, sarah] = ['JBFqnCBsd6RMkjVDRZzb', 'EXAVITQu4vr4xnSDxMaL'];

const mostCharacters = new Map([
  ['eleven_multilingual_v2', 10_000],
  ['eleven_v3', 5000],
  ['eleven_v4', 10_000],
  ['eleven_flash_v2_5', 40_000],
]);

/** What it said, so that its recogniser knows it again by its length. */
type Said = { readonly text: string; readonly seconds: number; readonly words: readonly Word[] };

export function startElevenLabsServer(): Promise<VendorServer> {
  let count = 0;
  const said: Said[] = [];
  return startVendorServer(async (request) => {
    const reply = await answer(request, said).catch((error: unknown) => {
      if (error instanceof Refusal) return error.reply;
      throw error;
    });
    return { ...reply, headers: { 'request-id': `req_${++count}`, ...reply.headers } };
  });
}

class Refusal extends Error {
  readonly reply: VendorReply;
  constructor(status: number, code: string, message: string) {
    super(message);
    this.reply = { status, body: { detail: { type: 'validation_error', status: code, code, message } } };
  }
}

async function answer(request: VendorRequest, said: Said[]): Promise<VendorReply> {
  const { method, path, headers } = request;
  if (headers['xi-api-key'] !== elevenLabsKey) throwRefusal(401, 'invalid_api_key', 'Invalid API key');
  const [, voice, way] = /^\/v1\/text-to-speech\/([^/]+)\/((?:stream\/)?with-timestamps)$/.exec(path) ?? [];
  if (method === 'POST' && voice !== undefined) return speak(request, voice, way ?? '', said);
  if (method === 'POST' && path === '/v1/text-to-dialogue/with-timestamps') return converse(request, true);
  if (method === 'POST' && path === '/v1/text-to-dialogue') return converse(request, false);
  if (method === 'POST' && path === '/v1/voices/add') return clone(request);
  if (method === 'POST' && path === '/v1/text-to-voice/design') return design(request);
  if (method === 'POST' && path === '/v1/text-to-voice') return keep(request);
  if (method === 'POST' && path === '/v1/speech-to-text') return transcribe(request, said);
  if (method === 'POST' && path === '/v1/forced-alignment') return alignForced(request);
  return throwRefusal(404, 'not_found', 'Not Found');
}

function throwRefusal(status: number, code: string, message: string): never {
  throw new Refusal(status, code, message);
}

/** FastAPI's answer to what its schema does not know. */
function parse<Schema extends z.ZodType>(schema: Schema, body: unknown): z.output<Schema> {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const refusal = new Refusal(422, 'unprocessable', z.prettifyError(parsed.error));
  const detail = parsed.error.issues.map(({ path, message }) => ({ loc: ['body', ...path], msg: message }));
  Object.assign(refusal, { reply: { status: 422, body: { detail } } });
  throw refusal;
}

type Format = { readonly coding: 'mp3' | 'pcm'; readonly rate: number };

function formatOf({ query }: VendorRequest): Format {
  const format = query.get('output_format') ?? 'mp3_44100_128';
  const [, coding, rate] =
    /^(pcm)_(8000|16000|22050|24000|32000|44100|48000)$/.exec(format) ??
    /^(mp3)_(22050|24000|44100)_\d+$/.exec(format) ??
    [];
  if (coding === undefined) throwRefusal(400, 'invalid_output_format', `No output format ${format}.`);
  if (format === 'pcm_44100') {
    const what = `Output format ${format} is only available on the Pro tier.`;
    throwRefusal(403, 'output_format_not_allowed', what);
  }
  return { coding: coding === 'mp3' ? 'mp3' : 'pcm', rate: Number(rate) };
}

function soundOf(audio: Audio, { coding, rate }: Format): Promise<Uint8Array> {
  return coding === 'mp3' ? toFile(audio, 'mp3', rate) : Promise.resolve(toPcm(audio, rate));
}

function bytesReply(bytes: Uint8Array, { coding }: Format): VendorReply {
  return { headers: { 'content-type': coding === 'mp3' ? 'audio/mpeg' : 'audio/pcm' }, body: bytes };
}

function checkModel({
  model_id: model,
  language_code,
}: {
  model_id: string;
  language_code?: string | undefined;
}): void {
  if (!mostCharacters.has(model)) {
    throwRefusal(400, 'model_not_found', `A model with model ID ${model} does not exist`);
  }
  if (language_code !== undefined && model === 'eleven_multilingual_v2') {
    throwRefusal(400, 'unsupported_language', `Model '${model}' does not support language_code.`);
  }
}

/** George is a man; the others speak with a woman's voice. */
function speakerOf(voice: string): string {
  if (!/^[A-Za-z0-9]{20}$/.test(voice)) {
    throwRefusal(404, 'voice_not_found', `A voice with voice_id '${voice}' was not found.`);
  }
  return voice === george ? 'rms' : 'slt';
}

async function speak(request: VendorRequest, voice: string, way: string, said: Said[]): Promise<VendorReply> {
  const format = formatOf(request);
  const body = parse(speechSchema, request.body);
  checkModel(body);
  const { text, model_id: model } = body;
  if (/_v[34]$/.test(model) && (body.previous_text ?? body.next_text) !== undefined) {
    const what = `Providing previous_text or next_text is not yet supported with the '${model}' model.`;
    throwRefusal(400, 'unsupported_model', what);
  }
  if (text.length > (mostCharacters.get(model) ?? 0)) {
    throwRefusal(400, 'max_character_limit_exceeded', `Your text has ${text.length} characters.`);
  }
  const speed = model === 'eleven_v3' ? 1 : (body.voice_settings?.speed ?? 1);
  const { audio, words } = await say(text, speakerOf(voice), speed);
  said.push({ text, words, seconds: audio.samples.length / audio.sampleRate });
  const bytes = await soundOf(audio, format);
  if (!way.endsWith('with-timestamps')) return bytesReply(bytes, format);
  const times = characterTimes(text, words);
  if (way === 'with-timestamps') return { body: pieceOf(bytes, times) };
  const pieces = format.coding === 'mp3' ? [pieceOf(bytes, times)] : inPieces(bytes, format.rate, times);
  const lines = pieces.map((piece) => `${JSON.stringify(piece)}\n`);
  return { headers: { 'content-type': 'application/json' }, body: lines };
}

type Times = ReturnType<typeof characterTimes>;

function pieceOf(bytes: Uint8Array, { characters, starts, ends }: Times) {
  const alignment = {
    characters,
    character_start_times_seconds: starts,
    character_end_times_seconds: ends,
  };
  return { audio_base64: Buffer.from(bytes).toString('base64'), alignment, normalized_alignment: alignment };
}

/** A second of sound in each, with the characters that begin in it. */
function inPieces(bytes: Uint8Array, rate: number, { characters, starts, ends }: Times) {
  const seconds = Math.ceil(bytes.length / 2 / rate);
  return Array.from({ length: seconds }, (_, second) => {
    const own = characters.map((_character, index) => index);
    const here = own.filter((index) => {
      const place = Math.min(seconds - 1, Math.floor(starts[index] ?? 0));
      return place === second;
    });
    const pick = <Item>(items: readonly Item[]): Item[] =>
      here.flatMap((index) => items.slice(index, index + 1));
    return pieceOf(bytes.subarray(second * rate * 2, (second + 1) * rate * 2), {
      characters: pick(characters),
      starts: pick(starts),
      ends: pick(ends),
    });
  });
}

/** Seconds between two turns. */
const pause = 0.25;

async function converse(request: VendorRequest, timed: boolean): Promise<VendorReply> {
  const format = formatOf(request);
  const body = parse(dialogueSchema, request.body);
  checkModel(body);
  if (body.model_id !== 'eleven_v3' && body.model_id !== 'eleven_v4') {
    throwRefusal(400, 'unsupported_model', `Model '${body.model_id}' does not support text to dialogue.`);
  }
  if (new Set(body.inputs.map(({ voice_id }) => voice_id)).size > 10) {
    throwRefusal(400, 'too_many_voices', 'At most 10 unique voices.');
  }
  if (body.inputs.reduce((sum, { text }) => sum + text.length, 0) > 2000) {
    throwRefusal(400, 'max_character_limit_exceeded', 'At most 2000 characters.');
  }
  const pieces: Float32Array[] = [];
  const all: Times = { characters: [], starts: [], ends: [] };
  const segments: object[] = [];
  const rate = 16_000;
  let frames = 0;
  for (const [index, { text, voice_id }] of body.inputs.entries()) {
    const { audio, words } = await say(text, speakerOf(voice_id));
    const { characters, starts, ends } = characterTimes(text, words);
    const first = all.characters.length;
    const at = frames / rate;
    all.characters.push(...characters);
    all.starts.push(...starts.map((time) => time + at));
    all.ends.push(...ends.map((time) => time + at));
    segments.push({
      voice_id,
      start_time_seconds: at,
      end_time_seconds: at + audio.samples.length / rate,
      character_start_index: first,
      character_end_index: all.characters.length,
      dialogue_input_index: index,
    });
    pieces.push(audio.samples, new Float32Array(pause * rate));
    frames += audio.samples.length + pause * rate;
  }
  const bytes = await soundOf({ samples: joinSamples(pieces), sampleRate: rate }, format);
  if (!timed) return bytesReply(bytes, format);
  return { body: { ...pieceOf(bytes, all), voice_segments: segments } };
}

function formOf({ bytes, headers }: VendorRequest): Promise<FormData> {
  const type = headers['content-type'] ?? '';
  return new Response(new Uint8Array(bytes), { headers: { 'content-type': type } }).formData();
}

async function clone(request: VendorRequest): Promise<VendorReply> {
  const form = await formOf(request);
  const files = form.getAll('files');
  if (form.get('name') === null || files.length === 0)
    throwRefusal(422, 'missing', 'name and files are needed');
  return { body: { voice_id: 'aClonedVoice00000000', requires_verification: false } };
}

async function design({ body }: VendorRequest): Promise<VendorReply> {
  const { text, auto_generate_text: own } = parse(designSchema, body);
  if ((text === undefined) !== (own === true)) throwRefusal(400, 'text', 'Give text, or auto_generate_text.');
  const { audio } = await say('A voice that nobody had before.');
  const preview = {
    audio_base_64: Buffer.from(await toFile(audio, 'mp3', 44_100)).toString('base64'),
    generated_voice_id: 'generated1',
    media_type: 'audio/mpeg',
    duration_secs: audio.samples.length / audio.sampleRate,
  };
  return { body: { previews: [preview], text: text ?? '' } };
}

async function keep({ body }: VendorRequest): Promise<VendorReply> {
  const { generated_voice_id: id, voice_name: name } = parse(keepSchema, body);
  if (id !== 'generated1') throwRefusal(400, 'voice_not_found', 'Generated voice not found.');
  return { body: { voice_id: 'aDesignedVoice000000', name } };
}

async function fileOf(form: FormData): Promise<Uint8Array> {
  const file = form.get('file');
  if (file === null || typeof file === 'string') return throwRefusal(422, 'missing', 'file is needed');
  return new Uint8Array(await file.arrayBuffer());
}

async function transcribe(request: VendorRequest, said: readonly Said[]): Promise<VendorReply> {
  const form = await formOf(request);
  const model = form.get('model_id');
  if (model !== 'scribe_v1' && model !== 'scribe_v2') {
    throwRefusal(400, 'invalid_model_id', 'No such model.');
  }
  // WAV of 16 bits at 16 kHz.
  const duration = ((await fileOf(form)).length - 44) / 32_000;
  const known = said.find(({ seconds }) => Math.abs(seconds - duration) < 0.02);
  const words = (known?.words ?? []).flatMap(({ text, start, end }) => [
    { text, start, end, type: 'word', logprob: -0.1 },
    { text: ' ', start: end, end, type: 'spacing', logprob: 0 },
  ]);
  const event = { text: '(laughter)', start: 0, end: 0.1, type: 'audio_event', logprob: 0 };
  const events = form.get('tag_audio_events') === 'false' ? [] : [event];
  return {
    body: {
      language_code: 'eng',
      language_probability: 1,
      text: known?.text ?? '',
      words: [...events, ...words],
    },
  };
}

async function alignForced(request: VendorRequest): Promise<VendorReply> {
  const form = await formOf(request);
  await fileOf(form);
  const text = form.get('text');
  if (typeof text !== 'string') return throwRefusal(422, 'missing', 'text is needed');
  const { words } = await say(text);
  const timed = words.flatMap(({ text: word, start, end }) => [
    { text: word, start, end, loss: 0.1 },
    { text: ' ', start: end, end, loss: 0 },
  ]);
  return { body: { characters: [], words: timed, loss: 0.1 } };
}
