import { existsSync, readdirSync } from 'node:fs';
import { mkdir, readdir, rm, stat, statfs } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { modelCatalogue } from './catalogue.ts';
import { checkAddress } from './http-get.ts';
import { withLock } from './lock-file.ts';
import { type ModelDescription, type ModelKind, modelIdForm } from './model.ts';
import { ModelError } from './model-error.ts';
import { modelsFolder } from './models-folder.ts';
import { lockPath, type PullOptions, type PullSettings, partialFolder, pullModel } from './pull-model.ts';
import {
  describeFile,
  listFiles,
  type ModelRecord,
  readRecord,
  readRecordSync,
  writeRecord,
} from './store-files.ts';
import type { StoredFile } from './unpack.ts';

/** The models on this machine, in one folder. Any number of processes may use one at once. */
export interface ModelStore {
  readonly folder: string;
  /** What the catalogue has and what was added. */
  list(): Promise<readonly ModelStatus[]>;
  /** Where an installed model is. Rejects with a `ModelError` that says how to get it. */
  find(id: string): Promise<InstalledModel>;
  /** Fetches and installs what the catalogue has under this id, or a description of one's own. Nothing happens to one that is installed. */
  pull(model: string | ModelDescription, options?: PullOptions): Promise<InstalledModel>;
  /** Takes a folder of one's own into the list; its files stay where they are. */
  add(folder: string, options: AddOptions): Promise<InstalledModel>;
  /** Removes a model, or what has arrived of one. An added folder is only struck from the list. Gives the bytes freed. */
  remove(id: string): Promise<number>;
  /** Reads an installed model again. Gives the files that are gone or changed. */
  verify(id: string, options?: { readonly signal?: AbortSignal }): Promise<readonly string[]>;
}

export type ModelStatus = {
  readonly id: string;
  readonly title: string;
  readonly kind: ModelKind;
  readonly languages: readonly string[];
  readonly licence: string;
  readonly state: 'installed' | 'partial' | 'absent';
  /** Bytes on the disk. */
  readonly bytes: number;
  /** Where the files are, of an installed one. */
  readonly folder?: string;
  /** What can be pulled, where it is in the catalogue. */
  readonly description?: ModelDescription;
};

export type InstalledModel = {
  readonly id: string;
  readonly title: string;
  readonly kind: ModelKind;
  readonly languages: readonly string[];
  readonly licence: string;
  readonly gender?: 'female' | 'male';
  readonly folder: string;
  readonly bytes: number;
  /** What was fetched for it; `known`: its checksum was known beforehand, rather than taken on trust. */
  readonly sources: ModelRecord['sources'];
};

export type AddOptions = {
  readonly id: string;
  /** Default `voice`. */
  readonly kind?: ModelKind;
  /** BCP 47; default `mul`, which leaves it to the model's own files. */
  readonly languages?: readonly string[];
};

export type ModelStoreOptions = {
  /** Default `modelsFolder()`. */
  readonly folder?: string;
  /** Default `modelCatalogue`. */
  readonly catalogue?: readonly ModelDescription[];
  /** How often in a row a connection may fail within one pull without bringing a byte; default 5. */
  readonly retries?: number;
  /** Seconds without a byte until a connection counts as dead; default 60. */
  readonly patience?: number;
  /** Seconds before a connection is taken up again, doubled each time; default 1. */
  readonly pause?: number;
  /** Bytes free where a folder is. Default: what the file system says. */
  readonly freeSpace?: (folder: string) => Promise<number>;
};

export function createModelStore({
  folder = modelsFolder(),
  catalogue = modelCatalogue,
  retries = 5,
  patience = 60,
  pause = 1,
  freeSpace = bytesFree,
}: ModelStoreOptions = {}): ModelStore {
  const root = resolve(folder);
  const settings: PullSettings = { root, retries, patience, pause, freeSpace };
  const find = async (id: string): Promise<InstalledModel> => {
    const record = await readRecord(join(root, checkId(id)));
    if (record !== undefined) return installedModel(root, record);
    throw catalogue.some((model) => model.id === id)
      ? new ModelError('not-installed', `The model '${id}' is not installed: duologue models pull ${id}`, {
          model: id,
        })
      : unknownModel(id);
  };
  const known = (id: string): ModelDescription => {
    const model = catalogue.find((each) => each.id === id);
    if (model === undefined) throw unknownModel(id);
    return model;
  };
  return {
    folder: root,
    find,
    list: () => listModels(root, catalogue),
    async pull(wanted, options = {}) {
      const model = typeof wanted === 'string' ? known(wanted) : wanted;
      checkId(model.id);
      for (const { url } of model.files) checkAddress(url);
      if ((await readRecord(join(root, model.id))) === undefined) await pullModel(settings, model, options);
      return find(model.id);
    },
    async add(path, options) {
      const { id } = options;
      const place = resolve(path);
      await checkFolder(place, id);
      await withLock(lockPath(root, checkId(id)), `the model '${id}'`, () => addFolder(root, place, options));
      return find(options.id);
    },
    remove: async (id) =>
      withLock(lockPath(root, checkId(id)), `the model '${id}'`, () => removeModel(root, id)),
    async verify(id, { signal } = {}) {
      const { folder: place } = await find(id);
      const record = await readRecord(join(root, id));
      const faults: string[] = [];
      for (const file of record?.files ?? []) {
        const now = await describeFile(place, file.path, signal).catch(() => undefined);
        signal?.throwIfAborted();
        if (now?.sha256 !== file.sha256) faults.push(file.path);
      }
      return faults;
    },
  };
}

