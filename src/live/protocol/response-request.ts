import * as z from 'zod';
import { inputSchema } from './item-schema.ts';
import { outputSchema, toolChoiceSchema, toolSchema } from './session-update.ts';

/** What a client may ask of one response. */
export const responseSchema = z.strictObject({
  instructions: z.string().max(200_000).nullish(),
  conversation: z.enum(['auto', 'none']).nullish(),
  output_modalities: z
    .array(z.enum(['audio', 'text']))
    .min(1)
    .max(1)
    .optional(),
  metadata: z.record(z.string().max(64), z.string().max(512)).nullish(),
  input: z.array(inputSchema).max(1000).nullish(),
  tools: z.array(toolSchema).max(128).nullish(),
  tool_choice: toolChoiceSchema.nullish(),
  max_output_tokens: z.union([z.number().int().min(1).max(4096), z.literal('inf')]).nullish(),
  audio: z.strictObject({ output: outputSchema.nullish() }).nullish(),
  prompt: z.unknown().optional(),
  reasoning: z.unknown().optional(),
  parallel_tool_calls: z.unknown().optional(),
});
