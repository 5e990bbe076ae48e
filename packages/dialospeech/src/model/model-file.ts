import * as z from 'zod';
import { vocabulary } from '../text/vocabulary.ts';
import { networkNames } from './engine.ts';

/** Far above what any model needs, and below what would take all memory or never come to an end. */
const count = z.int().positive().max(200_000);
/** Frames beside others: of a window, of what is cut off again. */
const beside = z.int().nonnegative().max(10_000);
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const speaker = z.object({
  /** What stands behind the slash of the voice's id. */
  name: z.string().regex(/^[a-z0-9-]+$/),
  gender: z.enum(['female', 'male']),
  /** The own first. */
  languages: z.array(z.enum(['en', 'zh'])).min(1),
  vector: z.array(z.number()).min(1),
});

/** What `model.json` says beside the networks. Counts of frames, but where it says otherwise. */
export const modelFileSchema = z.object({
  format: z.literal(1),
  configuration: z.string(),
  licence: z.string().optional(),
  /** Hz. */
  sampleRate: count,
  hop: count,
  mel: z.object({ bands: count, mean: z.number(), deviation: z.number().positive() }),
  tokens: z.object({ codes: count, silence: count, begin: count, count }),
  /** Symbols before and after a unit. */
  text: z.object({ width: count, before: count, after: count }),
  /** Steps in the window. */
  dialm: z.object({ cacheLayers: count, width: count, window: count, actions: count }),
  flow: z.object({
    history: beside,
    block: count.max(10_000),
    firstBlock: count.max(10_000),
    lookAhead: beside,
    steps: count.max(1000),
    /** Where the steps lie. */
    times: z.enum(['even', 'cosine']).default('even'),
    guidance: z.number(),
  }),
  vocoder: z.object({ fft: count, before: beside, after: beside }),
  speakerWidth: count,
  vocabulary: z.object({
    symbols: z.array(z.string()).min(1),
    tones: z.array(z.string()),
    backchannels: z.array(z.object({ language: z.enum(['en', 'zh']), text: z.string() })),
  }),
  speakers: z.array(speaker).min(1),
  files: z.record(z.string(), z.object({ bytes: z.int().positive(), sha256 })),
});

export type ModelFile = Readonly<z.infer<typeof modelFileSchema>>;

/** What is wrong with the text of a `model.json`, or what it says. */
export function parseModelFile(text: string): ModelFile | string {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    return 'is no JSON: is it whole?';
  }
  const parsed = modelFileSchema.safeParse(content);
  if (!parsed.success) return `is not as this version reads it: ${z.prettifyError(parsed.error)}`;
  const { data } = parsed;
  const narrow = data.speakers.find(({ vector }) => vector.length !== data.speakerWidth);
  if (narrow !== undefined)
    return `has for ${narrow.name} a vector of ${narrow.vector.length} numbers, not ${data.speakerWidth}.`;
  const names = data.speakers.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) return `has two speakers of the name ${twice}.`;
  const missing = networkNames.find((network) => data.files[`${network}.onnx`] === undefined);
  if (missing !== undefined) return `says nothing of ${missing}.onnx: is it of another version?`;
  const { symbols } = data.vocabulary;
  const differs = symbols.some((symbol, index) => vocabulary.symbols[index] !== symbol);
  if (differs || symbols.length !== vocabulary.symbols.length)
    return 'was written for a model that was trained with other symbols than this version has.';
  return data;
}
