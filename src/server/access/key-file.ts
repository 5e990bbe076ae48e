import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import * as z from 'zod';
import { ServerError } from '../server-error.ts';
import { createServerKey, type ServerKey } from './server-keys.ts';

const fileSchema = z.object({
  keys: z.array(z.object({ id: z.string(), name: z.string(), hash: z.string(), created: z.string() })),
});

/** The keys that a server lets in. No file: none. */
export async function readKeyFile(path: string): Promise<readonly ServerKey[]> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw new ServerError('keys', `The keys in ${path} cannot be read.`, error);
  }
  try {
    return fileSchema.parse(JSON.parse(text)).keys;
  } catch (error) {
    throw new ServerError(
      'keys',
      `${path} is no file of keys: make one with duologue serve keys add.`,
      error,
    );
  }
}

/** A new key; the key itself is in what is returned and nowhere else. */
export async function addKey(path: string, name: string): Promise<{ key: string; kept: ServerKey }> {
  const keys = await readKeyFile(path);
  if (name.trim() === '' || name.length > 80) {
    throw new ServerError('keys', 'Give the key a name of 1 to 80 characters, such as whom it is for.');
  }
  if (keys.some((key) => key.name === name)) {
    throw new ServerError('keys', `There is a key called '${name}' already: remove it first.`);
  }
  const made = createServerKey(name, new Date());
  await writeKeys(path, [...keys, made.kept]);
  return made;
}

/** By name or id. */
export async function removeKey(path: string, name: string): Promise<ServerKey> {
  const keys = await readKeyFile(path);
  const found = keys.find((key) => key.name === name || key.id === name);
  if (found === undefined) {
    const known = keys.map((key) => key.name).join(', ');
    const others = known === '' ? 'There are none.' : `There are ${known}.`;
    throw new ServerError('keys', `There is no key called '${name}'. ${others}`);
  }
  await writeKeys(
    path,
    keys.filter((key) => key !== found),
  );
  return found;
}

/** Whole or not at all, and for the owner alone. */
async function writeKeys(path: string, keys: readonly ServerKey[]): Promise<void> {
  const unfinished = `${path}.${process.pid}`;
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(unfinished, `${JSON.stringify({ keys }, null, 2)}\n`, { mode: 0o600 });
    await rename(unfinished, path);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw new ServerError('keys', `The keys cannot be written to ${path}.`, error);
  }
}
