import * as z from 'zod';
import { createLevelEars, type LevelWord } from './level-ears.ts';
import { type SocketServer, startSocketServer } from './socket-server.ts';

export const deepgramKey = 'dg-0123456789abcdef';

// https://developers.deepgram.com/reference/speech-to-text/listen-streaming
const querySchema = z.strictObject({
  model: z.string(),
  encoding: z.literal('linear16'),
  sample_rate: z.string().regex(/^\d+$/),
  channels: z.literal('1'),
  interim_results: z.literal('true'),
  punctuate: z.literal('true'),
  endpointing: z.literal('false'),
  language: z.string(),
  keyterm: z.string().optional(),
});
const messageSchema = z.strictObject({ type: z.enum(['Finalize', 'KeepAlive', 'CloseStream']) });

/** Fixes words whenever so many are there, as the service does in a long utterance. */
const segment = 3;

/** Deepgram's streaming recognition, for sound whose levels are words. */
export function startDeepgramSocketServer(): Promise<SocketServer> {
  return startSocketServer({
    path: '/v1/listen',
    key: deepgramKey,
    keyOf: ({ headers }) =>
      headers.authorization?.replace(/^Token /, '') ?? headers['sec-websocket-protocol']?.split(/,\s*/)[1],
    protocol: 'token',
    converse(socket, connection) {
      const query = querySchema.parse(Object.fromEntries(connection.url.searchParams));
      const ears = createLevelEars(Number(query.sample_rate));
      let from = 0;
      const results = (words: readonly LevelWord[], final: boolean, flushed = false): void => {
        const spelt = words.map(({ word, start, end }) => ({
          word,
          punctuated_word: word,
          start,
          end,
          confidence: 0.9,
        }));
        socket.send(
          JSON.stringify({
            type: 'Results',
            channel_index: [0, 1],
            start: from,
            duration: ears.time - from,
            is_final: final,
            speech_final: final,
            ...(flushed ? { from_finalize: true } : {}),
            channel: {
              alternatives: [
                {
                  transcript: spelt.map(({ word }) => word).join(' '),
                  confidence: 0.9,
                  words: spelt,
                  languages: ['en'],
                },
              ],
            },
            metadata: {
              request_id: 'r',
              model_uuid: 'm',
              model_info: { name: 'n', version: 'v', arch: 'a' },
            },
          }),
        );
        if (final) from = ears.time;
      };
      return (data, isBinary) => {
        if (isBinary) {
          const began = ears.hear(data);
          connection.heard = ears.time;
          if (ears.words().length > segment) {
            const words = ears.take();
            results(words, true);
          } else if (began) results(ears.words(), false);
          return;
        }
        const text = data.toString();
        const parsed = messageSchema.safeParse(JSON.parse(text));
        if (!parsed.success) {
          connection.strange.push(text);
          socket.close(1008, 'DATA-0000');
          return;
        }
        connection.messages.push(parsed.data);
        const { type } = parsed.data;
        if (type === 'KeepAlive') return;
        // It says nothing where there is nothing left.
        if (ears.time > from) results(ears.take(), true, type === 'Finalize');
        if (type === 'CloseStream') {
          socket.send(
            JSON.stringify({ type: 'Metadata', request_id: 'r', duration: ears.time, channels: 1 }),
          );
          socket.close(1000);
        }
      };
    },
  });
}
