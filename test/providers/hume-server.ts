import type { Audio } from 'duologue/dsp';
import { joinSamples } from 'duologue/voices';
import { z } from 'zod';
import { say, toFile, toPcm } from './spoken.ts';
import { startVendorServer, type VendorReply, type VendorServer } from './vendor-server.ts';

// As documented at https://dev.hume.ai/reference/text-to-speech-tts/synthesize-json, and in the client 0.16.0.
const owner = z.enum(['HUME_AI', 'CUSTOM_VOICE']).optional();
const utteranceSchema = z.strictObject({
  text: z.string().min(1).max(5000),
  description: z.string().max(1000).optional(),
  speed: z.number().min(0.25).max(3).optional(),
  trailing_silence: z.number().min(0).max(5).optional(),
  voice: z
    .union([
      z.strictObject({ id: z.guid(), provider: owner }),
      z.strictObject({ name: z.string().min(1), provider: owner }),
    ])
    .optional(),
});
const speechSchema = z.strictObject({
  utterances: z.array(utteranceSchema).min(1),
  context: z
    .union([
      z.strictObject({ utterances: z.array(utteranceSchema) }),
      z.strictObject({ generation_id: z.string() }),
    ])
    .optional(),
  format: z.strictObject({ type: z.enum(['mp3', 'wav', 'pcm']) }).optional(),
  include_timestamp_types: z.array(z.enum(['word', 'phoneme'])).optional(),
  num_generations: z.int().min(1).max(5).default(1),
  split_utterances: z.boolean().default(true),
  strip_headers: z.boolean().optional(),
  temperature: z.number().optional(),
  version: z.enum(['1', '2']).optional(),
});
const voiceSchema = z.strictObject({ generation_id: z.string(), name: z.string().min(1) });

type Utterance = z.output<typeof utteranceSchema>;

export const humeKey = 'hume-key-0123456789';

const rate = 48_000;

/** Hume's speech endpoint on loopback; the base URL ends in `/v0`. `origin` is where times count from. */
export async function startHumeServer(): Promise<HumeServer> {
  const state: HumeServer['state'] = { origin: 'answer' };
  let count = 0;
  const server = await startVendorServer(async ({ method, path, headers, body }) => {
    const id = `request-${++count}`;
    if (headers['x-hume-api-key'] !== humeKey) return refuse(401, 'E0100', 'Invalid API key.');
    if (method === 'POST' && path === '/v0/tts/voices') {
      const kept = voiceSchema.safeParse(body);
      if (!kept.success) return unprocessable(kept.error);
      const { name } = kept.data;
      return {
        body: { id: '11111111-2222-4333-8444-555555555555', name, provider: 'CUSTOM_VOICE' },
      };
    }
    if (method !== 'POST' || !/^\/v0\/tts(?:\/file)?$/.test(path)) return refuse(404, 'E0404', 'Not found.');
    const parsed = speechSchema.safeParse(body);
    if (!parsed.success) return unprocessable(parsed.error);
    const { utterances, version, include_timestamp_types: types = [], num_generations, format } = parsed.data;
    if (version === '2' && utterances[0]?.voice === undefined) {
      return refuse(400, 'E0720', 'Octave 2 requires a voice.');
    }
    const nobody = utterances.find(
      ({ voice }) => voice !== undefined && 'name' in voice && /nobody/i.test(voice.name),
    );
    if (nobody !== undefined) return refuse(400, 'E0702', 'The voice was not found.');
    if (version === '2' && utterances.some(({ description }) => description !== undefined)) {
      return refuse(400, 'E0721', 'Octave 2 takes no description.');
    }
    const coding = format?.type ?? 'mp3';
    const timed = version === '2' && types.includes('word');
    const generations = [];
    for (let index = 0; index < num_generations; index++) {
      generations.push(await generate(utterances, `${id}-${index}`, { timed, coding, origin: state.origin }));
    }
    if (path.endsWith('/file')) {
      return {
        body: Buffer.from(generations[0]?.audio ?? '', 'base64'),
        headers: { 'content-type': 'audio/*' },
      };
    }
    return { body: { request_id: id, generations } };
  });
  return Object.assign(server, { state });
}

export type HumeServer = VendorServer & {
  readonly state: { origin: 'answer' | 'utterance' | 'snippet' };
};

function refuse(status: number, code: string, message: string): VendorReply {
  return { status, body: { error: 'Bad request', code, message } };
}

function unprocessable(error: z.ZodError): VendorReply {
  const detail = error.issues.map(({ path, message }) => ({
    loc: ['body', ...path],
    msg: message,
    type: 'value_error',
  }));
  return { status: 422, body: { detail } };
}

/** Each sentence is a snippet. */
async function generate(
  utterances: readonly Utterance[],
  id: string,
  { timed, coding, origin }: { timed: boolean; coding: Coding; origin: HumeServer['state']['origin'] },
) {
  const all: Float32Array[] = [];
  const snippets = [];
  let at = 0;
  let voice: Utterance['voice'];
  for (const [index, utterance] of utterances.entries()) {
    voice = utterance.voice ?? voice;
    const first = at;
    const group = [];
    for (const text of utterance.text.split(/(?<=[.?!]) /)) {
      const name =
        voice !== undefined && 'name' in voice && /douglas|actor/i.test(voice.name) ? 'rms' : 'slt';
      const { audio, words } = await say(text, name, utterance.speed ?? 1);
      const base = { answer: at, utterance: at - first, snippet: 0 }[origin];
      const timestamps = words.map(({ text: word, start, end }) => ({
        type: 'word',
        text: word.replaceAll(/[.,?!]/g, ''),
        time: { begin: Math.round((start + base) * 1000), end: Math.round((end + base) * 1000) },
      }));
      group.push({
        id: `${id}-${index}-${group.length}`,
        generation_id: id,
        text,
        utterance_index: index,
        audio: await encode(audio, coding),
        timestamps: timed ? timestamps : [],
      });
      all.push(audio.samples);
      at += audio.samples.length / audio.sampleRate;
    }
    snippets.push(group);
  }
  const audio = await encode({ samples: joinSamples(all), sampleRate: 16_000 }, coding);
  return {
    audio,
    duration: at,
    encoding: { format: coding, sample_rate: rate },
    file_size: audio.length,
    generation_id: id,
    snippets,
  };
}

type Coding = 'mp3' | 'pcm' | 'wav';

async function encode(audio: Audio, coding: Coding): Promise<string> {
  const bytes = coding === 'pcm' ? toPcm(audio, rate) : await toFile(audio, coding, rate);
  return Buffer.from(bytes).toString('base64');
}
