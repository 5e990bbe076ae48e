import { createCloudProvider } from '../cloud/create-cloud-provider.ts';
import type { CloudOptions, CloudProvider } from '../cloud/speech-model.ts';
import { googleAdapter } from './google-adapter.ts';

/** Gemini's voices. Two of them can speak a whole dialogue in one request. */
export function createGoogle(options: CloudOptions = {}): CloudProvider {
  return createCloudProvider(googleAdapter, options);
}
