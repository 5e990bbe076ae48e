import * as z from 'zod';
import { idPattern } from '../record/schema.ts';
import { splits } from '../record/types.ts';
import { chosenModelSchema, monoParametersSchema } from './mono/mono-parameters.ts';
import { transcriptFileSchema, wordsSchema } from './words/words-parameters.ts';

const id = z.string().regex(idPattern, 'use letters, digits, _ and - only');
const textOrNull = z.string().min(1).nullable().default(null);
const language = z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'name a language as en, en-GB or cmn');

/** What is known of somebody who was recorded. */
export const recordedSpeakerSchema = z
  .strictObject({
    /** A pseudonym, the same person in every recording. */
    id,
    role: textOrNull,
    language: language.nullable().default(null),
    nativeLanguage: language.nullable().default(null),
    gender: z.enum(['female', 'male', 'other']).nullable().default(null),
    ageBand: textOrNull,
    accent: textOrNull,
    region: textOrNull,
    /** By which this person's consent is filed. */
    consent: textOrNull,
  })
  .readonly();

export const scenarioSchema = z
  .strictObject({
    title: textOrNull,
    domain: textOrNull,
    topic: textOrNull,
    register: textOrNull,
    style: z.enum(['script', 'spontaneous']).nullable().default(null),
  })
  .readonly();

export const placeSchema = z
  .strictObject({
    setting: z.enum(['call', 'room']).nullable().default(null),
    place: textOrNull,
    device: textOrNull,
    codec: textOrNull,
  })
  .readonly();

/** From what on a recording passes. `null`: the value is measured and written down, and everything passes. */
export const filterLimitsSchema = z
  .strictObject({
    /** Least dB of speech over what is heard without it, on the worse track. */
    snr: z.number().nullable().default(5),
    /** Most dB of the other's voice beside one's own, on the worse track. */
    bleed: z.number().nullable().default(-10),
    /** Most of the samples at full scale, 0 to 1. */
    clipping: z.number().min(0).max(1).nullable().default(0.001),
    /** Least Hz. */
    bandwidth: z.number().nonnegative().nullable().default(3000),
    /** Least of the time in which anybody speaks, 0 to 1. */
    speech: z.number().min(0).max(1).nullable().default(0.2),
    /** Least seconds. */
    duration: z.number().nonnegative().nullable().default(5),
    /** Most likeness of the two tracks, 0 to 1: at 1 they are one. */
    likeness: z.number().min(0).max(1).nullable().default(0.9),
    /** Most of full scale that a track's mean may be off zero. */
    dc: z.number().min(0).max(1).nullable().default(0.01),
    /** Most of the time in which a track that has sound around it is digitally silent, 0 to 1. */
    dropouts: z.number().min(0).max(1).nullable().default(0.01),
    /** Most dBFS where nobody speaks, on the worse track. */
    noise: z.number().nullable().default(-30),
    /** Most dBFS of mains hum, on the louder track. */
    hum: z.number().nullable().default(-40),
    /** Least of two files' sound that bears out how their clocks were heard to run, 0 to 1. */
    clock: z.number().min(0).max(1).nullable().default(null),
    /** Least of the words that are said where their speaker is heard, 0 to 1. */
    transcript: z.number().min(0).max(1).nullable().default(0.8),
    /** Least of the heard speech of which words are known, 0 to 1. */
    text: z.number().min(0).max(1).nullable().default(0.5),
    /** Least sureness that the words are in a language of the recording, 0 to 1. */
    language: z.number().min(0).max(1).nullable().default(0.5),
    /** Least median of how well the words that were looked for in the sound fit it, 0 to 1. It falls with noise. */
    alignment: z.number().min(0).max(1).nullable().default(null),
    /** Least that the tracks fit their words better than those of the other's, -1 to 1: below 0 they are swapped. */
    tracks: z.number().min(-1).max(1).nullable().default(0),
    /** Least voices that are told apart on one channel. */
    voices: z.number().min(0).nullable().default(2),
    /** Most of the speech on one channel that is of others than the two who speak most, 0 to 1. */
    strangers: z.number().min(0).max(1).nullable().default(0.05),
    /** Least likeness of what one speaker says to their own voice, of the less alike of two, -1 to 1. */
    similarity: z.number().min(-1).max(1).nullable().default(0.5),
    /** Least sureness of whose each voice is that was taken out of an overlap, 0 to 1. */
    separation: z.number().min(0).max(1).nullable().default(0.1),
    /** Most of the speech in which both tracks have both voices, 0 to 1. */
    mixed: z.number().min(0).max(1).nullable().default(0.05),
  })
  .readonly();

export type FilterLimits = z.infer<typeof filterLimitsSchema>;

/** The names of the filters of ingest. */
export const filterNames: readonly string[] = Object.keys(filterLimitsSchema.unwrap().shape);

export const splitSchema = z.enum(splits).nullable().default(null);
export { id as recordingIdSchema, language as languageSchema };

/** How the clock of the second of two files runs, beside that of the first. */
export const clockSchema = z
  .strictObject({
    /** Seconds to be added to its times. */
    offset: z.number().min(-3600).max(3600),
    /** Its seconds to one of the first's, less 1; 20e-6 is 20 parts in a million fast. */
    drift: z.number().min(-0.01).max(0.01),
  })
  .readonly();

const consent = z
  .strictObject({ status: z.enum(['recorded', 'waived']), reference: z.string().min(1) })
  .readonly();

const plannedRecording = z
  .strictObject({
    id,
    files: z
      .array(z.strictObject({ path: z.string(), sha256: z.string() }).readonly())
      .min(1)
      .max(2)
      .readonly(),
    clock: z.union([z.literal('auto'), clockSchema]).nullable(),
    /** Whether it has one channel, whose speakers are parted. */
    mono: z.boolean().default(false),
    /** One of all, or one for each speaker; none where nobody wrote down what is said. */
    transcripts: z.array(transcriptFileSchema).max(2).readonly().default([]),
    languages: z.array(language).readonly(),
    speakers: z.tuple([recordedSpeakerSchema, recordedSpeakerSchema]).readonly(),
    scenario: scenarioSchema,
    environment: placeSchema,
    split: splitSchema,
    consent,
  })
  .readonly();

export type PlannedRecording = z.infer<typeof plannedRecording>;

/** The parameters of a run of `ingest`. */
export const ingestParametersSchema = z
  .strictObject({
    licence: z.string().nullable(),
    filters: filterLimitsSchema,
    words: wordsSchema.prefault({}),
    /** Puts marks into what the recogniser writes. */
    punctuation: chosenModelSchema.nullable().default(null),
    /** Models for recordings with one channel; `null` where there is none, or the models were not there. */
    mono: monoParametersSchema.nullable().default(null),
    recordings: z.array(plannedRecording).readonly(),
  })
  .readonly();

export type IngestParameters = z.infer<typeof ingestParametersSchema>;
