import * as z from 'zod';
import type { WireReply, WireRequest } from '../cloud/adapter.ts';
import { createCloudClient } from '../cloud/cloud-client.ts';
import { createCloudTranscriber, type HeardPart, parseAnswer } from '../cloud/cloud-transcriber.ts';
import type { CloudOptions } from '../cloud/speech-model.ts';
import type { Transcriber } from '../word-aligner.ts';
import { deepgramAdapter } from './deepgram-adapter.ts';

export type DeepgramTranscriberOptions = CloudOptions & {
  /** Default `nova-3`. */
  readonly model?: string;
};

/** Seconds in one request: 38 MB, heard in a few seconds; Deepgram gives a request ten minutes. */
const longest = 1200;

/** Deepgram's recognition of recordings, with the time of each word. */
export function createDeepgramTranscriber({
  model = 'nova-3',
  ...options
}: DeepgramTranscriberOptions = {}): Transcriber {
  return createCloudTranscriber({
    name: `${deepgramAdapter.name}/${model}`,
    client: createCloudClient(deepgramAdapter, options),
    longest,
    request: (wav, language) => listenRequest(wav, model, language),
    read: readTranscript,
  });
}

// https://developers.deepgram.com/reference/speech-to-text/listen-pre-recorded
function listenRequest(wav: Uint8Array, model: string, language: string | undefined): WireRequest {
  return {
    path: 'listen',
    query: {
      model,
      punctuate: 'true',
      ...(language === undefined ? { detect_language: 'true' } : { language }),
    },
    headers: { 'content-type': 'audio/wav' },
    body: wav,
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

async function readTranscript(reply: WireReply): Promise<HeardPart> {
  const { results } = await parseAnswer(deepgramAdapter, transcriptSchema, reply);
  const [channel] = results.channels;
  const [best] = channel?.alternatives ?? [];
  return {
    text: best?.transcript ?? '',
    language: channel?.detected_language ?? undefined,
    words: (best?.words ?? []).map(({ word, punctuated_word: spelt, start, end, confidence }) => ({
      text: spelt ?? word,
      start,
      end,
      ...(typeof confidence === 'number' ? { confidence } : {}),
    })),
  };
}
