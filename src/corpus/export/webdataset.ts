import { printRecord } from '../record/parse-record.ts';
import type { Exporter } from './exporter.ts';
import { selectRecords } from './select-records.ts';
import { shardNumber, writeShards } from './sharded.ts';
import { soundFor } from './sounds.ts';
import { openTar } from './tar-file.ts';

const usualPerShard = 1000;

/** WebDataset: archives in which a dialogue's sound and record stand side by side. */
export const webDatasetExporter: Exporter = {
  name: 'webdataset',
  summary: 'WebDataset: archives of sounds and records',
  async export(corpus, folder, options) {
    const selection = selectRecords(corpus, options);
    const perShard = options.perShard ?? usualPerShard;
    const shards = await writeShards(selection.records(), perShard, async (split, index) => {
      const archive = await openTar(folder, `${split}-${shardNumber(index)}.tar`);
      return {
        async add(record) {
          const sound = await soundFor(corpus, record, { ...options, format: 'flac' });
          await archive.add(`${record.id}.flac`, sound.bytes);
          await archive.add(`${record.id}.json`, new TextEncoder().encode(printRecord(record)));
        },
        close: () => archive.close(),
        abort: () => archive.abort(),
      };
    });
    return selection.report(shards, []);
  },
};
