import { createHash } from 'node:crypto';
import type { Corpus } from '../open-corpus.ts';
import type { ShardObject } from '../run/run-manifest.ts';
import type { StoreOptions } from '../store/object-store.ts';
import type { Checksums } from './dataset-card.ts';

/** More files than this are told of by one checksum of all. */
const mostNamed = 50;

/** What the completion manifests of a corpus say its files are. */
export async function corpusChecksums(corpus: Corpus, options: StoreOptions = {}): Promise<Checksums> {
  const lines = createLineHash();
  const named: ShardObject[] = [];
  let [objects, bytes] = [0, 0];
  // Shard by shard: the manifests of them all would grow with the hours.
  for await (const shard of corpus.shards(options)) {
    for (const object of sorted(shard.objects)) {
      lines.add(object);
      objects += 1;
      bytes += object.bytes;
      if (named.length <= mostNamed) named.push(object);
    }
  }
  return {
    of: objects === 1 ? 'One file' : `${objects} files`,
    order: 'shard by shard, in the order of their paths',
    sha256: lines.digest(),
    bytes,
    objects: named.length > mostNamed ? [] : named,
  };
}

export function fileChecksums(files: readonly ShardObject[]): Checksums {
  const lines = createLineHash();
  for (const file of sorted(files)) lines.add(file);
  return {
    of: files.length === 1 ? 'One file' : `${files.length} files`,
    order: 'in the order of their paths',
    sha256: lines.digest(),
    bytes: files.reduce((sum, file) => sum + file.bytes, 0),
    objects: files.length > mostNamed ? [] : sorted(files),
  };
}

function sorted(objects: readonly ShardObject[]): readonly ShardObject[] {
  return objects.toSorted((a, b) => (a.key < b.key ? -1 : 1));
}

function createLineHash(): { add(object: ShardObject): void; digest(): string } {
  const hash = createHash('sha256');
  return {
    add: ({ sha256, key }) => hash.update(`${sha256}  ${key}\n`),
    digest: () => hash.digest('hex'),
  };
}
