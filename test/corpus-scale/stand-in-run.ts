import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beginRun, openCorpus, openStore, type RunManifest, runLocal } from 'duologue/corpus';
import { root } from '../source-tree.ts';
import { until } from './until.ts';

/** Path of the module that makes the items of `standInRun`. */
export const standInModule = join(root, 'test/corpus-scale/stand-in-job.mjs');

const errors = pathToFileURL(join(root, 'src/corpus/corpus-error.ts')).href;

export type StandInParameters = {
  readonly items: number;
  /** Seconds that each takes. */
  readonly pause?: number;
  /** Those that cannot be made, as long as the stage has not mended them. */
  readonly failing?: readonly string[];
};

export const standInGenerator = 'duologue test';

export function standInRun(shards: number, parameters: StandInParameters): RunManifest {
  return {
    version: 1,
    job: 'stand-in',
    generator: standInGenerator,
    seed: 'seed',
    shards,
    items: parameters.items,
    parameters,
    parametersSha256: createHash('sha256').update(JSON.stringify(parameters)).digest('hex'),
  };
}

/** Of the package as it is built, for runs whose workers are processes of it. */
export const packageGenerator = `duologue ${packageVersion()}`;

function packageVersion(): string {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  return version;
}

/** Begins the run in a store of that name. */
export async function begin(run: string, manifest: RunManifest): Promise<void> {
  await using store = await openStore(run);
  await beginRun(manifest, store);
}

/** Every object of a corpus by its key, but for what workers say of themselves: equal corpora are equal. */
export async function contentsOf(run: string): Promise<Record<string, string>> {
  await using store = await openStore(run);
  const found: Record<string, string> = {};
  for await (const { key } of store.list('')) {
    if (key.startsWith('progress/')) continue;
    const bytes = (await store.get(key)) ?? new Uint8Array();
    found[key] = createHash('sha256').update(bytes).digest('hex');
  }
  return found;
}

/** Ids of the dialogues that a reader of the corpus finds, with every sound read and its hash checked. */
export async function idsOf(run: string): Promise<string[]> {
  await using store = await openStore(run);
  const corpus = await openCorpus(store);
  const ids: string[] = [];
  for await (const { id, audio } of corpus.records()) {
    await corpus.sound(audio);
    ids.push(id);
  }
  return ids.toSorted();
}

export function itemIds(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `item-${String(index).padStart(4, '0')}`);
}

/** What a run that nothing disturbs leaves. */
export async function quietContents(manifest: RunManifest): Promise<Record<string, string>> {
  using folder = temporaryFolder();
  const run = join(folder.path, 'quiet');
  await begin(run, manifest);
  await runLocal({ manifest, run, workers: 2, module: standInModule });
  return await contentsOf(run);
}

/** Where items can be held while they are made, and who makes them be found. */
export interface Stage extends Disposable {
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
  hold(item: string): void;
  /** Resolves once the item is being made: who makes it, and who started that. */
  held(item: string): Promise<{ readonly process: number; readonly parent: number }>;
  release(item: string): void;
  mend(): void;
  /** Items in the order in which they were begun, each as often as it was. */
  begun(): { readonly item: string; readonly shard: number; readonly process: number }[];
}

export function createStage(): Stage {
  const folder = mkdtempSync(join(tmpdir(), 'duologue-stage-'));
  const file = (name: string): string => join(folder, name);
  return {
    folder,
    environment: { DUOLOGUE_TEST_STAGE: folder, DUOLOGUE_TEST_ERRORS: errors },
    hold: (item) => writeFileSync(file(`hold-${item}`), ''),
    async held(item) {
      await until(`${item} is being made`, () => existsSync(file(`held-${item}`)) && textOf(item) !== '');
      const [process = 0, parent = 0] = textOf(item).split(' ').map(Number);
      rmSync(file(`held-${item}`));
      return { process, parent };
    },
    release: (item) => rmSync(file(`hold-${item}`), { force: true }),
    mend: () => writeFileSync(file('mended'), ''),
    begun() {
      if (!existsSync(file('made.log'))) return [];
      const lines = readFileSync(file('made.log'), 'utf8').trim().split('\n');
      return lines.map((line) => {
        const [item = '', shard, process] = line.split(' ');
        return { item, shard: Number(shard), process: Number(process) };
      });
    },
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  };

  function textOf(item: string): string {
    return readFileSync(file(`held-${item}`), 'utf8');
  }
}

/** A folder of the test's own, gone at its end. */
export function temporaryFolder(): Disposable & { readonly path: string } {
  const path = mkdtempSync(join(tmpdir(), 'duologue-scale-'));
  mkdirSync(path, { recursive: true });
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
}
