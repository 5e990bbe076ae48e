import { createCloudProvider } from '../cloud/create-cloud-provider.ts';
import type { CloudOptions, CloudProvider } from '../cloud/speech-model.ts';
import { resembleAdapter } from './resemble-adapter.ts';

export type ResembleOptions = CloudOptions & {
  /** UUID of a project in which Resemble keeps what it said. Default: it keeps nothing. */
  readonly project?: string;
};

/** Voices of a Resemble account, by their UUID, with the time of each word. */
export function createResemble({ project, ...options }: ResembleOptions = {}): CloudProvider {
  if (project === undefined) return createCloudProvider(resembleAdapter, options);
  const { speak } = resembleAdapter;
  return createCloudProvider(
    {
      ...resembleAdapter,
      speak(ask) {
        const { body, ...request } = speak(ask);
        return { ...request, body: { ...(typeof body === 'object' ? body : {}), project_uuid: project } };
      },
    },
    options,
  );
}
