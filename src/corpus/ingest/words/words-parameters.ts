import * as z from 'zod';

/** A recogniser by its name, with plain settings. Keys come from the environment: what is here stands in the corpus. */
export const recognizerSchema = z
  .strictObject({
    /** As `openRecognizer` knows it: `sherpa/MODEL`, `command`. */
    name: z.string().min(1),
    settings: z
      .record(z.string(), z.json())
      .default({})
      .refine((settings) => ['apiKey', 'headers', 'env'].every((field) => !Object.hasOwn(settings, field)), {
        error: 'apiKey, headers and env would be kept with the corpus: put keys into the environment',
      })
      .readonly(),
  })
  .readonly();

/** `missing`: words that the transcript does not time; `all`: of all words, though it times them; `none`. */
export const alignSchema = z.enum(['missing', 'all', 'none']).default('missing');

const redact = {
  /** From how many digits on a number is taken out; `null`: numbers stay. */
  digits: z.int().positive().nullable().default(4),
  emails: z.boolean().default(true),
  /** What is put into the sound. */
  sound: z.enum(['bleep', 'silence']).default('bleep'),
  /** Whether speech of which no words are known goes as well. */
  wordless: z.boolean().default(false),
};

/** What is taken out, as a list says it: names are in a file, one a line. */
export const listedRedactionSchema = z
  .strictObject({ ...redact, names: z.string().min(1).nullable().default(null) })
  .readonly();

/** The names themselves never go into a run: it is kept with the corpus. */
const redactionSchema = z
  .strictObject({
    ...redact,
    names: z.strictObject({ path: z.string(), sha256: z.string() }).readonly().nullable(),
  })
  .readonly();

export type Redaction = z.infer<typeof redactionSchema>;

export const transcriptFileSchema = z
  .strictObject({
    path: z.string(),
    sha256: z.string(),
    /** Which recording of those that the file is about; `null`: it is about one. */
    recording: z.string().nullable(),
  })
  .readonly();

/** How a run gets to words. */
export const wordsSchema = z
  .strictObject({
    recognizer: recognizerSchema.nullable().default(null),
    align: alignSchema,
    redact: redactionSchema.nullable().default(null),
  })
  .readonly();

export type WordsParameters = z.infer<typeof wordsSchema>;
export type RecognizerChoice = z.infer<typeof recognizerSchema>;
