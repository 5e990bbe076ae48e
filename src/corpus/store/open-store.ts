import { CorpusError } from '../corpus-error.ts';
import { createDirectoryStore } from './directory-store.ts';
import type { ObjectStore } from './object-store.ts';
import { openS3Store, parseS3Name } from './s3-store.ts';

/**
 * The store of a name: a directory, or `s3://bucket/prefix`. Nothing is asked or made yet, besides the code behind the
 * S3 API being loaded where it is named. The caller disposes it.
 */
export async function openStore(name: string): Promise<ObjectStore> {
  if (name.startsWith('s3://')) return openS3Store(parseS3Name(name));
  if (name === '') throw new CorpusError('A corpus needs a name: a folder, or s3://bucket/prefix.');
  const [, scheme] = /^([a-z][a-z0-9+.-]*):\/\//i.exec(name) ?? [];
  if (scheme === undefined) return createDirectoryStore(name);
  throw new CorpusError(
    `${name}: ${scheme}:// is no place for a corpus. Name a folder, or s3://bucket/prefix.`,
  );
}
