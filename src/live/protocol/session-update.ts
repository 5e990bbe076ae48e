import * as z from 'zod';
import { livePresetNames } from '../policy.ts';

/**
 * What a client may ask of its session. A name that nobody knows is an error, as with OpenAI: a mistyped
 * `instruction` would be silently without effect.
 */

const audioFormat = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('audio/pcm'),
    rate: z.literal(24_000, 'Supported values are: 24000.').optional(),
  }),
  z.strictObject({ type: z.literal('audio/pcmu'), rate: z.literal(8000).optional() }),
  z.strictObject({ type: z.literal('audio/pcma'), rate: z.literal(8000).optional() }),
]);

const answers = { create_response: z.boolean().optional(), interrupt_response: z.boolean().optional() };

const turnDetection = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('server_vad'),
    threshold: z.number().min(0).max(1).optional(),
    prefix_padding_ms: z.number().min(0).max(5000).optional(),
    silence_duration_ms: z.number().min(0).max(20_000).optional(),
    idle_timeout_ms: z.number().min(0).max(600_000).nullish(),
    ...answers,
  }),
  z.strictObject({
    type: z.literal('semantic_vad'),
    eagerness: z.enum(['low', 'medium', 'high', 'auto']).optional(),
    ...answers,
  }),
]);

export const toolSchema = z.object({
  type: z.literal('function', 'Only tools of type "function" can be used: the client runs them.'),
  name: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,64}$/, 'A name has 1 to 64 letters, digits, underscores and hyphens.'),
  description: z.string().max(20_000).nullish(),
  parameters: z.record(z.string(), z.unknown()).nullish(),
});

export const toolChoiceSchema = z.union([
  z.enum(['auto', 'none', 'required']),
  z.object({ type: z.literal('function'), name: z.string() }),
]);

export const outputSchema = z.strictObject({
  format: audioFormat.nullish(),
  voice: z.union([z.string().max(256), z.strictObject({ id: z.string().max(256) })]).nullish(),
});

const transcription = z.strictObject({
  model: z.string().max(256).optional(),
  language: z.string().max(64).optional(),
  prompt: z.string().max(20_000).optional(),
  delay: z.unknown().optional(),
});

export const sessionUpdateSchema = z.strictObject({
  type: z.literal('realtime', 'Only sessions of type "realtime" can be held here.').optional(),
  model: z.string().max(256).nullish(),
  output_modalities: z
    .array(z.enum(['audio', 'text']))
    .min(1)
    .max(1, 'Give either ["audio"], which has a transcript too, or ["text"].')
    .optional(),
  instructions: z.string().max(200_000).nullish(),
  tools: z.array(toolSchema).max(128).nullish(),
  tool_choice: toolChoiceSchema.nullish(),
  max_output_tokens: z.union([z.number().int().min(1).max(4096), z.literal('inf')]).nullish(),
  audio: z
    .strictObject({
      input: z
        .strictObject({
          format: audioFormat.nullish(),
          transcription: transcription.nullish(),
          noise_reduction: z.strictObject({ type: z.enum(['near_field', 'far_field']) }).nullish(),
          turn_detection: turnDetection.nullish(),
        })
        .nullish(),
      output: outputSchema.extend({ speed: z.number().min(0.25).max(1.5).nullish() }).nullish(),
    })
    .nullish(),
  duologue: z
    .strictObject({
      playback: z.enum(['paced', 'client']).optional(),
      preset: z.enum(livePresetNames).nullish(),
      notices: z.boolean().optional(),
      opens: z.boolean().optional(),
      languages: z
        .array(
          z.string().regex(/^[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*$/, 'Give a tag of BCP 47, such as en-GB.'),
        )
        .min(1)
        .max(16)
        .optional(),
    })
    .optional(),
  // Of these OpenAI makes something; here they are kept and shown again.
  tracing: z.unknown().optional(),
  truncation: z.unknown().optional(),
  prompt: z.unknown().optional(),
  include: z.array(z.string()).nullish(),
  reasoning: z.unknown().optional(),
  parallel_tool_calls: z.unknown().optional(),
});

export type SessionUpdate = z.infer<typeof sessionUpdateSchema>;
