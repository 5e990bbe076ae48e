import { CorpusError } from '../corpus-error.ts';

export type S3Request = { readonly store: string; readonly bucket: string; readonly key: string };

/** What went wrong behind the S3 API, in words that say what to do, and whether asking again may help. */
export function s3Error(cause: unknown, { store, bucket, key }: S3Request): unknown {
  if (cause instanceof CorpusError || !(cause instanceof Error)) return cause;
  const status = statusOf(cause);
  // Without the cause: it holds the whole answer, and with it the request's headers.
  const fail = (message: string): CorpusError => new CorpusError(message, { key });
  if (cause.name === 'NoSuchBucket' || (status === 404 && cause.name !== 'NoSuchKey')) {
    return fail(
      `There is no bucket ${bucket} for ${store}. Create it, or name another; see AWS_ENDPOINT_URL.`,
    );
  }
  if (cause.name === 'CredentialsProviderError' || cause.name === 'TokenProviderError') {
    return fail(
      `${store} needs credentials: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE. (${cause.message})`,
    );
  }
  if (cause.message.includes('Region is missing')) {
    return fail(`${store} needs a region: set AWS_REGION, or AWS_ENDPOINT_URL for a server of your own.`);
  }
  if (status === 301 || status === 307 || cause.name === 'AuthorizationHeaderMalformed') {
    return fail(`The bucket ${bucket} is in another region: set AWS_REGION to it. (${cause.message})`);
  }
  if (status === 401 || status === 403) {
    return fail(
      `${store} does not let us at ${key === '' ? 'its objects' : key}: ${cause.name}. Check the credentials and the bucket's policy.`,
    );
  }
  const address = addressFault(cause);
  if (address !== undefined) return fail(`${store} cannot be reached: ${address}. Check AWS_ENDPOINT_URL.`);
  if (status === undefined || status >= 500 || status === 429 || status === 408 || status < 400) {
    return new CorpusError(`${store} failed at ${key}: ${wordsOf(cause, status)}.`, {
      key,
      retryable: true,
    });
  }
  return fail(`${store} refused ${key}: ${wordsOf(cause, status)}.`);
}

function statusOf(cause: Error): number | undefined {
  const metadata = '$metadata' in cause ? cause.$metadata : undefined;
  if (typeof metadata !== 'object' || metadata === null || !('httpStatusCode' in metadata)) return undefined;
  return typeof metadata.httpStatusCode === 'number' ? metadata.httpStatusCode : undefined;
}

/** An address that is wrong stays wrong. */
function addressFault(cause: Error): string | undefined {
  const code = 'code' in cause ? cause.code : undefined;
  return code === 'ENOTFOUND' || code === 'ERR_INVALID_URL' ? cause.message : undefined;
}

function wordsOf(cause: Error, status: number | undefined): string {
  const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : '';
  const words = [status, code, cause.name, cause.message].filter(
    (word) => word !== undefined && word !== '' && word !== 'Error',
  );
  return [...new Set(words)].join(' ').slice(0, 300);
}
