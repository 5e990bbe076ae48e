import * as z from 'zod';
import { type RegisterName, registerNames, type Word } from '../../timeline/index.ts';
import type { PoolSpeaker } from './pool-entry.ts';

/** Another version is measured in another way: what an older one left is made again. */
export const poolVersion = 1;

/** The files of a prepared pool. */
export const poolFiles = {
  /** All sounds, one after another: 16 bits, little-endian, at the pool's rate. */
  sounds: 'sounds.pcm',
  /** A line for each utterance: everything that is known of it. Read piece by piece. */
  takes: 'takes.jsonl',
  /** A line for each utterance: what is needed to choose it. Read whole. */
  list: 'list.jsonl',
  /** Written last: without it there is no pool. */
  about: 'pool.json',
} as const;

export type PoolAbout = {
  readonly version: typeof poolVersion;
  /** Hz. */
  readonly sampleRate: number;
  /** Of the lists, the names, sizes and times of the files that it was made of. */
  readonly sourceSha256: string;
  /** Of everything in it: two pools of one hash make the same dialogues. */
  readonly sha256: string;
  readonly utterances: number;
  /** Seconds of what is heard in them. */
  readonly duration: number;
  readonly speakers: readonly PoolSpeaker[];
  readonly warnings: readonly string[];
};

const textOrNull = z.string().nullable();

export const poolAboutSchema: z.ZodType<PoolAbout> = z
  .strictObject({
    version: z.literal(poolVersion),
    sampleRate: z.int().positive(),
    sourceSha256: z.string(),
    sha256: z.string(),
    utterances: z.int(),
    duration: z.number(),
    speakers: z
      .array(
        z
          .strictObject({
            id: z.string(),
            language: z.string(),
            nativeLanguage: textOrNull,
            gender: z.enum(['female', 'male', 'other']).nullable(),
            ageBand: textOrNull,
            accent: textOrNull,
            region: textOrNull,
            consent: textOrNull,
            licence: textOrNull,
            voice: textOrNull,
          })
          .readonly(),
      )
      .readonly(),
    warnings: z.array(z.string()).readonly(),
  })
  .readonly();

/** What it is good for: to hold the floor, to be said by a listener, or a sound without words. */
const poolKinds = ['turn', 'listener', 'laughter'] as const;
export type PoolKind = (typeof poolKinds)[number];

/** An utterance of a prepared pool, as little of it as is needed to choose. */
export type PoolUtterance = {
  /** Index among the pool's speakers. */
  readonly speaker: number;
  readonly kind: PoolKind;
  readonly language: string;
  /** Seconds of what is heard. */
  readonly duration: number;
  /** Stands for its text, so that one text is of one split; `null` where it is too short to be told from others. */
  readonly text: number | null;
  readonly registers: readonly RegisterName[];
  /** Where its line lies among the takes, in bytes. */
  readonly at: number;
  readonly bytes: number;
};

export const poolUtteranceSchema: z.ZodType<PoolUtterance> = z
  .strictObject({
    speaker: z.int().nonnegative(),
    kind: z.enum(poolKinds),
    language: z.string(),
    duration: z.number(),
    text: z.number().nullable(),
    registers: z.array(z.enum(registerNames)).readonly(),
    at: z.int().nonnegative(),
    bytes: z.int().nonnegative(),
  })
  .readonly();

/** A measured utterance: a `Take`, and where its samples lie. */
export type PoolTake = {
  /** Frames in the sounds. */
  readonly from: number;
  readonly frames: number;
  /** Seconds in it, as of a `Take`. */
  readonly start: number;
  readonly end: number;
  readonly words: readonly Word[];
  readonly seams: readonly number[];
  readonly seamLevels: readonly number[];
  /** LUFS. */
  readonly level: number;
};

export const poolTakeSchema: z.ZodType<PoolTake> = z
  .strictObject({
    from: z.int().nonnegative(),
    frames: z.int().nonnegative(),
    start: z.number(),
    end: z.number(),
    words: z.array(z.strictObject({ text: z.string(), start: z.number(), end: z.number() })).readonly(),
    seams: z.array(z.number()).readonly(),
    seamLevels: z.array(z.number()).readonly(),
    level: z.number(),
  })
  .readonly();
