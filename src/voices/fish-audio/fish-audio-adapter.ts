import * as z from 'zod';
import type {
  AdapterModel,
  CloneAsk,
  SpeechAdapter,
  SpeechAsk,
  WirePart,
  WireReply,
  WireRequest,
} from '../cloud/adapter.ts';
import { fromBase64 } from '../cloud/base64.ts';
import { jsonEvents } from '../cloud/json-events.ts';
import { ProviderError } from '../cloud/provider-error.ts';
import { sampleFile } from '../cloud/sample-file.ts';
import type { VoiceSample } from '../cloud/speech-model.ts';
import { packMessage } from './message-pack.ts';

// https://docs.fish.audio/api-reference: of the two calls that speak, the one that times words.
const raw = { coding: 's16', sampleRate: 44_100, channels: 1 } as const;
const common = { sampleRate: raw.sampleRate, timed: true, raw, speeds: [0.5, 2] } as const;
const second = {
  ...common,
  // The documentation names no list: more than 80, found out from the text.
  languages: ['mul'],
  instructions: true,
  tags: true,
  dialogueLimits: { leastVoices: 1, mostVoices: 4 },
} as const satisfies Partial<AdapterModel>;

const models: readonly AdapterModel[] = [
  { id: 's2-pro', ...second },
  { id: 's2.1-pro', ...second },
  { id: 's2.1-pro-free', ...second },
  {
    id: 's1',
    ...common,
    languages: ['en', 'zh', 'ja', 'de', 'fr', 'es', 'ko', 'ar', 'ru', 'nl', 'it', 'pl', 'pt'],
  },
];

const service = { name: 'fish-audio', title: 'Fish Audio' };

export const fishAudioAdapter: SpeechAdapter = {
  ...service,
  keyVariables: ['FISH_AUDIO_API_KEY', 'FISH_API_KEY'],
  baseURL: 'https://api.fish.audio',
  models,
  voices: [],
  otherVoices: true,
  voiceSamples: 'audio',
  authorize: (key) => ({ authorization: `Bearer ${key}` }),
  speak: (ask) => {
    const { voice } = ask;
    if (typeof voice === 'string') return speech(ask, { text: ask.text, reference_id: voice });
    // Bytes cannot be in JSON.
    const request = speech(ask, { text: ask.text, references: [referenceTo(voice)] });
    return {
      ...request,
      headers: { ...request.headers, 'content-type': 'application/msgpack' },
      encode: packMessage,
    };
  },
  read: readEvents,
  converse: (ask) => {
    const voices = [...new Set(ask.voices)];
    const tags = ask.voices.map((voice) => `<|speaker:${voices.indexOf(voice)}|>`);
    const text = ask.turns.map((turn, index) => `${tags[index]}${turn.text}`).join('\n');
    return speech(ask, { text, reference_id: voices });
  },
  readDialogue: readEvents,
  cloning: {
    mostSamples: 20,
    request: createVoice,
    read: readVoice,
  },
  design: {
    request: ({ description, text }) => {
      checkLength('description', description, 2000);
      checkLength('text', text ?? '', 150);
      return {
        path: 'v1/voice-design',
        headers: { model: 'voice-design-1' },
        body: { instruction: description, ...(text === undefined ? {} : { reference_text: text }) },
      };
    },
    read: async (reply) =>
      candidatesSchema.parse(await reply.json()).candidates.map(({ id, audio_base64 }) => ({
        id,
        audio: fromBase64(audio_base64),
      })),
    // The vendor keeps nothing of a preview: its sound is what the voice is made of.
    keep: ({ audio }, name, { description }) => createVoice({ name, samples: [audio], description }),
    readKept: readVoice,
  },
};

const candidatesSchema = z.object({
  candidates: z.array(z.object({ id: z.string(), audio_base64: z.string() })),
});

function speech(
  { model, instructions, speed }: Pick<SpeechAsk, 'model' | 'instructions' | 'speed'>,
  { text, ...voice }: { readonly text: string } & Readonly<Record<string, unknown>>,
): WireRequest {
  return {
    path: 'v1/tts/stream/with-timestamp',
    headers: { model: model.id },
    body: {
      text: instructions === undefined ? text : `[${instructions.replaceAll(/[[\]]/g, '')}] ${text}`,
      ...voice,
      format: 'pcm',
      sample_rate: raw.sampleRate,
      ...(speed === undefined ? {} : { prosody: { speed } }),
    },
  };
}

function referenceTo(sample: VoiceSample): { audio: Uint8Array; text: string } {
  if ('url' in sample) throw refuse('voice: give the recording itself; an address is not taken.');
  const { audio, text } = sample;
  if (text === undefined || text.trim() === '') {
    throw refuse('voice: a recording needs text, what is said in it.');
  }
  return { audio: typeof audio === 'string' ? fromBase64(audio) : audio, text };
}

function createVoice({ name, samples, description, texts = [] }: CloneAsk): WireRequest {
  const body = new FormData();
  body.set('type', 'tts');
  body.set('train_mode', 'fast');
  // The vendor's default is to show it to everybody.
  body.set('visibility', 'private');
  body.set('title', name);
  if (description !== undefined) body.set('description', description);
  for (const [index, sample] of samples.entries())
    body.append('voices', sampleFile(sample, `sample-${index + 1}`));
  for (const text of texts) body.append('texts', text);
  return { path: 'model', body };
}

async function readVoice(reply: WireReply): Promise<string> {
  const { _id: id } = z.object({ _id: z.string() }).parse(await reply.json());
  return id;
}

const eventSchema = z.object({
  audio_base64: z.string().default(''),
  chunk_seq: z.number().default(0),
  chunk_audio_offset_sec: z.number().default(0),
  alignment: z
    .object({ segments: z.array(z.object({ text: z.string(), start: z.number(), end: z.number() })) })
    .nullish()
    .catch(undefined),
});

/** Each event repeats the times of its whole stretch, better each time: the last ones count. */
async function* readEvents(reply: WireReply): AsyncGenerator<WirePart> {
  const stretches = new Map<number, WirePart[]>();
  for await (const { data } of jsonEvents(reply)) {
    const { audio_base64, chunk_seq, chunk_audio_offset_sec: offset, alignment } = eventSchema.parse(data);
    if (audio_base64 !== '') yield { type: 'bytes', bytes: fromBase64(audio_base64) };
    if (!alignment) continue;
    const words = alignment.segments.filter(({ text }) => !text.startsWith('<|'));
    stretches.set(
      chunk_seq,
      words.map(({ text, start, end }) => ({ type: 'word', text, start: start + offset, end: end + offset })),
    );
  }
  for (const [, words] of [...stretches].toSorted(([a], [b]) => a - b)) yield* words;
}

function checkLength(field: string, text: string, most: number): void {
  if (text.length > most) throw refuse(`${field}: give at most ${most} characters, not ${text.length}.`);
}

function refuse(what: string): ProviderError {
  return new ProviderError(`${service.title}: ${what}`, { provider: service.name, code: 'invalid-option' });
}
