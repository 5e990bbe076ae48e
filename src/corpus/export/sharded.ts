import type { DialogueRecord } from '../record/types.ts';
import { splitName } from './select-records.ts';

/** A shard that is being written. */
export interface OpenShard {
  add(record: DialogueRecord): Promise<void>;
  close(): Promise<void>;
  abort(): Promise<void>;
}

/** Puts dialogues into shards of their split, one open shard for each, and tells how many there were. */
export async function writeShards(
  records: AsyncIterable<DialogueRecord>,
  perShard: number,
  openShard: (split: string, index: number) => Promise<OpenShard>,
): Promise<number> {
  const open = new Map<string, { readonly shard: OpenShard; index: number; items: number }>();
  let shards = 0;
  try {
    for await (const record of records) {
      const split = splitName(record);
      let own = open.get(split);
      if (own === undefined || own.items === perShard) {
        await own?.shard.close();
        const index = own === undefined ? 0 : own.index + 1;
        own = { shard: await openShard(split, index), index, items: 0 };
        open.set(split, own);
        shards += 1;
      }
      await own.shard.add(record);
      own.items += 1;
    }
    for (const { shard } of open.values()) await shard.close();
    return shards;
  } catch (error) {
    for (const { shard } of open.values()) await shard.abort();
    throw error;
  }
}

/** `000000`. */
export function shardNumber(index: number): string {
  return String(index).padStart(6, '0');
}
