import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { bzip2Archive, packArchive } from './fixtures/archive.ts';
import { type Fault, type FileServer, serveFile } from './fixtures/file-server.ts';
import type { ModelDescription, Upload } from './model.ts';
import { ModelError } from './model-error.ts';
import { createModelStore, type ModelStoreOptions } from './model-store.ts';

/** Nothing compresses it. */
const noise = createHash('shake256', { outputLength: 300_000 }).update('noise').digest();
let folder = '';
let server: FileServer;
let archive: Uint8Array;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'duologue-models-'));
  archive = await packArchive({ 'small/model.onnx': noise, 'small/tokens.txt': 'a 0\n' });
  server = await serveFile('small.tar.gz', archive);
});
afterEach(async () => {
  await server[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

const sum = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const uploadOf = (bytes: Uint8Array): Upload => ({ bytes: bytes.length, sha256: sum(bytes) });

function describeSmall(uploads: readonly Upload[] = [uploadOf(archive)], url = server.url): ModelDescription {
  const files = [{ url, uploads }];
  return { id: 'small', title: 'Small', kind: 'voice', languages: ['en'], licence: 'MIT', files };
}

function openStore(options: ModelStoreOptions = {}) {
  return createModelStore({ folder, catalogue: [describeSmall()], pause: 0.001, retries: 2, ...options });
}

async function failure(work: Promise<unknown>): Promise<ModelError> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof ModelError) return error;
  throw new Error('no ModelError', { cause: error });
}

describe('pull', () => {
  test('fetches, checks, unpacks and lists', async () => {
    const store = openStore();
    expect((await store.list()).map(({ state }) => state)).toEqual(['absent']);
    const shares: number[] = [];
    const model = await store.pull('small', { onProgress: ({ share }) => shares.push(share) });
    expect(model.folder).toBe(join(folder, 'small'));
    expect((await readFile(join(model.folder, 'model.onnx'))).equals(noise)).toBe(true);
    expect(model.sources).toEqual([{ url: server.url, known: true, ...uploadOf(archive) }]);
    expect(shares.every((share) => share >= 0 && share <= 1)).toBe(true);
    expect(await store.list()).toMatchObject([{ id: 'small', state: 'installed', bytes: noise.length + 4 }]);
    expect(await store.verify('small')).toEqual([]);
    expect((await readdir(join(folder, '.partial'))).length).toBe(0);
    await store.pull('small');
    expect(server.requests).toEqual(['whole']);
  });

  test('unpacks bzip2, as most models come', async () => {
    const bzip2 = await serveFile('kokoro.tar.bz2', bzip2Archive);
    await using closing = bzip2;
    const model = await openStore().pull(describeSmall([uploadOf(bzip2Archive)], closing.url));
    expect(await readFile(join(model.folder, 'model.onnx'), 'utf8')).toBe('weights');
  });

  test('keeps a file that is no archive under its own name', async () => {
    const plain = await serveFile('vocos.onnx', noise);
    await using closing = plain;
    const { files, ...model } = describeSmall();
    const store = openStore();
    const both = await store.pull({
      ...model,
      files: [...files, { url: closing.url, uploads: [uploadOf(noise)] }],
    });
    expect((await readdir(both.folder)).toSorted()).toEqual([
      'duologue-model.json',
      'model.onnx',
      'tokens.txt',
      'vocos.onnx',
    ]);
  });

  test('goes on where a broken connection ended, within a pull and in the next one', async () => {
    server.behave({ cutAfter: 100_000 }, { cutAfter: 50_000 }, 'none');
    await openStore().pull('small');
    expect(server.requests.length).toBe(3);
    expect(server.requests.slice(1).every((range) => /^bytes=[1-9]\d+-$/.test(range))).toBe(true);

    const later = openStore({ folder: join(folder, 'other'), retries: 0 });
    server.behave({ cutAfter: 100_000 });
    expect(await failure(later.pull('small'))).toMatchObject({ code: 'interrupted', retryable: true });
    expect(await later.list()).toMatchObject([{ state: 'partial' }]);
    server.behave('none');
    await later.pull('small');
    expect(server.requests.at(-1)).toMatch(/^bytes=[1-9]/);
    expect(await later.verify('small')).toEqual([]);
  });

  test('starts anew where the server knows no ranges, sends another part, or has another file now', async () => {
    for (const fault of ['no-ranges', 'wrong-range'] as const) {
      const store = openStore({ folder: join(folder, fault) });
      server.behave({ cutAfter: 90_000 }, fault, 'none');
      await store.pull('small');
      expect(await store.verify('small')).toEqual([]);
    }
    const changed = await packArchive({ 'small/model.onnx': noise.toReversed() });
    const store = openStore({ folder: join(folder, 'changed'), retries: 0 });
    const model = describeSmall([]);
    server.behave({ cutAfter: 90_000 });
    await failure(store.pull(model));
    server.replace(changed);
    server.behave('none');
    expect((await store.pull(model)).sources[0]?.sha256).toBe(sum(changed));
  });

  test.each<[string, Fault, string]>([
    ['a web page', 'web-page', 'web-page'],
    ['nothing there', { status: 404 }, 'not-found'],
    ['a refusal', { status: 403 }, 'refused'],
    ['a fault of the server', { status: 503 }, 'server-fault'],
    ['silence', { stallAfter: 1000 }, 'stalled'],
    ['a way to http', { status: 302, location: 'http://example.org/model.tar.gz' }, 'bad-address'],
  ])('says so for %s', async (_, fault, code) => {
    server.behave(fault);
    const store = openStore({ retries: 0, patience: 0.1 });
    expect(await failure(store.pull('small'))).toMatchObject({ code });
    await expect(store.find('small')).rejects.toThrow('duologue models pull small');
  });

  test('says so where nobody answers', async () => {
    const { url } = server;
    await server[Symbol.asyncDispose]();
    expect(await failure(openStore({ retries: 1 }).pull('small'))).toMatchObject({
      code: 'unreachable',
      url,
    });
    server = await serveFile('small.tar.gz', archive);
  });

  test('follows to another address of its kind', async () => {
    server.behave({ status: 302, location: server.url }, 'none');
    await openStore().pull('small');
    expect(server.requests.length).toBe(2);
  });

  test('does not take a file of the wrong length or with the wrong checksum', async () => {
    const short = openStore({ catalogue: [describeSmall([{ bytes: 77, sha256: sum(archive) }])] });
    expect(await failure(short.pull('small'))).toMatchObject({ code: 'wrong-size' });
    const forged = openStore({ catalogue: [describeSmall([{ bytes: archive.length, sha256: sum(noise) }])] });
    expect(await failure(forged.pull('small'))).toMatchObject({ code: 'wrong-checksum' });
    expect(await forged.list()).toMatchObject([{ state: 'absent' }]);
  });

  test('takes an earlier upload of the same file too', async () => {
    const model = describeSmall([{ bytes: 77, sha256: sum(noise) }, uploadOf(archive)]);
    expect((await openStore().pull(model)).sources[0]?.sha256).toBe(sum(archive));
  });

  test('remembers what it took on trust, and takes nothing else later', async () => {
    const store = openStore({ catalogue: [describeSmall([])] });
    expect((await store.pull('small')).sources).toMatchObject([{ known: false, sha256: sum(archive) }]);
    await store.remove('small');
    server.replace(await packArchive({ 'small/model.onnx': noise.toReversed() }));
    expect((await failure(store.pull('small'))).code).toMatch(/wrong-(size|checksum)/);
    expect((await store.pull('small', { trustAnew: true })).sources).toMatchObject([{ known: false }]);
  });

  test('says how much room is missing before a byte is written', async () => {
    const error = await failure(openStore({ freeSpace: async () => 1e6 }).pull('small'));
    expect(error.code).toBe('disk-full');
    expect(error.message).toContain('DUOLOGUE_MODELS');
    expect(await openStore().list()).toMatchObject([{ state: 'absent' }]);
  });

  test('ends at an abort with what has arrived, which the next pull goes on with', async () => {
    server.behave({ stallAfter: 100_000 });
    const controller = new AbortController();
    const reason = new Error('enough');
    const work = openStore().pull('small', {
      signal: controller.signal,
      onProgress: ({ bytes }) => bytes > 50_000 && controller.abort(reason),
    });
    await expect(work).rejects.toBe(reason);
    server.behave('none');
    await openStore().pull('small');
    expect(server.requests.at(-1)).toMatch(/^bytes=[1-9]/);
  });

  test('stopped while it unpacks, it has nothing to fetch again', async () => {
    const controller = new AbortController();
    const store = openStore({ catalogue: [describeSmall([])] });
    const work = store.pull('small', {
      signal: controller.signal,
      onProgress: ({ stage }) => stage === 'unpack' && controller.abort(new Error('enough')),
    });
    await expect(work).rejects.toThrow('enough');
    expect(await store.list()).toMatchObject([{ state: 'partial' }]);
    await store.pull('small');
    expect(server.requests.length).toBe(1);
    expect(await store.verify('small')).toEqual([]);
  });

  test('one at a time: a second one is told who is at it, and a dead one counts for nothing', async () => {
    server.behave({ stallAfter: 100_000 });
    const controller = new AbortController();
    let second: Promise<ModelError> | undefined;
    const first = openStore().pull('small', {
      signal: controller.signal,
      onProgress: () => {
        second ??= failure(openStore().pull('small')).finally(() => controller.abort(new Error('enough')));
      },
    });
    await expect(first).rejects.toThrow('enough');
    const error = await second;
    expect(error?.code).toBe('busy');
    expect(error?.message).toContain(`${process.pid}`);
    // No process has this number.
    await writeFile(
      join(folder, '.locks', 'small.lock'),
      JSON.stringify({ pid: 2 ** 22 + 7, host: hostname() }),
    );
    server.behave('none');
    await openStore().pull('small');
  });
});

describe('archives', () => {
  test.each([
    ['a way up', { '../evil.txt': 'x' }],
    ['a hidden way up', { 'a/../../evil.txt': 'x' }],
    ['an absolute path', { '/tmp/duologue-evil.txt': 'x' }],
    ['a drive', { 'C:\\evil.txt': 'x' }],
    ['a link outside', { 'a/model.onnx': 'x', 'a/b': '->../../../etc/passwd' }],
    ['an absolute link', { 'a/model.onnx': 'x', 'a/b': '->/etc/passwd' }],
  ])('with %s are refused', async (_, files) => {
    const bytes = await packArchive(files);
    server.replace(bytes);
    const error = await failure(openStore().pull(describeSmall([uploadOf(bytes)])));
    expect(error.code).toBe('unsafe-archive');
    await expect(openStore().find('small')).rejects.toThrow(ModelError);
    expect((await readdir(join(folder, '..'))).filter((name) => name.includes('evil'))).toEqual([]);
  });

  test('have links inside them copied', async () => {
    const bytes = await packArchive({ 'a/model.onnx': 'weights', 'a/b/same.onnx': '->../model.onnx' });
    server.replace(bytes);
    const model = await openStore().pull(describeSmall([uploadOf(bytes)]));
    expect(await readFile(join(model.folder, 'b', 'same.onnx'), 'utf8')).toBe('weights');
  });

  test.each([
    ['empty', new Uint8Array(0)],
    ['no archive', noise],
    ['cut off', undefined],
  ])('that are %s are said to be so', async (_, bytes) => {
    const broken = bytes ?? archive.slice(0, archive.length / 2);
    server.replace(broken);
    const store = openStore();
    expect(await failure(store.pull(describeSmall([uploadOf(broken)])))).toMatchObject({
      code: 'bad-archive',
    });
    expect(await store.list()).toMatchObject([{ state: 'absent' }]);
    const bzip2 = await serveFile('a.tar.bz2', bytes ?? bzip2Archive.subarray(0, 150));
    await using closing = bzip2;
    expect(await failure(store.pull(describeSmall([], closing.url)))).toMatchObject({ code: 'bad-archive' });
  });
});

describe('the store', () => {
  test('takes in a folder of one’s own and leaves it alone when it is removed', async () => {
    const own = join(folder, 'elsewhere');
    await mkdir(own);
    await writeFile(join(own, 'model.onnx'), 'weights');
    const store = openStore({ folder: join(folder, 'store') });
    const model = await store.add(own, { id: 'mine', languages: ['en'] });
    expect(model).toMatchObject({ folder: own, bytes: 7 });
    expect((await store.list()).map(({ id }) => id)).toEqual(['small', 'mine']);
    expect(await failure(store.add(own, { id: 'mine' }))).toMatchObject({ code: 'already-there' });
    await writeFile(join(own, 'model.onnx'), 'changed');
    expect(await store.verify('mine')).toEqual(['model.onnx']);
    expect(await store.remove('mine')).toBeGreaterThan(0);
    expect(await readFile(join(own, 'model.onnx'), 'utf8')).toBe('changed');
    expect(await failure(store.add(join(folder, 'nowhere'), { id: 'other' }))).toMatchObject({
      code: 'not-found',
    });
    expect(await failure(store.add(join(folder, 'store'), { id: 'other' }))).toMatchObject({
      code: 'not-found',
    });
  });

  test('removes a model and what has arrived of one', async () => {
    const store = openStore({ retries: 0 });
    expect(await failure(store.remove('small'))).toMatchObject({ code: 'not-installed' });
    server.behave({ cutAfter: 100_000 });
    await failure(store.pull('small'));
    expect(await store.remove('small')).toBeGreaterThan(0);
    expect(await store.list()).toMatchObject([{ state: 'absent', bytes: 0 }]);
  });

  test('names what it does not have, and takes no name that leads elsewhere', async () => {
    const store = openStore();
    expect(await failure(store.pull('smal'))).toMatchObject({ code: 'unknown-model' });
    for (const id of ['../small', '', 'a/b', '.partial']) {
      expect(await failure(store.find(id))).toMatchObject({ code: 'bad-name' });
      expect(await failure(store.remove(id))).toMatchObject({ code: 'bad-name' });
    }
    expect(await failure(store.pull(describeSmall([], 'http://example.org/a.tar.gz')))).toMatchObject({
      code: 'bad-address',
    });
    expect(await failure(store.pull(describeSmall([], 'no address')))).toMatchObject({ code: 'bad-address' });
  });
});
