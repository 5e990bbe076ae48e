import { createCloudProvider } from '../cloud/create-cloud-provider.ts';
import type { CloudOptions, CloudProvider } from '../cloud/speech-model.ts';
import { openaiAdapter } from './openai-adapter.ts';

export type OpenAIOptions = CloudOptions & {
  /** What stands before the slash of its voices' ids; default `openai`. A second server needs a name of its own. */
  readonly name?: string;
};

/**
 * OpenAI's voices; with `baseURL`, those of any server that takes the same requests, such as a local one: it may
 * have models and voices of its own, and want no key.
 */
export function createOpenAI({ name = openaiAdapter.name, ...options }: OpenAIOptions = {}): CloudProvider {
  const own = options.baseURL === undefined || new URL(options.baseURL).hostname === 'api.openai.com';
  return createCloudProvider(
    own ? { ...openaiAdapter, name } : { ...openaiAdapter, name, otherVoices: true, keyOptional: true },
    options,
  );
}
