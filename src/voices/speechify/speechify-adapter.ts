import * as z from 'zod';
import type { AdapterModel, SpeechAdapter, WirePart, WireReply } from '../cloud/adapter.ts';
import { fromBase64 } from '../cloud/base64.ts';
import { jsonEvents } from '../cloud/json-events.ts';
import { errorInside } from '../cloud/status-error.ts';

// https://docs.speechify.ai: of the calls that speak, the one that streams and times words; it takes ten times the
// text of the others, and has raw samples only.
const raw = { coding: 's16', sampleRate: 24_000, channels: 1 } as const;
const common = { mostCharacters: 20_000, sampleRate: raw.sampleRate, timed: true, raw } as const;

const models: readonly AdapterModel[] = [
  { id: 'simba-3.2', ...common, languages: ['en'] },
  { id: 'simba-3.0', ...common, languages: ['en', 'de', 'es', 'fr', 'it', 'pt'] },
];

/** The vendor wants a country with every language. */
const countries = new Map(Object.entries({ en: 'US', de: 'DE', es: 'ES', fr: 'FR', it: 'IT', pt: 'BR' }));

const service = { name: 'speechify', title: 'Speechify' };

export const speechifyAdapter: SpeechAdapter = {
  ...service,
  keyVariables: ['SPEECHIFY_API_KEY'],
  baseURL: 'https://api.speechify.ai',
  models,
  voices: [],
  otherVoices: true,
  authorize: (key) => ({ authorization: `Bearer ${key}`, 'speechify-version': '2026-09-13' }),
  speak: ({ model, voice, text, language }) => ({
    path: 'v1/audio/stream/with-timestamps',
    body: {
      input: text,
      voice_id: voice,
      model: model.id,
      output_format: `pcm_${raw.sampleRate}`,
      // Numbers as words: here, unlike elsewhere at this vendor, that is not the default.
      options: { text_normalization: true },
      ...(language === undefined ? {} : { language: withCountry(language) }),
    },
  }),
  read: readEvents,
};

/** A word, or a stretch of them with its words inside. Milliseconds. */
type Mark = {
  readonly value?: string | undefined;
  readonly start_time?: number | undefined;
  readonly end_time?: number | undefined;
  readonly chunks?: readonly Mark[] | undefined;
};

const markSchema: z.ZodType<Mark> = z.object({
  value: z.string().optional(),
  start_time: z.number().optional(),
  end_time: z.number().optional(),
  get chunks() {
    return z.array(markSchema).optional();
  },
});

const chunkSchema = z.object({
  audio: z.string().nullish(),
  speech_marks: z
    .union([z.array(markSchema), markSchema])
    .nullish()
    .catch(undefined),
});

const errorSchema = z.object({
  error: z.object({ message: z.string().optional(), code: z.string().optional() }).optional(),
  message: z.string().optional(),
});

async function* readEvents(reply: WireReply): AsyncGenerator<WirePart> {
  for await (const { event, data } of jsonEvents(reply)) {
    if (event === 'speech.error') {
      const { error, message } = errorSchema.parse(data);
      throw errorInside(service, 502, error?.message ?? message ?? error?.code ?? 'no reason is given');
    }
    if (event === 'speech.done')
      yield { type: 'metadata', metadata: z.record(z.string(), z.unknown()).parse(data) };
    if (event !== 'speech.chunk') continue;
    const { audio, speech_marks: marks } = chunkSchema.parse(data);
    if (audio) yield { type: 'bytes', bytes: fromBase64(audio) };
    for (const mark of [marks ?? []].flat()) yield* wordsIn(mark);
  }
}

function* wordsIn({ value, start_time: start, end_time: end, chunks = [] }: Mark): Generator<WirePart> {
  if (chunks.length > 0) {
    for (const chunk of chunks) yield* wordsIn(chunk);
  } else if (value !== undefined && start !== undefined && end !== undefined) {
    yield { type: 'word', text: value, start: start / 1000, end: end / 1000 };
  }
}

function withCountry(language: string): string {
  const country = countries.get(language.toLowerCase());
  return country === undefined ? language : `${language}-${country}`;
}
