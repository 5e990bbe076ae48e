import type { Context } from 'hono';
import { streamSSE } from 'hono/streaming';
import * as z from 'zod';
import { type GenerateProgress, generateConversation } from '../../generate/index.ts';
import { fileExtension } from '../../media/index.ts';
import { toSrt, toWebVtt } from '../../timeline/index.ts';
import type { ServerParts } from '../server-parts.ts';
import type { ConversationStore, KeptConversation } from './conversation-store.ts';
import { RequestError } from './errors.ts';
import { requestError } from './fault.ts';
import { formatNamed, formatNames } from './formats.ts';
import { readJson, readText } from './read-body.ts';
import type { RenderQueue } from './render-queue.ts';

export const conversationSchema = z.strictObject({
  /** In any format that a script may have. */
  script: z.string().min(1).max(1_000_000).optional(),
  /** Instead: turns as data. */
  turns: z
    .array(z.looseObject({ speaker: z.string().min(1), text: z.string() }))
    .min(1)
    .max(10_000)
    .optional(),
  /** By speaker. */
  voices: z.record(z.string(), z.string()).optional(),
  format: z.enum(formatNames).default('wav'),
  layout: z.enum(['tracks', 'stereo', 'mono']).optional(),
  style: z.enum(['natural', 'sequential']).optional(),
  register: z.string().max(64).optional(),
  seed: z.union([z.string().max(256), z.number()]).optional(),
  gapMs: z.number().min(0).max(60_000).optional(),
});

type Asked = z.infer<typeof conversationSchema>;

export type ConversationParts = {
  readonly parts: ServerParts;
  readonly store: ConversationStore;
  readonly queue: RenderQueue;
  readonly caller: string;
};

/** `POST /v1/conversations`. */
export async function answerConversation(context: Context, made: ConversationParts): Promise<Response> {
  const { limits } = made.parts;
  const type = context.req.header('content-type') ?? '';
  const asked: Asked = type.startsWith('text/')
    ? { script: await readText(context, limits.bodyBytes), format: queryFormat(context) }
    : await readJson(context, limits.bodyBytes, conversationSchema);
  if ((asked.script === undefined) === (asked.turns === undefined)) {
    throw new RequestError(400, 'invalid_value', 'Give either a script or turns.', { param: 'script' });
  }
  const accept = context.req.header('accept') ?? '';
  const { signal } = context.req.raw;
  if (accept.includes('text/event-stream')) return streamProgress(context, asked, made);
  const kept = await make(asked, made, signal, () => {});
  if (accept.startsWith('audio/')) return audioOf(kept);
  context.header('Location', `/v1/conversations/${kept.id}`);
  return context.json(describe(kept), 201);
}

function queryFormat(context: Context): Asked['format'] {
  const name = context.req.query('format') ?? 'wav';
  const format = formatNames.find((known) => known === name);
  if (format === undefined) {
    const message = `format: give one of ${formatNames.join(', ')}.`;
    throw new RequestError(400, 'invalid_value', message, { param: 'format' });
  }
  return format;
}

async function make(
  { script, turns, voices: cast, format: name, layout, style, register, seed, gapMs }: Asked,
  { parts, store, queue, caller }: ConversationParts,
  signal: AbortSignal,
  onProgress: (progress: GenerateProgress) => void,
): Promise<KeptConversation> {
  const { options, metrics, now } = parts;
  const startedAt = now();
  const format = formatNamed(name);
  const generated = await queue.run(
    () =>
      generateConversation({
        script: script ?? JSON.stringify({ turns }),
        providers: options.voices.providers,
        connections: options.connections ?? {},
        output: { format, ...(layout === undefined ? {} : { layout }) },
        signal,
        onProgress,
        ...(cast === undefined ? {} : { voices: cast }),
        ...(style === undefined ? {} : { style }),
        ...(register === undefined ? {} : { register }),
        ...(seed === undefined ? {} : { seed }),
        ...(gapMs === undefined ? {} : { gapMs }),
      }),
    signal,
  );
  metrics.observe('duologue_render_seconds', now() - startedAt);
  return store.keep({
    owner: caller,
    audio: generated.audio.uint8Array,
    mediaType: generated.audio.mediaType,
    extension: fileExtension(format),
    timeline: generated.timeline,
    warnings: generated.warnings,
  });
}

/** Progress as it is made; last `conversation.done` with what a plain request would have been answered. */
function streamProgress(context: Context, asked: Asked, made: ConversationParts): Response {
  const stopped = new AbortController();
  return streamSSE(context, async (stream) => {
    stream.onAbort(() => stopped.abort(new Error('The client left.')));
    const write = (event: string, data: object): Promise<void> =>
      stream.writeSSE({ event, data: JSON.stringify({ type: event, ...data }) });
    try {
      const kept = await make(asked, made, stopped.signal, (progress) => {
        const { type, ...rest } = progress;
        void write('conversation.progress', { stage: type, ...rest }).catch(() => {});
      });
      await write('conversation.done', { conversation: describe(kept) });
    } catch (error) {
      if (stopped.signal.aborted) return;
      const { status, code, message, param } = requestError(error);
      const type = status >= 500 ? 'server_error' : 'invalid_request_error';
      await write('error', { error: { message, type, param, code } });
    }
  });
}

export function describe({ id, timeline, mediaType, warnings, expires, audio }: KeptConversation): object {
  const place = `/v1/conversations/${id}`;
  return {
    id,
    object: 'conversation',
    duration: timeline.duration,
    speakers: timeline.speakers.map(({ id: speaker, voice }) => ({ id: speaker, voice })),
    utterances: timeline.utterances.length,
    warnings,
    expires_at: expires,
    audio: { url: `${place}/audio`, media_type: mediaType, bytes: audio.length },
    captions: { vtt: `${place}/captions.vtt`, srt: `${place}/captions.srt` },
    timeline: `${place}/timeline.json`,
  };
}

export function audioOf({ audio, mediaType, id, extension }: KeptConversation): Response {
  return new Response(new Uint8Array(audio), {
    headers: {
      'Content-Type': mediaType,
      'Content-Disposition': `inline; filename="${id}${extension}"`,
      'Cache-Control': 'private, max-age=3600',
    },
  });
}

/** `GET /v1/conversations/{id}/captions.vtt` and its like. */
export function captionsOf({ timeline }: KeptConversation, format: 'vtt' | 'srt'): Response {
  return format === 'vtt'
    ? new Response(toWebVtt(timeline), { headers: { 'Content-Type': 'text/vtt; charset=utf-8' } })
    : new Response(toSrt(timeline), { headers: { 'Content-Type': 'application/x-subrip; charset=utf-8' } });
}
