import { createDirectoryStore } from './directory-store.ts';
import type { ObjectStore } from './object-store.ts';

/** The store of a name as people write it: a directory. */
export async function openStore(name: string): Promise<ObjectStore> {
  return createDirectoryStore(name);
}
