import { createCloudProvider } from '../cloud/create-cloud-provider.ts';
import type { CloudOptions, CloudProvider } from '../cloud/speech-model.ts';
import { murfAdapter } from './murf-adapter.ts';

/** Murf’s voices: `GEN2`, which times words, is the usual model; `FALCON` answers soonest. */
export function createMurf(options: CloudOptions = {}): CloudProvider {
  return createCloudProvider(murfAdapter, options);
}
