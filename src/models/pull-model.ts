import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type Downloaded, download } from './download.ts';
import { withLock } from './lock-file.ts';
import { downloadBytes, type ModelDescription, type ModelFile } from './model.ts';
import { diskError, ModelError } from './model-error.ts';
import { describeFile, readRecord, readSeen, writeRecord, writeSeen } from './store-files.ts';
import { contentFolder, isArchive, type StoredFile, unpack } from './unpack.ts';

export type PullProgress = {
  readonly stage: 'download' | 'unpack';
  /** From 0 to 1 over all of the model's files; 0 while the server does not say how much is to come. */
  readonly share: number;
  /** Bytes that have arrived. */
  readonly bytes: number;
};

export type PullOptions = {
  /** Takes what comes for a file without a known checksum, even if the first time something else came. */
  readonly trustAnew?: boolean;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: PullProgress) => void;
};

export type PullSettings = {
  /** The store's folder. */
  readonly root: string;
  readonly retries: number;
  readonly patience: number;
  readonly pause: number;
  readonly freeSpace: (folder: string) => Promise<number>;
};

type Pull = {
  readonly settings: PullSettings;
  readonly model: ModelDescription;
  /** Where the model is until it is whole. */
  readonly partial: string;
  readonly trustAnew: boolean;
  readonly signal: AbortSignal;
  readonly report: (progress: PullProgress) => void;
};

type Source = Downloaded & { readonly url: string; readonly known: boolean };

/** What an archive unpacks to, against its own size; both are there at the same time. */
const unpackedGrowth = 2;
const spareBytes = 20e6;

export function partialFolder(root: string, id: string): string {
  return join(root, '.partial', id);
}

export function lockPath(root: string, id: string): string {
  return join(root, '.locks', `${id}.lock`);
}

/** Downloads, checks, unpacks aside, and gives the folder its name last of all. */
export async function pullModel(
  settings: PullSettings,
  model: ModelDescription,
  { trustAnew = false, signal = new AbortController().signal, onProgress = () => {} }: PullOptions,
): Promise<void> {
  signal.throwIfAborted();
  const { root } = settings;
  const partial = partialFolder(root, model.id);
  const pull = { settings, model, partial, trustAnew, signal, report: onProgress };
  try {
    await mkdir(root, { recursive: true });
    await withLock(lockPath(root, model.id), `the model '${model.id}'`, () => install(pull));
  } catch (error) {
    signal.throwIfAborted();
    throw diskError(error, root);
  }
}

async function install(pull: Pull): Promise<void> {
  const { settings, model, partial, signal } = pull;
  const final = join(settings.root, model.id);
  // Another process may have finished it meanwhile.
  if ((await readRecord(final)) !== undefined) return;
  const sources = await fetchAll(pull);
  const { folder, files } = await assemble(pull).catch(async (error: unknown) => {
    // To be fetched anew: unpacked again it would be no better.
    if (error instanceof ModelError && error.code.endsWith('-archive'))
      await rm(partial, { recursive: true });
    throw error;
  });
  const { id, title, kind, languages, licence, gender } = model;
  const installed = new Date().toISOString();
  await writeRecord(folder, {
    ...(gender === undefined ? {} : { gender }),
    id,
    title,
    kind,
    languages: [...languages],
    licence,
    installed,
    sources,
    files,
  });
  signal.throwIfAborted();
  await rm(final, { recursive: true, force: true });
  await rename(folder, final);
  await rm(partial, { recursive: true, force: true });
}

