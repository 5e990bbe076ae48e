import type { S3Client } from '@aws-sdk/client-s3';
import { CorpusError } from '../corpus-error.ts';
import { checkKey, isKey } from './object-key.ts';
import type { ObjectInfo, ObjectStore } from './object-store.ts';
import { type RetryOptions, retrying } from './retry.ts';
import { s3Error } from './s3-error.ts';

export type S3Place = {
  readonly bucket: string;
  /** Empty, or a key that stands before every other, without its slash. */
  readonly prefix: string;
};

export type S3StoreOptions = S3Place & {
  /** Of another server than Amazon's. Default: `AWS_ENDPOINT_URL_S3` or `AWS_ENDPOINT_URL` of the environment. */
  readonly endpoint?: string;
  /** Default: as the environment or the profile has it, `us-east-1` where neither has. */
  readonly region?: string;
  /** Of each request that fails in a way that may pass. */
  readonly retry?: Omit<RetryOptions, 'signal'>;
};

/** Milliseconds: who is silent for so long has gone. */
const connectionTimeout = 10_000;
const silenceTimeout = 60_000;

/** `s3://bucket/prefix` */
export function parseS3Name(name: string): S3Place {
  const [, bucket = '', rest = ''] = /^s3:\/\/([^/]*)(?:\/(.*))?$/s.exec(name) ?? [];
  const prefix = rest.replace(/\/+$/, '');
  if (!/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(bucket)) {
    throw new CorpusError(`${name}: ${JSON.stringify(bucket)} is no bucket. Write s3://bucket/prefix.`);
  }
  if (prefix !== '' && !isKey(prefix)) {
    throw new CorpusError(
      `${name}: the prefix takes letters, digits, _ . and - with single slashes between.`,
    );
  }
  return { bucket, prefix };
}

/**
 * A corpus behind the S3 API, with the credentials of the environment, as the programs of Amazon find them. An object
 * is sent in one request, up to the 5 GB that this API takes so. The caller disposes it.
 */
export async function openS3Store(options: S3StoreOptions): Promise<ObjectStore> {
  const { bucket, prefix, retry = {} } = options;
  // That later versions will not run on Node 20 concerns nobody who has this one.
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
  const s3 = await import('@aws-sdk/client-s3');
  const client = openClient(s3, options);
  const base = prefix === '' ? '' : `${prefix}/`;
  const name = `s3://${bucket}${prefix === '' ? '' : `/${prefix}`}`;
  const asking = <Result>(
    key: string,
    signal: AbortSignal | undefined,
    work: (abort: { abortSignal?: AbortSignal }) => Promise<Result>,
  ): Promise<Result> =>
    retrying(
      () =>
        work(signal === undefined ? {} : { abortSignal: signal }).catch((cause: unknown) => {
          throw s3Error(cause, { store: name, bucket, key });
        }),
      { ...retry, signal },
    );

  return {
    name,
    async put(key, bytes, { signal } = {}) {
      const object = { Bucket: bucket, Key: base + checkKey(key), ContentLength: bytes.byteLength };
      await asking(key, signal, (abort) =>
        client.send(new s3.PutObjectCommand({ ...object, Body: bytes }), abort),
      );
    },
    get: (key, { signal } = {}) => {
      const object = { Bucket: bucket, Key: base + checkKey(key) };
      return asking(key, signal, async (abort) => {
        try {
          const { Body, ContentLength } = await client.send(new s3.GetObjectCommand(object), abort);
          const bytes = (await Body?.transformToByteArray()) ?? new Uint8Array();
          if (ContentLength === undefined || bytes.byteLength === ContentLength) return bytes;
          throw new CorpusError(`${key} came from ${name} cut short.`, { key, retryable: true });
        } catch (cause) {
          if (cause instanceof s3.NoSuchKey) return undefined;
          throw cause;
        }
      });
    },
    async *list(given, { signal } = {}) {
      const found: ObjectInfo[] = [];
      let token: string | undefined;
      do {
        const request = { Bucket: bucket, Prefix: base + given, ContinuationToken: token };
        const page = await asking(given, signal, (abort) =>
          client.send(new s3.ListObjectsV2Command(request), abort),
        );
        for (const { Key = '', Size = 0 } of page.Contents ?? []) {
          const info: ObjectInfo = { key: Key.slice(base.length), bytes: Size };
          // Programs with windows leave objects that end in a slash, for folders.
          if (isKey(info.key)) found.push(info);
        }
        token = page.IsTruncated === true ? page.NextContinuationToken : undefined;
      } while (token !== undefined);
      // Amazon's come in this order, those of some other servers as their folders do.
      yield* found.toSorted((a, b) => (a.key < b.key ? -1 : 1));
    },
    async remove(key, { signal } = {}) {
      const object = { Bucket: bucket, Key: base + checkKey(key) };
      await asking(key, signal, (abort) => client.send(new s3.DeleteObjectCommand(object), abort));
    },
    async [Symbol.asyncDispose]() {
      client.destroy();
    },
  };
}

function openClient(s3: typeof import('@aws-sdk/client-s3'), options: S3StoreOptions): S3Client {
  const { AWS_ENDPOINT_URL_S3, AWS_ENDPOINT_URL, AWS_REGION, AWS_DEFAULT_REGION } = process.env;
  const endpoint = options.endpoint ?? AWS_ENDPOINT_URL_S3 ?? AWS_ENDPOINT_URL;
  const region = options.region ?? AWS_REGION ?? AWS_DEFAULT_REGION;
  return new s3.S3Client({
    // Other servers have no name for each bucket, and need no region.
    ...(endpoint === undefined ? {} : { endpoint, forcePathStyle: true, region: region ?? 'us-east-1' }),
    ...(region === undefined ? {} : { region }),
    // Swift and older servers refuse the checksums that newer clients send with everything.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    // `retrying` asks again, for bodies that break off too.
    maxAttempts: 1,
    requestHandler: { connectionTimeout, socketTimeout: silenceTimeout },
  });
}