/** Those that are in a store's folder, read at once: for a provider that says with its making which voices it has. */
export function findInstalled(folder: string): readonly InstalledModel[] {
  const root = resolve(folder);
  const names = existsSync(root) ? readdirSync(root).filter((name) => modelIdForm.test(name)) : [];
  return names.toSorted().flatMap((name) => {
    const record = readRecordSync(join(root, name));
    return record === undefined ? [] : [installedModel(root, record)];
  });
}

async function listModels(root: string, catalogue: readonly ModelDescription[]): Promise<ModelStatus[]> {
  const names = await readdir(root).catch(() => []);
  const own = names.filter((name) => modelIdForm.test(name) && !catalogue.some(({ id }) => id === name));
  const found = await Promise.all(
    [...catalogue.map(({ id }) => id), ...own].map(async (id): Promise<ModelStatus[]> => {
      const description = catalogue.find((model) => model.id === id);
      const base = description === undefined ? {} : { description };
      const record = await readRecord(join(root, id));
      if (record !== undefined) {
        return [{ ...base, ...installedModel(root, record), state: 'installed' }];
      }
      if (description === undefined) return [];
      const { title, kind, languages, licence } = description;
      const bytes = await folderBytes(partialFolder(root, id));
      return [
        { ...base, id, title, kind, languages, licence, state: bytes > 0 ? 'partial' : 'absent', bytes },
      ];
    }),
  );
  return found.flat();
}

function installedModel(root: string, record: ModelRecord): InstalledModel {
  const { id, title, kind, languages, licence, sources } = record;
  return {
    id,
    title,
    kind,
    languages,
    licence,
    sources,
    ...(record.gender === undefined ? {} : { gender: record.gender }),
    folder: record.link ?? join(root, id),
    bytes: record.files.reduce((sum, file) => sum + file.bytes, 0),
  };
}

async function checkFolder(path: string, id: string): Promise<void> {
  const names = await listFiles(path).catch((error: unknown) => {
    throw new ModelError('not-found', `${path} is not a folder that can be read.`, {
      model: id,
      cause: error,
    });
  });
  if (names.some((name) => /\.(onnx|ort)$/.test(name))) return;
  throw new ModelError('not-found', `${path} holds no .onnx file: it is not a model's folder.`, {
    model: id,
  });
}

async function addFolder(
  root: string,
  path: string,
  { id, kind = 'voice', languages = ['mul'] }: AddOptions,
): Promise<void> {
  if ((await readRecord(join(root, id))) !== undefined) {
    throw new ModelError('already-there', `There is a model '${id}' already: duologue models remove ${id}`, {
      model: id,
    });
  }
  const files: StoredFile[] = [];
  for (const name of await listFiles(path)) files.push(await describeFile(path, name));
  await mkdir(join(root, id), { recursive: true });
  const installed = new Date().toISOString();
  const facts = { id, title: path, kind, languages: [...languages], licence: 'unknown', installed };
  await writeRecord(join(root, id), { ...facts, sources: [], link: path, files });
}

async function removeModel(root: string, id: string): Promise<number> {
  const freed = (await folderBytes(join(root, id))) + (await folderBytes(partialFolder(root, id)));
  if (freed === 0)
    throw new ModelError('not-installed', `The model '${id}' is not installed.`, { model: id });
  await rm(join(root, id), { recursive: true, force: true });
  await rm(partialFolder(root, id), { recursive: true, force: true });
  return freed;
}

function checkId(id: string): string {
  if (modelIdForm.test(id)) return id;
  throw new ModelError(
    'bad-name',
    `'${id}' cannot be a model's name: small letters, digits, dots, hyphens and underscores, a letter or digit first.`,
  );
}

function unknownModel(id: string): ModelError {
  return new ModelError(
    'unknown-model',
    `There is no model '${id}': duologue models list shows what there is.`,
    { model: id },
  );
}

async function folderBytes(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const sizes = await Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map((entry) =>
        stat(join(entry.parentPath, entry.name)).then(
          ({ size }) => size,
          () => 0,
        ),
      ),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

async function bytesFree(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}