async function fetchAll({ settings, model, partial, trustAnew, signal, report }: Pull): Promise<Source[]> {
  const seenPath = join(settings.root, '.checksums.json');
  const sources: Source[] = [];
  let before = 0;
  for (const file of model.files) {
    const known = file.uploads.length > 0;
    const remembered = trustAnew ? undefined : (await readSeen(seenPath))[file.url];
    const target = join(partial, fileName(file));
    const done = await downloadPatiently(settings, {
      url: file.url,
      path: target,
      uploads: known || remembered === undefined ? file.uploads : [remembered],
      signal,
      patience: settings.patience,
      onLength: (toCome) => checkSpace(settings, model, file, toCome),
      onProgress: (have, total) => {
        const whole = Math.max(downloadBytes(model), before + (total ?? 0));
        report({
          stage: 'download',
          share: whole === 0 ? 0 : Math.min(1, (before + have) / whole),
          bytes: before + have,
        });
      },
    });
    if (!known) await writeSeen(seenPath, { ...(await readSeen(seenPath)), [file.url]: done });
    sources.push({ url: file.url, known, ...done });
    before += done.bytes;
  }
  return sources;
}

/** Takes a broken connection up again. Every attempt that brought something has all of its retries anew. */
async function downloadPatiently(
  { retries, pause }: PullSettings,
  options: Parameters<typeof download>[0],
): Promise<Downloaded> {
  let have = await sizeOf(options.path);
  for (let failures = 0; ; ) {
    try {
      return await download(options);
    } catch (error) {
      if (!(error instanceof ModelError) || !error.retryable) throw error;
      const now = await sizeOf(options.path);
      failures = now > have ? 1 : failures + 1;
      have = now;
      if (failures > retries) throw error;
      await delay(pause * 2 ** (failures - 1) * 1000, undefined, { signal: options.signal });
    }
  }
}

/** Into a folder beside the model's own, so that a rename is all that is left to do. */
async function assemble({
  model,
  partial,
  signal,
  report,
}: Pull): Promise<{ folder: string; files: StoredFile[] }> {
  const staged = join(partial, 'unpacked');
  await rm(staged, { recursive: true, force: true });
  await mkdir(staged, { recursive: true });
  const archives = model.files.filter((file) => isArchive(fileName(file)));
  const files: StoredFile[] = [];
  let folder = staged;
  for (const [index, file] of archives.entries()) {
    const target = archives.length === 1 ? staged : join(staged, `${index}`);
    await mkdir(target, { recursive: true });
    const written = await unpack({
      archive: join(partial, fileName(file)),
      folder: target,
      signal,
      onProgress: (share) => report({ stage: 'unpack', share: (index + share) / archives.length, bytes: 0 }),
    });
    const inside = archives.length === 1 ? await contentFolder(target) : '';
    if (inside !== '') folder = join(staged, inside);
    const cut = inside === '' ? 0 : inside.length + 1;
    const prefix = archives.length === 1 ? '' : `${index}/`;
    files.push(...written.map((each) => ({ ...each, path: prefix + each.path.slice(cut) })));
  }
  for (const file of model.files.filter((each) => !isArchive(fileName(each)))) {
    await rename(join(partial, fileName(file)), join(folder, fileName(file)));
    files.push(await describeFile(folder, fileName(file), signal));
  }
  return { folder, files };
}

async function checkSpace(
  { root, freeSpace }: PullSettings,
  model: ModelDescription,
  file: ModelFile,
  toCome: number,
): Promise<void> {
  const whole = file.uploads[0]?.bytes ?? file.roughBytes ?? toCome;
  const unpacked = isArchive(fileName(file)) ? Math.max(whole, toCome) * unpackedGrowth : 0;
  const needed = toCome + unpacked + spareBytes;
  const free = await freeSpace(root);
  if (free >= needed) return;
  throw new ModelError(
    'disk-full',
    `There are ${megabytes(free)} free where ${root} is, and '${model.id}' needs about ${megabytes(needed)}. Make room, or choose another folder with DUOLOGUE_MODELS; what has arrived is kept.`,
    { model: model.id, url: file.url },
  );
}

function fileName({ url }: ModelFile): string {
  const name = basename(new URL(url).pathname).replaceAll(/[^A-Za-z0-9._-]/g, '_');
  return /^[._]*$/.test(name) ? 'model.bin' : name;
}

function megabytes(bytes: number): string {
  return `${Math.ceil(bytes / 1e6)} MB`;
}

async function sizeOf(path: string): Promise<number> {
  return stat(path).then(
    (found) => found.size,
    () => 0,
  );
}
