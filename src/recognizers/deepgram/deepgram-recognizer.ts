import type { Recognizer } from '../../voices/index.ts';
import { createRealtimeRecognizer, type RealtimeOptions } from '../realtime/realtime-recognizer.ts';
import { createDeepgramTalk } from './deepgram-talk.ts';

export type DeepgramRecognizerOptions = RealtimeOptions & {
  /** Default `nova-3`. */
  readonly model?: string;
  /** Hz of the sound; default 16000. */
  readonly sampleRate?: number;
  /** Laid over the query, under Deepgram's own names: `{ keyterm: 'Duologue' }`. */
  readonly providerOptions?: Readonly<Record<string, string>>;
};

/** Where no language is named, it hears these and switches between them. */
const languages = ['en', 'es', 'fr', 'de', 'hi', 'ru', 'pt', 'ja', 'it', 'nl'];

// https://developers.deepgram.com/reference/speech-to-text/listen-streaming
/** Deepgram's recognition of a stream, with the time of each word and words while somebody speaks. */
export function createDeepgramRecognizer({
  model = 'nova-3',
  sampleRate = 16_000,
  providerOptions = {},
  ...options
}: DeepgramRecognizerOptions = {}): Recognizer {
  return createRealtimeRecognizer(
    {
      name: 'deepgram',
      title: 'Deepgram',
      id: `deepgram/${model}`,
      keyVariables: ['DEEPGRAM_API_KEY'],
      baseURL: 'https://api.deepgram.com/v1',
      languages,
      sampleRate,
      partial: true,
      timed: true,
      authorize: (key) => ({ authorization: `Token ${key}` }),
      protocols: (key) => ['token', key],
      path: 'listen',
      query: (language) => ({
        model,
        encoding: 'linear16',
        sample_rate: String(sampleRate),
        channels: '1',
        interim_results: 'true',
        punctuate: 'true',
        // We say when an utterance is over.
        endpointing: 'false',
        language: language ?? 'multi',
        ...providerOptions,
      }),
      talk: (events) => createDeepgramTalk(events, sampleRate),
    },
    options,
  );
}
