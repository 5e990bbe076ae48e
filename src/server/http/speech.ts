import type { Context } from 'hono';
import * as z from 'zod';
import { streamSpeech } from '../../generate/index.ts';
import type { ServerParts } from '../server-parts.ts';
import { RequestError } from './errors.ts';
import { formatNamed, formatNames } from './formats.ts';
import { readJson } from './read-body.ts';
import type { RenderQueue } from './render-queue.ts';

export const speechSchema = z.strictObject({
  /** Any name: the voice decides who speaks. */
  model: z.string().max(256).optional(),
  input: z.string().min(1).max(100_000),
  voice: z.union([z.string().min(1).max(256), z.strictObject({ id: z.string().min(1).max(256) })]),
  instructions: z.string().max(20_000).optional(),
  response_format: z.enum(formatNames, `Give one of ${formatNames.join(', ')}.`).default('mp3'),
  speed: z.number().min(0.25).max(4).default(1),
  stream_format: z.enum(['audio', 'sse']).default('audio'),
  /** Ours, BCP 47. */
  language: z.string().max(64).optional(),
});

/** OpenAI's clients ask for 24 kHz where the samples have no header. */
const pcmRate = 24_000;

/** `POST /v1/audio/speech`. */
export async function answerSpeech(
  context: Context,
  { limits, voices, metrics, now }: ServerParts,
  queue: RenderQueue,
): Promise<Response> {
  const asked = await readJson(context, limits.bodyBytes, speechSchema);
  const { input, response_format, stream_format, speed, instructions, language } = asked;
  const name = typeof asked.voice === 'string' ? asked.voice : asked.voice.id;
  // Voices change their pace within these bounds without harm.
  if (speed < 0.5 || speed > 2) {
    throw new RequestError(400, 'invalid_value', 'speed: voices here speak at .5 to 2 times their pace.', {
      param: 'speed',
    });
  }
  const voice = voices.find(name);
  const startedAt = now();
  const { signal } = context.req.raw;
  const leave = await queue.enter(signal);
  try {
    const format = formatNamed(response_format);
    const speech = await streamSpeech({
      text: input,
      voice,
      speed,
      output: { format, ...(format === 'pcm' ? { sampleRate: pcmRate } : {}) },
      signal,
      ...(instructions === undefined ? {} : { instructions }),
      ...(language === undefined ? {} : { language }),
    });
    const finish = (): void => {
      leave();
      metrics.observe('duologue_render_seconds', now() - startedAt);
    };
    const audio = withEnd(speech.audio, finish);
    if (stream_format === 'audio') {
      return new Response(audio, {
        headers: {
          'Content-Type': format === 'pcm' ? 'audio/pcm;rate=24000' : speech.mediaType,
          ...(speech.warnings.length === 0 ? {} : { 'X-Duologue-Warnings': warningText(speech.warnings) }),
        },
      });
    }
    return new Response(audio.pipeThrough(asEvents(input.length)), {
      headers: { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' },
    });
  } catch (error) {
    leave();
    throw error;
  }
}

/** The same bytes; `done` is called once, when all have been read, when making them fails, or when the reader leaves. */
function withEnd(stream: ReadableStream<Uint8Array>, done: () => void): ReadableStream<Uint8Array> {
  const reader = stream.getReader();
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { value, done: ended } = await reader.read();
        if (!ended) return controller.enqueue(value);
        done();
        controller.close();
      } catch (error) {
        done();
        controller.error(error);
      }
    },
    async cancel(reason) {
      done();
      await reader.cancel(reason);
    },
  });
}

function asEvents(characters: number): TransformStream<Uint8Array, Uint8Array> {
  const encoder = new TextEncoder();
  const event = (data: object): Uint8Array => encoder.encode(`data: ${JSON.stringify(data)}\n\n`);
  let bytes = 0;
  return new TransformStream<Uint8Array, Uint8Array>({
    transform(piece, controller) {
      bytes += piece.length;
      controller.enqueue(event({ type: 'speech.audio.delta', audio: Buffer.from(piece).toString('base64') }));
    },
    flush(controller) {
      const input_tokens = Math.ceil(characters / 4);
      const usage = { input_tokens, output_tokens: 0, total_tokens: input_tokens };
      controller.enqueue(event({ type: 'speech.audio.done', usage, bytes }));
    },
  });
}

/** A header holds no more than this, and no letters but these. */
function warningText(warnings: readonly string[]): string {
  return encodeURIComponent(warnings.join(' ')).slice(0, 1000);
}
