import * as z from 'zod';
import type { Word } from '../../timeline/index.ts';
import type { SpeechAdapter, WireReply, WireRequest } from '../cloud/adapter.ts';
import { createCloudClient } from '../cloud/cloud-client.ts';
import { ProviderError } from '../cloud/provider-error.ts';
import { speechFiles } from '../cloud/speech-file.ts';
import type { CloudOptions } from '../cloud/speech-model.ts';
import type { Transcriber } from '../word-aligner.ts';
import { adapterFor } from './openai-adapter.ts';

export type OpenAITranscriberOptions = CloudOptions & {
  /** Default `whisper-1`, the only one of OpenAI's own that times words. */
  readonly model?: string;
  /** What stands before the slash of its name; default `openai`. */
  readonly name?: string;
};

/** Seconds in one request: 25 MB are taken, which 13 minutes of 16 kHz fill. */
const longest = 600;

/**
 * OpenAI's Whisper; with `baseURL`, that of any server with the same endpoint. Long recordings take several requests,
 * one after the other.
 */
export function createOpenAITranscriber({
  model = 'whisper-1',
  name = 'openai',
  ...options
}: OpenAITranscriberOptions = {}): Transcriber {
  const service = adapterFor(name, options.baseURL);
  const client = createCloudClient(service, options);
  return {
    name: `${name}/${model}`,
    async transcribe(audio, { language, signal } = {}) {
      signal?.throwIfAborted();
      client.needKey();
      const texts: string[] = [];
      const words: Word[] = [];
      let heardLanguage: string | undefined;
      for await (const { bytes, start } of speechFiles(audio, longest)) {
        const request = transcriptionRequest(bytes, model, language);
        const heard = await client.exchange(request, ({ reply }) => readTranscript(reply, service), {
          signal,
        });
        texts.push(heard.text);
        heardLanguage ??= heard.language;
        for (const word of heard.words) {
          words.push({ text: word.text, start: word.start + start, end: word.end + start });
        }
      }
      const told = language ?? heardLanguage;
      return { text: texts.join(' '), words, ...(told === undefined ? {} : { language: told }) };
    },
  };
}

// https://platform.openai.com/docs/api-reference/audio/createTranscription
function transcriptionRequest(bytes: Uint8Array, model: string, language: string | undefined): WireRequest {
  const body = new FormData();
  body.set('file', new Blob([new Uint8Array(bytes)], { type: 'audio/wav' }), 'speech.wav');
  body.set('model', model);
  body.set('response_format', 'verbose_json');
  body.set('timestamp_granularities[]', 'word');
  const code = language?.split('-')[0]?.toLowerCase();
  // ISO 639-1, or a refusal: a language of three letters is left to be heard.
  if (code?.length === 2) body.set('language', code);
  return { path: 'audio/transcriptions', body };
}

const transcriptSchema = z.object({
  text: z.string(),
  /** OpenAI writes `english`; other servers `en`. */
  language: z.string().nullish(),
  words: z.array(z.object({ word: z.string(), start: z.number(), end: z.number() })).nullish(),
});

async function readTranscript(reply: WireReply, { name, title }: SpeechAdapter) {
  const parsed = transcriptSchema.safeParse(await reply.json());
  if (!parsed.success) {
    throw new ProviderError(`${title} sent no transcript: ${z.prettifyError(parsed.error)}`, {
      provider: name,
      code: 'bad-answer',
      status: reply.status,
      retryable: true,
      cause: parsed.error,
    });
  }
  const { text, language, words } = parsed.data;
  return {
    text: text.trim(),
    language: language?.length === 2 ? language : undefined,
    words: (words ?? []).map(({ word, start, end }) => ({ text: word.trim(), start, end })),
  };
}
