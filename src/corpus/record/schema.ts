import * as z from 'zod';
import { eventTypes } from '../../timeline/index.ts';
import { type DialogueRecord, recordVersion, splits } from './types.ts';

export const idPattern = /^[A-Za-z0-9_-]+$/;

const id = z.string().regex(idPattern);
const text = z.string();
const textOrNull = z.string().nullable();
const seconds = z.number().nonnegative();
const numberOrNull = z.number().nullable();
const share = z.number().min(0).max(1);
const count = z.int().nonnegative();
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const labelSource = z.enum(['script', 'detected', 'human']);
const list = <Item extends z.ZodType>(item: Item) => z.array(item).readonly();

const audio = z
  .strictObject({
    key: z.string().min(1),
    sha256,
    bytes: count,
    format: z.enum(['flac', 'wav']),
    sampleRate: z.int().positive(),
    channels: z.int().positive(),
    frames: count,
  })
  .readonly();

const speaker = z
  .strictObject({
    id,
    channel: count,
    role: textOrNull,
    language: textOrNull,
    nativeLanguage: textOrNull,
    gender: z.enum(['female', 'male', 'other']).nullable(),
    ageBand: textOrNull,
    accent: textOrNull,
    region: textOrNull,
    voice: textOrNull,
    consent: textOrNull,
  })
  .readonly();

const anchor = z.strictObject({ utterance: id, word: count }).readonly();

const word = z.strictObject({ text, start: seconds, end: seconds, confidence: share.nullable() }).readonly();

const utterance = z
  .strictObject({
    id,
    speaker: id,
    kind: z.enum(['turn', 'backchannel', 'interruption']),
    text,
    start: seconds,
    end: seconds,
    language: textOrNull,
    words: list(word),
    turnIndex: count.nullable(),
    anchor: anchor.nullable(),
    cutShort: z.boolean(),
    yieldAfter: seconds.nullable(),
    aside: z.boolean(),
    source: labelSource,
  })
  .readonly();

const event = z
  .strictObject({
    type: z.enum(eventTypes),
    kind: textOrNull,
    speaker: id.nullable(),
    channels: list(count),
    start: seconds,
    end: seconds,
    anchor: anchor.nullable(),
    source: labelSource,
    confidence: share.nullable(),
  })
  .readonly();

const scenario = z
  .strictObject({
    title: textOrNull,
    domain: textOrNull,
    topic: textOrNull,
    register: textOrNull,
    style: z.enum(['script', 'spontaneous']).nullable(),
  })
  .readonly();

const trackEnvironment = z
  .strictObject({
    channel: count,
    place: textOrNull,
    device: textOrNull,
    codec: textOrNull,
    reverberation: seconds.nullable(),
    bandwidth: z.number().positive().nullable(),
    signalToNoise: numberOrNull,
    noiseTypes: list(text),
    bleed: numberOrNull,
  })
  .readonly();

const environment = z
  .strictObject({ setting: z.enum(['call', 'room']).nullable(), tracks: list(trackEnvironment) })
  .readonly();

const provenance = z
  .strictObject({
    origin: z.enum(['recorded', 'separated', 'synthesised', 'mixed']),
    generator: text,
    source: textOrNull,
    licence: textOrNull,
    seed: textOrNull,
    parametersSha256: sha256,
  })
  .readonly();

const consent = z
  .strictObject({
    status: z.enum(['none-needed', 'recorded', 'waived', 'unknown']),
    reference: textOrNull,
  })
  .readonly();

const trackQuality = z
  .strictObject({
    channel: count,
    loudness: numberOrNull,
    clipping: share.nullable(),
    signalToNoise: numberOrNull,
    bleed: numberOrNull,
    bandwidth: numberOrNull,
  })
  .readonly();

const verdict = z
  .strictObject({ name: text, value: numberOrNull, threshold: numberOrNull, pass: z.boolean() })
  .readonly();

const quality = z.strictObject({ tracks: list(trackQuality), filters: list(verdict) }).readonly();

/** The shape alone. What one part says of another is checked by `parseRecord`. */
export const recordSchema: z.ZodType<DialogueRecord> = z
  .strictObject({
    version: z.literal(recordVersion),
    id,
    languages: list(text),
    split: z.enum(splits).nullable(),
    audio,
    dry: audio.nullable(),
    speakers: list(speaker),
    utterances: list(utterance),
    events: list(event),
    scenario,
    environment,
    provenance,
    consent,
    quality,
  })
  .readonly();

/** As JSON Schema (2020-12), for other languages and editors. */
export function recordJsonSchema(): Record<string, unknown> {
  return {
    ...z.toJSONSchema(recordSchema, {
      // Frozen in memory is no property of the document.
      override: ({ jsonSchema }) => {
        delete jsonSchema.readOnly;
      },
    }),
    title: 'Duologue corpus record',
  };
}
