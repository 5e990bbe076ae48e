import type { Recognizer } from '../../voices/index.ts';
import { createRealtimeRecognizer, type RealtimeOptions } from '../realtime/realtime-recognizer.ts';
import { createOpenAITalk, openaiSampleRate } from './openai-talk.ts';

export type OpenAIRecognizerOptions = RealtimeOptions & {
  /**
   * Default `gpt-live-transcribe`, which gives words while somebody speaks. Those that only write down what is over,
   * such as `gpt-4o-transcribe`, give theirs after that.
   */
  readonly model?: string;
  /** What stands before the slash of its id; default `openai`. A second server looks for its key under that name. */
  readonly name?: string;
  /** What is spoken of, for models that take a hint. */
  readonly prompt?: string;
  /** How far the microphone is, where OpenAI is to take the noise out. Default: it does not. */
  readonly noiseReduction?: 'near_field' | 'far_field';
};

/** They hear all of an utterance before they write. */
const afterwards = /^(?:whisper-1|gpt-4o(?:-mini)?-transcribe)/;

/**
 * OpenAI's recognition over its realtime protocol: text as it is understood, without the times of words. With
 * `baseURL`, that of any server that speaks the same.
 */
export function createOpenAIRecognizer({
  model = 'gpt-live-transcribe',
  name = 'openai',
  prompt,
  noiseReduction,
  ...options
}: OpenAIRecognizerOptions = {}): Recognizer {
  const { baseURL } = options;
  const own =
    baseURL === undefined || !URL.canParse(baseURL) || new URL(baseURL).hostname.endsWith('.openai.com');
  return createRealtimeRecognizer(
    {
      name,
      title: own ? 'OpenAI' : 'The server',
      id: `${name}/${model}`,
      // OpenAI's key is not for a server of another name.
      keyVariables: own ? ['OPENAI_API_KEY'] : [`${name.toUpperCase().replaceAll(/\W/g, '_')}_API_KEY`],
      keyOptional: !own,
      baseURL: 'https://api.openai.com/v1',
      languages: [],
      sampleRate: openaiSampleRate,
      partial: !afterwards.test(model),
      timed: false,
      authorize: (key) => ({ authorization: `Bearer ${key}` }),
      protocols: (key) => ['realtime', `openai-insecure-api-key.${key}`],
      path: 'realtime',
      query: () => ({ intent: 'transcription' }),
      talk: (events, language) => createOpenAITalk(events, { model, language, prompt, noiseReduction }),
    },
    options,
  );
}
