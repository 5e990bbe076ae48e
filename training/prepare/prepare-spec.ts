import { parse } from 'yaml';
import * as z from 'zod';

const amounts = z
  .strictObject({
    /** Hours of dialogue. */
    dialogue: z.number().positive().max(10_000),
    /** Hours of one speaker alone: words in number, for every sound in every place. */
    monologue: z.number().min(0).max(10_000),
  })
  .readonly();

const share = z.number().min(0).max(1);

const schema = z
  .strictObject({
    /** What the packs' items begin with. */
    name: z.string().regex(/^[A-Za-z0-9_-]+$/, 'letters, digits, _ and - alone'),
    seed: z.string().default('dialospeech'),
    languages: z.strictObject({ en: amounts.optional(), zh: amounts.optional() }).readonly(),
    /** Whose turn-taking is learnt: a register of Duologue. */
    register: z.literal(['telephone', 'conversation', 'video-call', 'interview']).default('conversation'),
    /** Seconds of a dialogue, log-normal. */
    duration: z
      .strictObject({
        median: z.number().min(10).max(55).default(36),
        sigma: z.number().min(0).max(1).default(0.25),
        minimum: z.number().min(10).max(55).default(20),
        maximum: z.number().min(10).max(55).default(54),
      })
      .readonly()
      .prefault({}),
    /** Shares of `train`, `dev` and `test`: no text and no throat is in two. */
    split: z
      .strictObject({ train: share, dev: share, test: share })
      .refine(({ train, dev, test }) => Math.abs(train + dev + test - 1) < 1e-9, 'shares that add up to 1')
      .readonly()
      .default({ train: 0.9, dev: 0.05, test: 0.05 }),
    /** Against the register's own. */
    rates: z
      .strictObject({
        overlap: z.number().min(0).max(10).default(1),
        backchannels: z.number().min(0).max(10).default(1),
        interruptions: z.number().min(0).max(10).default(1),
      })
      .readonly()
      .prefault({}),
    /** Training can begin when the first pack is there. */
    hoursPerPack: z.number().positive().max(20).default(1),
  })
  .readonly();

/** What training data is to be made. */
export type PrepareSpec = z.output<typeof schema>;

/** Throws, naming the field, where a specification is none. */
export function parsePrepareSpec(yaml: string, name: string): PrepareSpec {
  const read = schema.safeParse(parseYaml(yaml, name));
  if (read.success) return read.data;
  throw new Error(`${name} is no specification of training data:\n${z.prettifyError(read.error)}`);
}

function parseYaml(yaml: string, name: string): unknown {
  try {
    return parse(yaml);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`${name} is no YAML: ${reason}`, { cause });
  }
}
