import * as z from 'zod';
import { eventTypes, timelineVersion } from './types.ts';

const idPattern = /^[A-Za-z0-9_-]+$/;
const id = z.string().regex(idPattern);
const seconds = z.number().nonnegative();
const share = z.number().min(0).max(1);
const count = z.int().nonnegative();
const optional = z.exactOptional;

const word = z
  .strictObject({ text: z.string(), start: seconds, end: seconds, confidence: optional(share) })
  .readonly();

const anchor = z.strictObject({ utterance: id, word: count }).readonly();

const utterance = z
  .strictObject({
    id,
    speaker: id,
    kind: z.enum(['turn', 'backchannel', 'interruption']),
    text: z.string(),
    start: seconds,
    end: seconds,
    words: z.array(word).readonly(),
    language: optional(z.string()),
    turnIndex: optional(count),
    anchor: optional(anchor),
    cutShort: optional(z.boolean()),
  })
  .readonly();

const speaker = z
  .strictObject({
    id,
    name: optional(z.string()),
    channel: count,
    role: optional(z.string()),
    language: optional(z.string()),
    gender: optional(z.enum(['female', 'male', 'other'])),
    age: optional(z.string()),
    accent: optional(z.string()),
    voice: optional(z.string()),
  })
  .readonly();

const event = z
  .strictObject({
    type: z.enum(eventTypes),
    speaker: optional(id),
    start: seconds,
    end: seconds,
    source: z.enum(['script', 'detected', 'human']),
    confidence: optional(share),
  })
  .readonly();

const scenario = z
  .strictObject({
    title: optional(z.string()),
    domain: optional(z.string()),
    topic: optional(z.string()),
    register: optional(z.string()),
    style: optional(z.enum(['script', 'spontaneous'])),
  })
  .readonly();

const environment = z
  .strictObject({
    place: optional(z.string()),
    device: optional(z.string()),
    codec: optional(z.string()),
    reverberation: optional(seconds),
    bandwidth: optional(z.number().nonnegative()),
    signalToNoise: optional(z.array(z.number()).readonly()),
    noiseTypes: optional(z.array(z.string()).readonly()),
  })
  .readonly();

const provenance = z
  .strictObject({
    origin: z.enum(['recorded', 'separated', 'synthesised', 'mixed']),
    generator: optional(z.string()),
    source: optional(z.string()),
    licence: optional(z.string()),
    seed: optional(z.string()),
  })
  .readonly();

/** The shape alone. What one part says of another (ids, order, times) is checked by `parseTimeline`. */
export const timelineSchema = z
  .strictObject({
    version: z.literal(timelineVersion),
    id,
    languages: z.array(z.string()).readonly(),
    duration: seconds,
    speakers: z.array(speaker).readonly(),
    utterances: z.array(utterance).readonly(),
    events: z.array(event).readonly(),
    scenario: optional(scenario),
    environment: optional(environment),
    provenance: optional(provenance),
  })
  .readonly();

/** The shape as JSON Schema (2020-12), for other languages and editors. */
export function timelineJsonSchema(): Record<string, unknown> {
  return {
    ...z.toJSONSchema(timelineSchema, {
      // Frozen in memory is no property of the document.
      override: ({ jsonSchema }) => {
        delete jsonSchema.readOnly;
      },
    }),
    title: 'Duologue timeline',
  };
}
