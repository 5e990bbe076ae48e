import * as z from 'zod';

export const itemId = z.string().min(1).max(256);

const textContent = z.object({
  type: z.enum(['input_text', 'output_text', 'text']),
  text: z.string().max(200_000),
});
const audioContent = z.object({
  type: z.enum(['input_audio', 'output_audio', 'audio']),
  audio: z.string().nullish(),
  transcript: z.string().max(200_000).nullish(),
});
const imageContent = z.object({ type: z.literal('input_image') });

/** Clients send items back as they got them, so more fields than these may be there. */
export const itemSchema = z.discriminatedUnion('type', [
  z.object({
    id: itemId.optional(),
    type: z.literal('message'),
    role: z.enum(['user', 'assistant', 'system']),
    status: z.enum(['in_progress', 'completed', 'incomplete']).nullish(),
    content: z
      .array(z.discriminatedUnion('type', [textContent, audioContent, imageContent]))
      .min(1)
      .max(64),
  }),
  z.object({
    id: itemId.optional(),
    type: z.literal('function_call'),
    call_id: z.string().min(1).max(256),
    name: z.string().min(1).max(256),
    arguments: z.string().max(200_000),
  }),
  z.object({
    id: itemId.optional(),
    type: z.literal('function_call_output'),
    call_id: z.string().min(1).max(256),
    output: z.string().max(1_000_000),
  }),
]);

export type NewItem = z.infer<typeof itemSchema>;

/** What a response beside the conversation may be given to read. */
export const inputSchema = z.union([z.object({ type: z.literal('item_reference'), id: itemId }), itemSchema]);

export type InputItem = z.infer<typeof inputSchema>;
