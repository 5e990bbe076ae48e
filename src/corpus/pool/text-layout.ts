import { readdir, readFile } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';
import { splitWords } from '../../timeline/index.ts';
import type { PoolDefaults } from './pool-defaults.ts';
import type { PoolEntry } from './pool-entry.ts';

const soundExtensions = ['.wav', '.flac', '.mp3', '.ogg', '.opus'];

/**
 * A sound file and a text file of one name beside it, in folders of any depth. A speaker is the innermost folder, or,
 * where files lie in the pool's own folder, what stands before the first `_` or `-` of their names.
 */
export async function* readTextLayout(
  root: string,
  defaults: PoolDefaults,
  signal?: AbortSignal,
): AsyncGenerator<PoolEntry> {
  yield* walk(root, root, defaults, signal);
}

async function* walk(
  root: string,
  folder: string,
  defaults: PoolDefaults,
  signal: AbortSignal | undefined,
): AsyncGenerator<PoolEntry> {
  signal?.throwIfAborted();
  const entries = (await readdir(folder, { withFileTypes: true })).toSorted((a, b) =>
    a.name < b.name ? -1 : 1,
  );
  const names = new Set(entries.map(({ name }) => name));
  for (const entry of entries) {
    if (entry.name.startsWith('.')) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      yield* walk(root, path, defaults, signal);
      continue;
    }
    const extension = extname(entry.name);
    const stem = entry.name.slice(0, entry.name.length - extension.length);
    if (!soundExtensions.includes(extension.toLowerCase()) || !names.has(`${stem}.txt`)) continue;
    const text = (await readFile(join(folder, `${stem}.txt`), 'utf8')).replaceAll(/\s+/gu, ' ').trim();
    if (splitWords(text).length === 0) continue;
    const inner = relative(root, folder).split(sep).at(-1) ?? '';
    const speaker = inner === '' ? (stem.split(/[_-]/u)[0] ?? stem) : inner;
    yield {
      where: path,
      audio: path,
      channel: 0,
      from: 0,
      to: null,
      text,
      event: null,
      words: null,
      registers: [],
      speaker: defaults.speaker(speaker, path),
    };
  }
}
