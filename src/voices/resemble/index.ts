import { createCloudProvider } from '../cloud/create-cloud-provider.ts';
import { ProviderError } from '../cloud/provider-error.ts';
import type { CloudOptions, CloudProvider } from '../cloud/speech-model.ts';
import { resembleAdapter } from './resemble-adapter.ts';
import { resembleDesign } from './resemble-design.ts';

export type ResembleOptions = CloudOptions & {
  /** UUID of a project in which Resemble keeps what it said. Default: it keeps nothing. */
  readonly project?: string;
  /** Where voices are made; default `https://app.resemble.ai/api/v2`. `baseURL` is where they speak. */
  readonly appBaseURL?: string;
};

/** Voices of a Resemble account, by their UUID, with the time of each word. */
export function createResemble({
  project,
  appBaseURL = 'https://app.resemble.ai/api/v2',
  ...options
}: ResembleOptions = {}): CloudProvider {
  if (!/^https:\/\/|^http:\/\/(?:localhost|127\.0\.0\.1)[:/]/.test(appBaseURL)) {
    throw new ProviderError(
      `Resemble: appBaseURL is ${JSON.stringify(appBaseURL)}: give a URL that begins with https://.`,
      { provider: resembleAdapter.name, code: 'invalid-option' },
    );
  }
  const { speak } = resembleAdapter;
  return createCloudProvider(
    {
      ...resembleAdapter,
      design: resembleDesign(appBaseURL.replace(/\/+$/, '')),
      speak(ask) {
        const { body, ...request } = speak(ask);
        const filed = project === undefined ? {} : { project_uuid: project };
        return { ...request, body: { ...(typeof body === 'object' ? body : {}), ...filed } };
      },
    },
    options,
  );
}
