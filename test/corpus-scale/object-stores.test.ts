import { CorpusError, openS3Store, openStore, type S3StoreOptions } from 'duologue/corpus';
import { objectStoreContract } from 'duologue/testing';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type S3Server, startS3Server } from './s3-server.ts';

let quiet: S3Server;
let faulty: S3Server;
let count = 0;

beforeAll(async () => {
  [quiet, faulty] = await Promise.all([startS3Server(), startS3Server({ failEvery: 10 })]);
  for (const [name, value] of Object.entries(quiet.environment)) vi.stubEnv(name, value);
});

afterAll(async () => {
  vi.unstubAllEnvs();
  await Promise.all([quiet[Symbol.asyncDispose](), faulty[Symbol.asyncDispose]()]);
});

function open(server: S3Server, options: Partial<S3StoreOptions> = {}) {
  const { bucket, endpoint } = server;
  return openS3Store({ bucket, prefix: `store-${count++}`, endpoint, ...options });
}

objectStoreContract('S3', () => open(quiet), { test, expect, largest: 64_000_000 });
objectStoreContract('S3, where one request in ten fails', () => open(faulty), {
  test,
  expect,
  most: 1010,
});

test('a request in ten did fail', () => {
  expect(faulty.counts.failed).toBeGreaterThan(100);
  expect(faulty.counts.requests / faulty.counts.failed).toBeLessThan(11);
});

describe('what is wrong with a place behind the S3 API', () => {
  const bytes = new Uint8Array(1);
  const patient = { attempts: 2, firstWait: 0.01 };

  test('no bucket: to put, to get and to list', async () => {
    await using store = await open(quiet, { bucket: 'no-such-bucket' });
    const listing = async () => {
      for await (const _ of store.list('')) break;
    };
    for (const work of [() => store.put('a', bytes), () => store.get('a'), listing]) {
      const error = await failureOf(work());
      expect(error.message).toMatch(/There is no bucket no-such-bucket .* Create it/);
      expect(error.retryable).toBe(false);
    }
  });

  test('no credentials', async () => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', undefined);
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', undefined);
    vi.stubEnv('AWS_CONFIG_FILE', '/nonexistent');
    vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', '/nonexistent');
    vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
    await using store = await open(quiet);
    const error = await failureOf(store.get('a'));
    for (const [name, value] of Object.entries(quiet.environment)) vi.stubEnv(name, value);
    expect(error.message).toMatch(/needs credentials: set AWS_ACCESS_KEY_ID/);
  });

  test('wrong credentials', async () => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'wrong');
    await using store = await open(quiet);
    const error = await failureOf(store.put('a', bytes));
    for (const [name, value] of Object.entries(quiet.environment)) vi.stubEnv(name, value);
    expect(error.message).toMatch(/does not let us at a: InvalidAccessKeyId/);
    expect(error.retryable).toBe(false);
  });

  test('nobody there: tried again, then an error that may pass', async () => {
    await using store = await open(quiet, { endpoint: 'http://127.0.0.1:9', retry: patient });
    const error = await failureOf(store.get('a'));
    expect(error.message).toMatch(/failed at a: .*ECONNREFUSED/);
    expect([error.retryable, error.key]).toEqual([true, 'a']);
  });

  test('an address that does not exist', async () => {
    await using store = await open(quiet, { endpoint: 'http://nowhere.invalid', retry: patient });
    expect((await failureOf(store.get('a'))).message).toMatch(/cannot be reached|failed at a/);
  });

  test.each([
    ['s3://', /is no bucket/],
    ['s3://Bucket_/x', /is no bucket/],
    ['s3://bucket/a//b', /the prefix takes/],
    ['s3://bucket/../b', /the prefix takes/],
    ['gs://bucket/a', /gs:\/\/ is no place/],
    ['', /needs a name/],
  ])('%j is no name', async (name, message) => {
    await expect(openStore(name)).rejects.toThrow(message);
  });

  test('a name with and without a prefix, and a slash too many at its end', async () => {
    for (const [given, name] of [
      ['s3://corpus-tests/a/b/', 's3://corpus-tests/a/b'],
      ['s3://corpus-tests', 's3://corpus-tests'],
      ['s3://corpus-tests/', 's3://corpus-tests'],
    ] as const) {
      await using store = await openStore(given);
      expect(store.name).toBe(name);
      await store.put('named', bytes);
      expect(await store.get('named')).toHaveLength(1);
      await store.remove('named');
    }
  });
});

async function failureOf(work: Promise<unknown>): Promise<CorpusError> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(CorpusError);
  if (!(error instanceof CorpusError)) throw error;
  return error;
}
