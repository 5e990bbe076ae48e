import * as z from 'zod';
import type { Talk, TalkEvents } from '../realtime/dialect.ts';
import { createTranscriptItems } from './transcript-items.ts';

export type OpenAISession = {
  readonly model: string;
  readonly language?: string | undefined;
  readonly prompt?: string | undefined;
  readonly noiseReduction?: 'near_field' | 'far_field' | undefined;
};

export const openaiSampleRate = 24_000;
/** A commit of less is refused: 100 ms. */
const leastFrames = 2400;

const item = { item_id: z.string() };
const errorSchema = z.object({
  type: z.string().nullish(),
  code: z.string().nullish(),
  message: z.string().nullish(),
});
const transcription = 'conversation.item.input_audio_transcription';

// https://developers.openai.com/api/docs/guides/realtime-transcription
const messageSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('input_audio_buffer.committed'), ...item }),
  z.object({ type: z.literal(`${transcription}.delta`), ...item, delta: z.string().nullish() }),
  z.object({ type: z.literal(`${transcription}.completed`), ...item, transcript: z.string() }),
  z.object({ type: z.literal(`${transcription}.failed`), ...item, error: errorSchema }),
  z.object({ type: z.literal('error'), error: errorSchema }),
]);
/** What else is said is of no concern here, as long as it is an event. */
const otherSchema = z.object({ type: z.string() });

export function createOpenAITalk(events: TalkEvents, session: OpenAISession): Talk {
  const items = createTranscriptItems(events);
  /** Samples since the last commit. */
  let frames = 0;
  let configured = false;

  const onError = ({ type, code, message }: z.infer<typeof errorSchema>): void => {
    const said = message ?? code ?? type ?? 'an error without a word';
    if (code === 'input_audio_buffer_commit_empty') items.commit(undefined);
    else if (/api_key|authentication|permission/.test(`${code} ${type}`))
      events.refuse('unauthorized', said, false);
    else if (/quota/.test(`${code} ${type}`)) events.refuse('rate-limited', said, false);
    else if (/rate_limit/.test(`${code} ${type}`)) events.refuse('rate-limited', said, true);
    else if (/session_expired|server_error/.test(`${code} ${type}`))
      events.refuse('server-failed', said, true);
    // Of a session that was never as it should be, no words come.
    else if (!configured) events.refuse('rejected', said, false);
    else events.warn(said);
  };

  return {
    opening: () => [JSON.stringify({ type: 'session.update', session: sessionUpdate(session) })],
    sound(pcm) {
      frames += pcm.length / 2;
      return JSON.stringify({ type: 'input_audio_buffer.append', audio: toBase64(pcm) });
    },
    utteranceEnd() {
      const missing = Math.max(0, leastFrames - frames);
      frames = 0;
      const commit = JSON.stringify({ type: 'input_audio_buffer.commit' });
      if (missing === 0) return [commit];
      events.padded(missing);
      const silence = toBase64(new Uint8Array(missing * 2));
      return [JSON.stringify({ type: 'input_audio_buffer.append', audio: silence }), commit];
    },
    soundEnd: () => [],
    read(message) {
      const parsed = messageSchema.safeParse(message);
      if (!parsed.success) {
        const other = otherSchema.safeParse(message);
        const known = messageSchema.options.some(({ shape }) => shape.type.value === other.data?.type);
        configured ||= other.data?.type === 'session.updated';
        return other.success && !known;
      }
      const event = parsed.data;
      if (event.type === 'error') onError(event.error);
      else if (event.type === 'input_audio_buffer.committed') items.commit(event.item_id);
      else if (event.type === `${transcription}.delta`) items.add(event.item_id, event.delta ?? '');
      else if (event.type === `${transcription}.completed`) items.complete(event.item_id, event.transcript);
      else {
        events.warn(`could not write down an utterance: ${event.error.message ?? event.error.code ?? ''}`);
        items.giveUp(event.item_id);
      }
      return true;
    },
  };
}

function sessionUpdate({ model, language, prompt, noiseReduction }: OpenAISession): object {
  // ISO 639-1, or a refusal: a language of three letters is left to be heard.
  const code = language?.split('-')[0]?.toLowerCase();
  return {
    type: 'transcription',
    audio: {
      input: {
        format: { type: 'audio/pcm', rate: openaiSampleRate },
        transcription: {
          model,
          ...(code?.length === 2 ? { language: code } : {}),
          ...(prompt === undefined ? {} : { prompt }),
        },
        ...(noiseReduction === undefined ? {} : { noise_reduction: { type: noiseReduction } }),
        // We say when an utterance is over.
        turn_detection: null,
      },
    },
  };
}

function toBase64(bytes: Uint8Array): string {
  if (typeof Buffer !== 'undefined') {
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64');
  }
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary);
}
