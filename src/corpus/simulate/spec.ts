import * as z from 'zod';
import { registerNames } from '../../timeline/index.ts';
import { codecNames, deviceNames, noiseKinds } from '../conditions/conditions.ts';
import { splits } from '../record/types.ts';

/** A name for each choice, and how often it is made against the others. */
export type Weights = Readonly<Record<string, number>>;

/** How much of what happens in the register happens here: 1 is as often as people do it, 0 never. */
export type Rates = z.output<typeof rates>;

/** What a corpus is to be, resolved: every default in its place. */
export type Spec = z.output<typeof specSchema>;
/** The same as somebody writes it, in YAML or JSON. */
export type SpecInput = z.input<typeof specSchema>;

const share = z.number().min(0).max(1);
const rate = z.number().min(0).max(10);
const range = (least: number, most: number) =>
  z
    .tuple([z.number().min(least).max(most), z.number().min(least).max(most)])
    .refine(([from, to]) => from <= to, 'two numbers that rise')
    .readonly();

/** Weights of known names, or a list of names that weigh the same, or one name. */
const weightsOf = (names: readonly string[]) => weights(z.enum(names));

const weights = (name: z.ZodType<string, string> = z.string().min(1)) =>
  z
    .union([
      name.transform((only) => ({ [only]: 1 })),
      z
        .array(name)
        .min(1)
        .transform((all) => Object.fromEntries(all.map((each) => [each, 1]))),
      z.partialRecord(name, z.number().min(0)),
    ])
    .transform(positiveWeights)
    .refine((given) => Object.keys(given).length > 0, 'at least one that weighs more than 0');

function positiveWeights(given: Readonly<Record<string, number | undefined>>): Weights {
  return Object.fromEntries(
    Object.entries(given).flatMap(([name, weight = 0]) => (weight > 0 ? [[name, weight]] : [])),
  );
}

export const ageBands = ['18-25', '26-35', '36-45', '46-55', '56-65', '66-80'] as const;

export const domainNames = ['casual', 'family', 'friends', 'business', 'assistant', 'new-energy'] as const;
export type DomainName = (typeof domainNames)[number];

const rates = z
  .strictObject({
    /** Transfers that start in overlap. */
    overlap: rate.default(1),
    backchannels: rate.default(1),
    interruptions: rate.default(1),
    laughter: rate.default(1),
    /** Sentences a minute that a speaker says to somebody else. */
    sideTalk: z.number().min(0).max(6).default(0),
  })
  .readonly();

const duration = z
  .strictObject({
    /** Seconds: half of the dialogues are shorter. */
    median: z.number().min(5).max(3600).default(300),
    /** Deviation of the logarithm. */
    sigma: z.number().min(0).max(1.5).default(0.4),
    minimum: z.number().min(5).max(3600).default(60),
    maximum: z.number().min(5).max(7200).default(900),
  })
  .refine(({ minimum, maximum }) => minimum <= maximum, 'minimum is at most maximum')
  .readonly();

const speakers = z
  .strictObject({
    count: z.int().min(4).max(1_000_000).default(100),
    genders: weightsOf(['female', 'male']).default({ female: 1, male: 1 }),
    ageBands: weightsOf(ageBands).default(Object.fromEntries(ageBands.map((band) => [band, 1]))),
    /** By language; what is not named here is left to the voices. */
    regions: z.record(z.string(), weights()).default({}),
  })
  .readonly();

const split = z
  .strictObject({ train: share.default(0.9), dev: share.default(0.05), test: share.default(0.05) })
  .refine(({ train, dev, test }) => Math.abs(train + dev + test - 1) < 1e-9, 'shares that add up to 1')
  .readonly();

const text = z.discriminatedUnion('from', [
  /** Written by the grammars that come with Duologue. */
  z.strictObject({ from: z.literal('grammar') }).readonly(),
  /** Files in any format of `duologue generate`; a folder is read whole, by name. */
  z
    .strictObject({
      from: z.literal('scripts'),
      path: z.string().min(1),
      licence: z.string().nullable().default(null),
    })
    .readonly(),
  /** A language model of the AI SDK, by `provider/model`. */
  z
    .strictObject({
      from: z.literal('model'),
      model: z.string().min(1),
      /** Where what was paid for is kept. */
      cache: z.string().min(1),
      /** Of a server that speaks OpenAI's chat protocol; its model is what stands behind the slash. */
      baseURL: z.string().optional(),
      /** Where in the environment that server's key is. */
      apiKeyVariable: z.string().optional(),
      temperature: z.number().min(0).max(2).default(1),
      /** Of a million tokens, in any currency. */
      price: z
        .strictObject({ input: z.number().min(0), output: z.number().min(0) })
        .readonly()
        .optional(),
      /** In the currency of `price`: nothing more is asked when all texts in the cache have cost so much. */
      maxCost: z.number().min(0).optional(),
    })
    .readonly(),
  /** What the utterances of the pool say. */
  z.strictObject({ from: z.literal('pool') }).readonly(),
]);

