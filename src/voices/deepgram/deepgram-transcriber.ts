import * as z from 'zod';
import type { Word } from '../../timeline/index.ts';
import type { WireReply, WireRequest } from '../cloud/adapter.ts';
import { createCloudClient } from '../cloud/cloud-client.ts';
import { ProviderError } from '../cloud/provider-error.ts';
import { speechFiles } from '../cloud/speech-file.ts';
import type { CloudOptions } from '../cloud/speech-model.ts';
import type { Transcriber } from '../word-aligner.ts';
import { deepgramAdapter } from './deepgram-adapter.ts';

export type DeepgramTranscriberOptions = CloudOptions & {
  /** Default `nova-3`. */
  readonly model?: string;
};

/** Seconds in one request: 38 MB, heard in a few seconds; Deepgram gives a request ten minutes. */
const longest = 1200;

/** Deepgram's recognition of recordings, with the time of each word. Long recordings take several requests. */
export function createDeepgramTranscriber({
  model = 'nova-3',
  ...options
}: DeepgramTranscriberOptions = {}): Transcriber {
  const client = createCloudClient(deepgramAdapter, options);
  return {
    name: `${deepgramAdapter.name}/${model}`,
    async transcribe(audio, { language, signal } = {}) {
      signal?.throwIfAborted();
      client.needKey();
      const texts: string[] = [];
      const words: Word[] = [];
      let heardLanguage: string | undefined;
      for await (const { bytes, start } of speechFiles(audio, longest)) {
        const request = listenRequest(bytes, model, language);
        const heard = await client.exchange(request, ({ reply }) => readTranscript(reply), { signal });
        if (heard.text !== '') texts.push(heard.text);
        heardLanguage ??= heard.language;
        for (const word of heard.words) {
          words.push({ ...word, start: word.start + start, end: word.end + start });
        }
      }
      const told = language ?? heardLanguage;
      return { text: texts.join(' '), words, ...(told === undefined ? {} : { language: told }) };
    },
  };
}

// https://developers.deepgram.com/reference/speech-to-text/listen-pre-recorded
function listenRequest(bytes: Uint8Array, model: string, language: string | undefined): WireRequest {
  return {
    path: 'listen',
    query: {
      model,
      punctuate: 'true',
      ...(language === undefined ? { detect_language: 'true' } : { language }),
    },
    headers: { 'content-type': 'audio/wav' },
    body: bytes,
  };
}

const wordSchema = z.object({
  word: z.string(),
  punctuated_word: z.string().nullish(),
  start: z.number(),
  end: z.number(),
  confidence: z.number().nullish(),
});

const transcriptSchema = z.object({
  results: z.object({
    channels: z.array(
      z.object({
        detected_language: z.string().nullish(),
        alternatives: z.array(
          z.object({ transcript: z.string().nullish(), words: z.array(wordSchema).nullish() }),
        ),
      }),
    ),
  }),
});

async function readTranscript(reply: WireReply) {
  const parsed = transcriptSchema.safeParse(await reply.json());
  if (!parsed.success) {
    throw new ProviderError(`${deepgramAdapter.title} sent no transcript: ${z.prettifyError(parsed.error)}`, {
      provider: deepgramAdapter.name,
      code: 'bad-answer',
      status: reply.status,
      retryable: true,
      cause: parsed.error,
    });
  }
  const [channel] = parsed.data.results.channels;
  const [best] = channel?.alternatives ?? [];
  return {
    text: best?.transcript?.trim() ?? '',
    language: channel?.detected_language ?? undefined,
    words: (best?.words ?? []).map(({ word, punctuated_word: spelt, start, end, confidence }) => ({
      text: spelt ?? word,
      start,
      end,
      ...(typeof confidence === 'number' ? { confidence } : {}),
    })),
  };
}
