import * as z from 'zod';
import { createLevelEars } from './level-ears.ts';
import { type SocketServer, startSocketServer } from './socket-server.ts';

export const openaiKey = 'sk-0123456789abcdef';

// https://developers.openai.com/api/docs/guides/realtime-transcription
const eventSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('session.update'),
    session: z.strictObject({
      type: z.literal('transcription'),
      audio: z.strictObject({
        input: z.strictObject({
          format: z.strictObject({ type: z.literal('audio/pcm'), rate: z.literal(24_000) }),
          transcription: z.strictObject({
            model: z.string(),
            language: z.string().length(2).optional(),
            prompt: z.string().optional(),
          }),
          noise_reduction: z.strictObject({ type: z.enum(['near_field', 'far_field']) }).optional(),
          turn_detection: z.null(),
        }),
      }),
    }),
  }),
  z.strictObject({ type: z.literal('input_audio_buffer.append'), audio: z.base64() }),
  z.strictObject({ type: z.literal('input_audio_buffer.commit') }),
]);

/** OpenAI's realtime transcription, for sound whose levels are words. Later items may be whole before earlier ones. */
export function startOpenAISocketServer(): Promise<SocketServer> {
  return startSocketServer({
    path: '/v1/realtime',
    key: openaiKey,
    keyOf: ({ headers }) =>
      headers.authorization?.replace(/^Bearer /, '') ??
      /openai-insecure-api-key\.([^,]+)/.exec(headers['sec-websocket-protocol'] ?? '')?.[1],
    protocol: 'realtime',
    converse(socket, connection) {
      const ears = createLevelEars(24_000);
      let number = 0;
      let streams = true;
      let frames = 0;
      let previous: string | null = null;
      const held: object[] = [];
      const say = (event: object): void =>
        socket.send(JSON.stringify({ event_id: `event_${number++}`, ...event }));
      let item = 'item_0';
      const fail = (code: string, message: string): void =>
        say({
          type: 'error',
          error: { type: 'invalid_request_error', code, message, param: null, event_id: null },
        });
      const delta = (text: string): void =>
        say({
          type: 'conversation.item.input_audio_transcription.delta',
          item_id: item,
          content_index: 0,
          delta: text,
        });
      say({ type: 'session.created', session: { type: 'transcription', id: 'sess' } });
      const commit = (): void => {
        if (frames < 2400) {
          fail('input_audio_buffer_commit_empty', 'Expected at least 100ms of audio.');
          return;
        }
        frames = 0;
        say({ type: 'input_audio_buffer.committed', item_id: item, previous_item_id: previous });
        const words = ears.take().map(({ word }) => word);
        if (!streams && words.length > 0) delta(words.join(' '));
        held.push({
          type: 'conversation.item.input_audio_transcription.completed',
          item_id: item,
          content_index: 0,
          transcript: words.join(' '),
          usage: { type: 'duration', seconds: 1 },
        });
        previous = item;
        item = `item_${number}`;
        // Every second one waits for the next, which overtakes it.
        if (held.length === 2) for (const event of held.splice(0).toReversed()) say(event);
        else setTimeout(() => held.splice(0).forEach(say), 5);
      };
      return (data) => {
        const text = data.toString();
        const parsed = eventSchema.safeParse(JSON.parse(text));
        if (!parsed.success) {
          connection.strange.push(text.slice(0, 200));
          fail('invalid_value', 'It is no event.');
          return;
        }
        const event = parsed.data;
        if (event.type === 'session.update') {
          connection.messages.push(event);
          const { model } = event.session.audio.input.transcription;
          streams = model === 'gpt-live-transcribe';
          if (model === 'nobody') fail('invalid_model', `There is no model. Your key is ${openaiKey}.`);
          else say({ type: 'session.updated', session: event.session });
        } else if (event.type === 'input_audio_buffer.append') {
          const pcm = Buffer.from(event.audio, 'base64');
          frames += pcm.length / 2;
          const before = ears.words().length;
          ears.hear(pcm);
          connection.heard = ears.time;
          const more = ears.words().slice(before);
          if (streams && more.length > 0) {
            delta(`${before === 0 ? '' : ' '}${more.map(({ word }) => word).join(' ')}`);
          }
        } else {
          connection.messages.push(event);
          commit();
        }
      };
    },
  });
}