/** A voice's id, or, of a service that does not say so itself, what is known of whose voice it is. */
const voice = z.union([
  z
    .string()
    .min(1)
    .transform((id) => ({ id, gender: null, languages: null, accent: null })),
  z
    .strictObject({
      id: z.string().min(1),
      gender: z.enum(['female', 'male']).nullable().default(null),
      /** BCP 47. */
      languages: z.array(z.string().min(2)).nullable().default(null),
      accent: z.string().nullable().default(null),
      /** The part of the corpus in which it is heard. */
      split: z.enum(splits).optional(),
    })
    .readonly(),
]);

const speech = z.discriminatedUnion('from', [
  z
    .strictObject({
      from: z.literal('voices'),
      /** Ids such as `flite/rms` and `openai/tts-1:alloy`; none: every embedded voice of the language. */
      voices: z.array(voice).default([]).readonly(),
      /** The folder in which what services were paid for is kept. */
      cache: z.string().min(1).nullable().default(null),
    })
    .readonly(),
  z
    .strictObject({
      from: z.literal('pool'),
      /** A folder of utterances: see `docs/corpus/simulate.md`. */
      path: z.string().min(1),
      /** Where what was measured of them is kept. Default: `.prepared` in that folder. */
      prepared: z.string().min(1).nullable().default(null),
      /** Of all that is in it. A run writes down which pool it began with. */
      sha256: z.string().nullable().default(null),
    })
    .readonly(),
]);

const conditions = z
  .strictObject({
    setting: weightsOf(['call', 'room']).default({ call: 1 }),
    places: weights().default({ bedroom: 1, living: 1, office: 1, kitchen: 1 }),
    /** Share of dialogues that are left dry. */
    dry: share.default(0),
    /** Seconds for the level to fall by 60 dB. */
    reverberation: range(0.05, 1.5).default([0.15, 0.6]),
    devices: weightsOf(deviceNames).default({ mobile: 1 }),
    codecs: weightsOf(codecNames).default({ none: 1 }),
    /** dB that the tracks' levels differ by: their deviation. */
    levelDeviation: z.number().min(0).max(12).default(2),
    /** dB of the other speaker on one's track, in a call; none without. In a room it follows from the room. */
    bleed: range(-80, -6).nullable().default(null),
    noise: z
      .strictObject({
        /** Share of the dialogues that have noise all the time. */
        steady: share.default(0.5),
        /** Single noises a minute. */
        bursts: z.number().min(0).max(30).default(0.5),
        kinds: weightsOf(noiseKinds).default({
          fan: 2,
          street: 2,
          cafe: 1,
          television: 1,
          keyboard: 1,
          door: 1,
        }),
        /** dB of speech over noise. */
        snr: range(-5, 60).default([10, 35]),
      })
      .readonly()
      .prefault({}),
  })
  .readonly();

const audio = z
  .strictObject({
    sampleRate: z
      .union([
        z.literal(8000),
        z.literal(16_000),
        z.literal(22_050),
        z.literal(24_000),
        z.literal(44_100),
        z.literal(48_000),
      ])
      .default(16_000),
    /** Also keep the tracks before room, device and noise. */
    dry: z.boolean().default(false),
  })
  .readonly();

export const specSchema = z
  .strictObject({
    /** What the ids of the dialogues begin with. */
    name: z.string().regex(/^[A-Za-z0-9_-]+$/, 'letters, digits, _ and - alone'),
    description: z.string().optional(),
    licence: z.string().default('CC-BY-4.0'),
    hours: z.number().positive('more than 0').max(1_000_000),
    seed: z.union([z.string(), z.number()]).transform(String).default('duologue'),
    /** Hours of dialogue in a shard. */
    hoursPerShard: z.number().positive().default(1),
    languages: weights().default({ en: 1 }),
    registers: weightsOf(registerNames).default({ conversation: 1 }),
    domains: weightsOf(domainNames).default(Object.fromEntries(domainNames.map((name) => [name, 1]))),
    duration: duration.prefault({}),
    speakers: speakers.prefault({}),
    split: split.prefault({}),
    text: text.default({ from: 'grammar' }),
    speech: speech.default({ from: 'voices', voices: [], cache: null }),
    rates: rates.prefault({}),
    conditions: conditions.prefault({}),
    audio: audio.prefault({}),
  })
  .refine(({ text: { from }, speech: of }) => (from === 'pool') === (of.from === 'pool'), {
    error: 'who speaks from a pool says what it says: text and speech are both from: pool, or neither is',
    path: ['text', 'from'],
  })
  .readonly();
