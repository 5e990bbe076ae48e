import { link, mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { codeOf, ModelError } from './model-error.ts';

type Owner = { readonly pid: number; readonly host: string };

/**
 * One holder for a path, over processes: a file that is created only where there is none, with its owner's process
 * id. One whose process is gone is taken over. Where somebody else has it, a `busy` error says who.
 */
export async function withLock<Result>(
  path: string,
  what: string,
  work: () => Promise<Result>,
): Promise<Result> {
  await takeLock(path, what);
  try {
    return await work();
  } finally {
    await rm(path, { force: true });
  }
}

async function takeLock(path: string, what: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  for (let attempt = 0; attempt < 3; attempt++) {
    if (await create(path)) return;
    const found = await readFile(path, 'utf8').catch(() => '');
    const owner = parseOwner(found);
    // An empty file was made this instant, by somebody who has not yet written into it.
    const alive =
      owner === undefined ? found === '' && attempt < 2 : owner.host !== hostname() || runs(owner.pid);
    if (alive && owner !== undefined) throw busy(path, what, owner);
    if (!alive) await removeStale(path, found);
  }
  throw busy(path, what, undefined);
}

function busy(path: string, what: string, owner: Owner | undefined): ModelError {
  const who = owner === undefined ? 'Another process' : `Process ${owner.pid} on ${owner.host}`;
  return new ModelError(
    'busy',
    `${who} is at ${what} just now. Wait for it; if there is no such process, delete ${path}.`,
  );
}

async function create(path: string): Promise<boolean> {
  try {
    await using file = await open(path, 'wx');
    await file.writeFile(JSON.stringify({ pid: process.pid, host: hostname() } satisfies Owner));
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

/** Moved aside first: had somebody else replaced it meanwhile, it is theirs and goes back. */
async function removeStale(path: string, content: string): Promise<void> {
  const aside = `${path}.${process.pid}-${Math.trunc(performance.now() * 1000)}`;
  try {
    await rename(path, aside);
    if ((await readFile(aside, 'utf8')) !== content) await link(aside, path);
  } catch {
    // It is gone, or somebody has a new one: the next attempt sees which.
  } finally {
    await rm(aside, { force: true });
  }
}

function parseOwner(text: string): Owner | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || !('pid' in value) || !('host' in value))
      return undefined;
    const { pid, host } = value;
    return typeof pid === 'number' && typeof host === 'string' ? { pid, host } : undefined;
  } catch {
    return undefined;
  }
}

function runs(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}
