import * as z from 'zod';
import type { SpeechAdapter, WireReply, WireRequest } from '../cloud/adapter.ts';
import { createCloudClient } from '../cloud/cloud-client.ts';
import { createCloudTranscriber, type HeardPart, parseAnswer, wavForm } from '../cloud/cloud-transcriber.ts';
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

/** OpenAI's Whisper; with `baseURL`, that of any server with the same endpoint. */
export function createOpenAITranscriber({
  model = 'whisper-1',
  name = 'openai',
  ...options
}: OpenAITranscriberOptions = {}): Transcriber {
  const service = adapterFor(name, options.baseURL);
  return createCloudTranscriber({
    name: `${name}/${model}`,
    client: createCloudClient(service, options),
    longest,
    request: (wav, language) => transcriptionRequest(wav, model, language),
    read: (reply) => readTranscript(reply, service),
  });
}

// https://platform.openai.com/docs/api-reference/audio/createTranscription
function transcriptionRequest(wav: Uint8Array, model: string, language: string | undefined): WireRequest {
  const body = wavForm(wav);
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

async function readTranscript(reply: WireReply, service: SpeechAdapter): Promise<HeardPart> {
  const { text, language, words } = await parseAnswer(service, transcriptSchema, reply);
  return {
    text,
    language: language?.length === 2 ? language : undefined,
    words: (words ?? []).map(({ word, start, end }) => ({ text: word, start, end })),
  };
}
