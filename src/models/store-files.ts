import { createHash } from 'node:crypto';
import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import * as z from 'zod';
import { modelKinds } from './model.ts';
import { codeOf } from './model-error.ts';
import type { StoredFile } from './unpack.ts';

/** What an installed model's folder says of it. */
const recordName = 'duologue-model.json';

const recordSchema = z.object({
  id: z.string(),
  title: z.string(),
  kind: z.enum(modelKinds),
  languages: z.array(z.string()),
  licence: z.string(),
  gender: z.enum(['female', 'male']).optional(),
  installed: z.string(),
  sources: z.array(z.object({ url: z.string(), bytes: z.number(), sha256: z.string(), known: z.boolean() })),
  /** A folder elsewhere that was added, not copied. */
  link: z.string().optional(),
  files: z.array(z.object({ path: z.string(), bytes: z.number(), sha256: z.string() })),
});

export type ModelRecord = z.infer<typeof recordSchema>;

export async function readRecord(folder: string): Promise<ModelRecord | undefined> {
  return recordSchema.safeParse(await readJson(join(folder, recordName))).data;
}

export function readRecordSync(folder: string): ModelRecord | undefined {
  const path = join(folder, recordName);
  return existsSync(path) ? parseRecord(readFileSync(path, 'utf8')) : undefined;
}

function parseRecord(text: string): ModelRecord | undefined {
  try {
    return recordSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

export async function writeRecord(folder: string, record: ModelRecord): Promise<void> {
  await writeWhole(join(folder, recordName), `${JSON.stringify(record, null, 2)}\n`);
}

const seenSchema = z.record(z.string(), z.object({ bytes: z.number(), sha256: z.string() }));
export type SeenUploads = z.infer<typeof seenSchema>;

/** By address, what was first taken on trust. It outlives the models. */
export async function readSeen(path: string): Promise<SeenUploads> {
  return seenSchema.safeParse(await readJson(path)).data ?? {};
}

export async function writeSeen(path: string, seen: SeenUploads): Promise<void> {
  await writeWhole(path, `${JSON.stringify(seen, null, 2)}\n`);
}

/** Every file below a folder but the store's own record. */
export async function listFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && entry.name !== recordName)
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .toSorted();
}

export async function describeFile(folder: string, path: string, signal?: AbortSignal): Promise<StoredFile> {
  const hash = createHash('sha256');
  let bytes = 0;
  const options = { highWaterMark: 1 << 20, ...(signal === undefined ? {} : { signal }) };
  for await (const chunk of createReadStream(join(folder, path), options)) {
    hash.update(chunk);
    bytes += chunk.length;
  }
  return { path, bytes, sha256: hash.digest('hex') };
}

async function readJson(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    if (error instanceof SyntaxError || codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR')
      return undefined;
    throw error;
  }
}

/** Nothing half-written has the final name. */
async function writeWhole(path: string, text: string): Promise<void> {
  const temporary = `${path}.${process.pid}.tmp`;
  await writeFile(temporary, text);
  await rename(temporary, path);
}
