import { createCloudProvider } from '../cloud/create-cloud-provider.ts';
import type { CloudOptions, CloudProvider } from '../cloud/speech-model.ts';
import { cartesiaAdapter } from './cartesia-adapter.ts';

/** Cartesia's voices, each by its id; words are timed by the vendor. */
export function createCartesia(options: CloudOptions = {}): CloudProvider {
  return createCloudProvider(cartesiaAdapter, options);
}
