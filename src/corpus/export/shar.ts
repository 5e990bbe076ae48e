import type { Exporter } from './exporter.ts';
import { openGzipLines } from './gzip-lines.ts';
import { lhotseCut, lhotseRecording } from './lhotse-rows.ts';
import { selectRecords } from './select-records.ts';
import { shardNumber, writeShards } from './sharded.ts';
import { soundFor } from './sounds.ts';
import { openTar } from './tar-file.ts';

const usualPerShard = 1000;

/** Lhotse Shar: cuts and their sounds in shards that are read from end to end. */
export const sharExporter: Exporter = {
  name: 'shar',
  summary: 'Lhotse Shar: cuts and sounds in shards',
  async export(corpus, folder, options) {
    const selection = selectRecords(corpus, options);
    const perShard = options.perShard ?? usualPerShard;
    const shards = await writeShards(selection.records(), perShard, async (split, index) => {
      const cuts = await openGzipLines(folder, `${split}/cuts.${shardNumber(index)}.jsonl.gz`);
      const sounds = await openTar(folder, `${split}/recording.${shardNumber(index)}.tar`);
      return {
        async add(record) {
          const sound = await soundFor(corpus, record, { ...options, format: 'flac' });
          const channels = record.speakers.map(({ channel }) => channel);
          const recording = lhotseRecording(sound, { id: record.id, channels, type: 'shar', source: '' });
          await cuts.write(JSON.stringify(lhotseCut(record, recording)));
          await sounds.add(`${record.id}.flac`, sound.bytes);
          await sounds.add(`${record.id}.json`, new TextEncoder().encode(JSON.stringify(recording)));
        },
        async close() {
          await sounds.close();
          await cuts.close();
        },
        async abort() {
          await sounds.abort();
          await cuts.abort();
        },
      };
    });
    return selection.report(2 * shards, []);
  },
};
