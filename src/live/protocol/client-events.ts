import * as z from 'zod';
import { itemId, itemSchema } from './item-schema.ts';
import { responseSchema } from './response-request.ts';
import { sessionUpdateSchema } from './session-update.ts';

/** What clients may say: OpenAI's Realtime events, and two of our own. Checked once, here. */

const eventId = z.string().max(512).optional();
const milliseconds = z.number().min(0).max(86_400_000);

export const clientEventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('session.update'), event_id: eventId, session: sessionUpdateSchema }),
  z.object({ type: z.literal('input_audio_buffer.append'), event_id: eventId, audio: z.string() }),
  z.object({ type: z.literal('input_audio_buffer.commit'), event_id: eventId }),
  z.object({ type: z.literal('input_audio_buffer.clear'), event_id: eventId }),
  z.object({
    type: z.literal('conversation.item.create'),
    event_id: eventId,
    previous_item_id: z.string().max(256).nullish(),
    item: itemSchema,
  }),
  z.object({ type: z.literal('conversation.item.retrieve'), event_id: eventId, item_id: itemId }),
  z.object({
    type: z.literal('conversation.item.truncate'),
    event_id: eventId,
    item_id: itemId,
    content_index: z.number().int().min(0),
    audio_end_ms: milliseconds,
  }),
  z.object({ type: z.literal('conversation.item.delete'), event_id: eventId, item_id: itemId }),
  z.object({ type: z.literal('response.create'), event_id: eventId, response: responseSchema.nullish() }),
  z.object({ type: z.literal('response.cancel'), event_id: eventId, response_id: z.string().nullish() }),
  z.object({ type: z.literal('output_audio_buffer.clear'), event_id: eventId }),
  z.object({
    type: z.enum(['duologue.playback.moved', 'duologue.playback.stopped']),
    event_id: eventId,
    item_id: itemId,
    audio_ms: milliseconds,
  }),
]);

export type ClientEvent = z.infer<typeof clientEventSchema>;

export const clientEventTypes: readonly ClientEvent['type'][] = [
  'session.update',
  'input_audio_buffer.append',
  'input_audio_buffer.commit',
  'input_audio_buffer.clear',
  'conversation.item.create',
  'conversation.item.retrieve',
  'conversation.item.truncate',
  'conversation.item.delete',
  'response.create',
  'response.cancel',
  'output_audio_buffer.clear',
  'duologue.playback.moved',
  'duologue.playback.stopped',
];
