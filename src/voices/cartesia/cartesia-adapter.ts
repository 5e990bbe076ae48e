import * as z from 'zod';
import type { AdapterModel, SpeechAdapter, WirePart, WireReply } from '../cloud/adapter.ts';
import { fromBase64 } from '../cloud/base64.ts';
import { jsonEvents } from '../cloud/json-events.ts';
import { mainTag } from '../cloud/plan-request.ts';
import { sampleFile } from '../cloud/sample-file.ts';
import { errorInside } from '../cloud/status-error.ts';

// https://docs.cartesia.ai/api-reference/tts/sse: of the calls that stream, the one that times words; it has raw
// samples only.
const raw = { coding: 's16', sampleRate: 48_000, channels: 1 } as const;
const common = { sampleRate: raw.sampleRate, timed: true, raw } as const;
// `or` and `ur` came last; `sonic-2` has the first fifteen.
const languages =
  'en fr de es pt zh ja hi it ko nl pl ru sv tr tl bg ro ar cs el fi hr ms sk da ta uk hu no vi bn th he ka id te gu kn ml mr pa or ur'.split(
    ' ',
  );

const models: readonly AdapterModel[] = [
  { id: 'sonic-3.5', ...common, languages, speeds: [0.6, 1.5] },
  { id: 'sonic-3', ...common, languages, speeds: [0.6, 1.5] },
  { id: 'sonic-2', ...common, languages: languages.slice(0, 15) },
];

const timesSchema = z.object({
  words: z.array(z.string()),
  start: z.array(z.number()),
  end: z.array(z.number()),
});

const eventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('chunk'), data: z.string() }),
  z.object({ type: z.literal('timestamps'), word_timestamps: timesSchema.nullish() }),
  z.object({
    type: z.literal('error'),
    status_code: z.number().default(500),
    message: z.string().optional(),
    // As versions before 2026-08-14 call it.
    error: z.string().optional(),
    request_id: z.string().optional(),
  }),
]);

const service = { name: 'cartesia', title: 'Cartesia' };

export const cartesiaAdapter: SpeechAdapter = {
  ...service,
  keyVariables: ['CARTESIA_API_KEY'],
  baseURL: 'https://api.cartesia.ai',
  models,
  voices: [],
  otherVoices: true,
  authorize: (key) => ({ authorization: `Bearer ${key}`, 'cartesia-version': '2026-08-14' }),
  speak: ({ model, voice, text, language, speed }) => ({
    path: 'tts/sse',
    body: {
      model_id: model.id,
      transcript: text,
      voice,
      output_format: { container: 'raw', encoding: 'pcm_s16le', sample_rate: raw.sampleRate },
      add_timestamps: true,
      ...(language === undefined ? {} : { language: mainTag(language) }),
      ...(speed === undefined ? {} : { generation_config: { speed } }),
    },
  }),
  read: readEvents,
  cloning: {
    mostSamples: 1,
    request({ name, samples, description, language = 'en' }) {
      const body = new FormData();
      for (const sample of samples) body.append('clip', sampleFile(sample, 'clip'));
      body.set('name', name);
      body.set('language', mainTag(language));
      if (description !== undefined) body.set('description', description);
      return { path: 'voices/clone', body };
    },
    read: async (reply) => z.object({ id: z.string() }).parse(await reply.json()).id,
  },
};

async function* readEvents(reply: WireReply): AsyncGenerator<WirePart> {
  for await (const { data } of jsonEvents(reply)) {
    const event = eventSchema.safeParse(data).data;
    if (event?.type === 'chunk') yield { type: 'bytes', bytes: fromBase64(event.data) };
    if (event?.type === 'timestamps') yield* wordParts(event.word_timestamps);
    if (event?.type === 'error') {
      const { status_code: status, message, error, request_id: requestId } = event;
      const details = requestId === undefined ? {} : { requestId };
      throw errorInside(service, status, message ?? error ?? 'no reason is given', details);
    }
  }
}

function* wordParts(times: z.infer<typeof timesSchema> | null | undefined): Generator<WirePart> {
  for (const [index, text] of (times?.words ?? []).entries()) {
    const [start, end] = [times?.start[index], times?.end[index]];
    if (start !== undefined && end !== undefined) yield { type: 'word', text, start, end };
  }
}
