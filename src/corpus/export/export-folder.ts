import { mkdir, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileSystemError, openFileSink } from '../../media/index.ts';
import { CorpusError } from '../corpus-error.ts';
import { checkKey } from '../store/object-key.ts';
import type { ExportFolder } from './exporter.ts';

/** A new folder, or an empty one: what is there already is never mixed with an export. */
export async function openExportFolder(path: string): Promise<ExportFolder> {
  try {
    await mkdir(path, { recursive: true });
    const here = (await readdir(path)).filter((name) => !name.startsWith('.'));
    if (here.length > 0) {
      throw new CorpusError(
        `${path} is not empty: it holds ${here.slice(0, 3).join(', ')}${here.length > 3 ? ' and more' : ''}. Name a new folder.`,
        { key: path },
      );
    }
  } catch (cause) {
    if (cause instanceof CorpusError) throw cause;
    throw fileSystemError(cause, 'write', path);
  }
  const fileOf = async (name: string): Promise<string> => {
    const file = join(path, ...checkKey(name).split('/'));
    await mkdir(dirname(file), { recursive: true });
    return file;
  };
  return {
    path,
    async write(name, content) {
      const sink = await openFileSink(await fileOf(name));
      try {
        await sink.write(typeof content === 'string' ? new TextEncoder().encode(content) : content, 0);
        await sink.close();
      } catch (error) {
        await sink.abort();
        throw error;
      }
    },
    open: async (name) => openFileSink(await fileOf(name)),
  };
}
