import type { SpeechAdapter } from '../cloud/adapter.ts';
import { createCloudProvider } from '../cloud/create-cloud-provider.ts';
import { ProviderError } from '../cloud/provider-error.ts';
import type { CloudOptions, CloudProvider } from '../cloud/speech-model.ts';
import { pollyAdapter, pollyModels, pollyTimes } from './polly-adapter.ts';
import { type AwsCredentials, signRequest } from './sign-request.ts';

export type PollyOptions = CloudOptions & {
  /** The access key's id, or both halves, and a session's token, with colons between: `ID:SECRET`. */
  readonly apiKey?: string;
  /** Default: from `AWS_SECRET_ACCESS_KEY`. */
  readonly secretAccessKey?: string;
  /** Default: from `AWS_SESSION_TOKEN`. */
  readonly sessionToken?: string;
  /** Default: from `AWS_REGION` or `AWS_DEFAULT_REGION`, else `us-east-1`. */
  readonly region?: string;
  /** Asks for speech marks, too. Amazon bills them like the sound: each character is then paid for twice. Default false. */
  readonly wordTimes?: boolean;
};

/** Amazon Polly. The key is in `AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY`. */
export function createPolly({
  secretAccessKey,
  sessionToken,
  region = variable('AWS_REGION') ?? variable('AWS_DEFAULT_REGION') ?? 'us-east-1',
  wordTimes = false,
  ...options
}: PollyOptions = {}): CloudProvider {
  if (!/^[a-z0-9-]+$/.test(region)) {
    throw fail('invalid-option', `region is ${JSON.stringify(region)}: give one such as eu-central-1.`);
  }
  let credentials: AwsCredentials | undefined;
  const adapter: SpeechAdapter = {
    ...pollyAdapter,
    ...(wordTimes
      ? { models: pollyModels.map((model) => ({ ...model, timed: true })), times: pollyTimes }
      : {}),
    baseURL: `https://polly.${region}.amazonaws.com`,
    authorize(key) {
      credentials = readCredentials(key, secretAccessKey, sessionToken);
      return {};
    },
  };
  const send = options.fetch ?? globalThis.fetch;
  return createCloudProvider(adapter, {
    ...options,
    async fetch(input, init = {}) {
      if (credentials === undefined) throw fail('missing-key', 'there are no credentials yet.');
      const { method, url, headers } = new Request(input, { ...init, body: null });
      const body = typeof init.body === 'string' ? init.body : '';
      const signed = await signRequest(
        { method, url: new URL(url), headers: Object.fromEntries(headers), body },
        { credentials, region, service: 'polly', date: new Date() },
      );
      return throttled(await send(url, { ...init, headers: signed }));
    },
  });
}

function readCredentials(
  key: string,
  secretAccessKey = variable('AWS_SECRET_ACCESS_KEY'),
  sessionToken = variable('AWS_SESSION_TOKEN'),
): AwsCredentials {
  const [accessKeyId = '', secret = secretAccessKey, token = sessionToken] = key.split(':');
  if (secret === undefined) {
    throw fail('missing-key', 'set AWS_SECRET_ACCESS_KEY, or give secretAccessKey. Nothing was sent.');
  }
  return { accessKeyId, secretAccessKey: secret, ...(token === undefined ? {} : { sessionToken: token }) };
}

/** Polly says with a 400 that it was asked too often. */
function throttled(response: Response): Response {
  const isThrottled = response.headers.get('x-amzn-errortype')?.startsWith('Throttling') === true;
  if (response.status !== 400 || !isThrottled) return response;
  return new Response(response.body, { status: 429, headers: response.headers });
}

function variable(name: string): string | undefined {
  // In a browser there is no environment.
  if (typeof process === 'undefined') return undefined;
  const value = process.env[name]?.trim();
  return value === '' ? undefined : value;
}

function fail(code: 'invalid-option' | 'missing-key', what: string): ProviderError {
  return new ProviderError(`${pollyAdapter.title}: ${what}`, { provider: pollyAdapter.name, code });
}
