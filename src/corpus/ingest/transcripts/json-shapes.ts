import * as z from 'zod';

const seconds = z.number().nonnegative();
/** Vendors write numbers as text here and there. */
const textSeconds = z.coerce.number().nonnegative();
const name = z.union([z.string(), z.number()]).transform(String).nullish();
const share = z.number().nullish();

const whisperWord = z.object({
  word: z.string().optional(),
  text: z.string().optional(),
  start: seconds.optional(),
  end: seconds.optional(),
  probability: share,
  confidence: share,
  score: share,
  speaker: name,
});

/** Of whisper, faster-whisper and WhisperX, and of the service. */
export const whisperShape = z.object({
  segments: z
    .array(
      z.object({
        start: seconds,
        end: seconds,
        text: z.string(),
        speaker: name,
        channel: z.int().nonnegative().nullish(),
        words: z.array(whisperWord).nullish(),
      }),
    )
    .optional(),
  words: z.array(whisperWord).nullish(),
});

const deepgramWord = z.object({
  word: z.string(),
  punctuated_word: z.string().optional(),
  start: seconds,
  end: seconds,
  confidence: share,
  speaker: name,
});

export const deepgramShape = z.object({
  results: z.object({
    channels: z.array(
      z.object({ alternatives: z.array(z.object({ words: z.array(deepgramWord).optional() })) }),
    ),
    utterances: z
      .array(
        z.object({
          start: seconds,
          end: seconds,
          transcript: z.string(),
          channel: z.int().nonnegative().nullish(),
          speaker: name,
          words: z.array(deepgramWord).optional(),
        }),
      )
      .optional(),
  }),
});

export const awsShape = z.object({
  results: z.object({
    items: z.array(
      z.object({
        type: z.string(),
        start_time: textSeconds.optional(),
        end_time: textSeconds.optional(),
        speaker_label: z.string().optional(),
        channel_label: z.string().optional(),
        alternatives: z
          .array(z.object({ content: z.string(), confidence: z.coerce.number().nullish() }))
          .min(1),
      }),
    ),
    speaker_labels: z
      .object({
        segments: z.array(
          z.object({
            speaker_label: z.string(),
            items: z
              .array(z.object({ start_time: textSeconds, speaker_label: z.string().optional() }))
              .optional(),
          }),
        ),
      })
      .optional(),
  }),
});

/** A list of words with who says them, as J-Moshi has it. */
export const wordListShape = z.array(
  z.object({
    speaker: name,
    channel: z.int().nonnegative().nullish(),
    word: z.string(),
    start: seconds,
    end: seconds,
  }),
);

export const moshiShape = z.object({
  alignments: z.array(z.tuple([z.string(), z.tuple([seconds, seconds]), z.string()])),
});
