import { createCloudProvider } from '../cloud/create-cloud-provider.ts';
import type { CloudOptions, CloudProvider } from '../cloud/speech-model.ts';
import { adapterFor } from './openai-adapter.ts';

export { createOpenAITranscriber, type OpenAITranscriberOptions } from './openai-transcriber.ts';

export type OpenAIOptions = CloudOptions & {
  /**
   * What stands before the slash of its voices' ids; default `openai`. A second server needs a name of its own, and
   * its key is looked for under that name: `GROQ_API_KEY` for `groq`.
   */
  readonly name?: string;
};

/**
 * OpenAI's voices; with `baseURL`, those of any server that takes the same requests, such as a local one: it may
 * have models and voices of its own, and want no key.
 */
export function createOpenAI({ name = 'openai', ...options }: OpenAIOptions = {}): CloudProvider {
  return createCloudProvider(adapterFor(name, options.baseURL), options);
}
