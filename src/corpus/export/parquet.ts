import { createHash } from 'node:crypto';
import { ByteWriter, ParquetWriter } from 'hyparquet-writer';
import { describeRecords } from '../card/corpus-card.ts';
import { fileChecksums } from '../card/corpus-checksums.ts';
import { printDatasetCard } from '../card/dataset-card.ts';
import type { Corpus } from '../open-corpus.ts';
import { durationOf } from '../record/timeline-of.ts';
import type { DialogueRecord } from '../record/types.ts';
import type { ShardObject } from '../run/run-manifest.ts';
import type { Exporter, ExportFolder, ExportOptions } from './exporter.ts';
import { type Columns, datasetFeatures, parquetSchema, parquetValue } from './parquet-columns.ts';
import { recordColumns } from './record-columns.ts';
import { selectRecords, splitName } from './select-records.ts';
import { type OpenShard, writeShards } from './sharded.ts';
import { soundFor } from './sounds.ts';

/** Dialogues in a file and in a row group: sounds are large, and a reader loads a row group whole. */
const usualPerShard = 200;
const perRowGroup = 10;

/** Hugging Face: Parquet with the sounds inside and a card, which `datasets` and its viewer read as they are. */
export const parquetExporter: Exporter = {
  name: 'parquet',
  summary: 'Hugging Face: Parquet with the sounds inside, and a card',
  async export(corpus, folder, options) {
    const perShard = options.perShard ?? usualPerShard;
    const counts = new Map<string, number>();
    let sampleRate = options.sampleRate;
    // How many files there will be stands in the name of each.
    const { tags: _, onItem: __, ...counting } = options;
    async function* counted(): AsyncGenerator<DialogueRecord> {
      for await (const record of selectRecords(corpus, counting).records()) {
        counts.set(splitName(record), (counts.get(splitName(record)) ?? 0) + 1);
        sampleRate ??= record.audio.sampleRate;
        yield record;
      }
    }
    const card = await describeRecords(corpus, counted());
    const columns = recordColumns(sampleRate ?? 16_000);
    const selection = selectRecords(corpus, options);
    const written: ShardObject[] = [];
    const files = await writeShards(selection.records(), perShard, (split, index) => {
      const total = Math.ceil((counts.get(split) ?? 0) / perShard);
      const name = `data/${split}-${numbered(index)}-of-${numbered(total)}.parquet`;
      return openParquetShard(name, { corpus, folder, columns, options, written });
    });
    if (card.dialogues === 0) return selection.report(files, []);
    const readme = printDatasetCard(
      { ...card, planned: card.dialogues },
      {
        run: corpus.run,
        checksums: fileChecksums(written),
        parquetSplits: [...counts.keys()].toSorted(),
      },
    );
    await folder.write('README.md', readme);
    return selection.report(files + 1, []);
  },
};

function numbered(count: number): string {
  return String(count).padStart(5, '0');
}

async function openParquetShard(
  name: string,
  parts: {
    readonly corpus: Corpus;
    readonly folder: ExportFolder;
    readonly columns: Columns;
    readonly options: ExportOptions;
    /** Told of each file that is whole. */
    readonly written: ShardObject[];
  },
): Promise<OpenShard> {
  const { corpus, folder, columns, options, written } = parts;
  const sink = await folder.open(name);
  const bytes = new ByteWriter();
  const hash = createHash('sha256');
  let position = 0;
  const drain = async (): Promise<void> => {
    const ready = new Uint8Array(bytes.buffer, 0, bytes.index);
    hash.update(ready);
    await sink.write(ready, position);
    position += ready.byteLength;
    bytes.index = 0;
  };
  const features = { info: { features: datasetFeatures(columns) } };
  const table = new ParquetWriter({
    writer: Object.assign(bytes, { flush: drain }),
    schema: parquetSchema(columns),
    kvMetadata: [{ key: 'huggingface', value: JSON.stringify(features) }],
    createdBy: 'duologue',
    statistics: false,
  });
  let rows: Record<string, unknown>[] = [];
  const writeGroup = async (): Promise<void> => {
    if (rows.length === 0) return;
    const columnData = Object.entries(columns).map(([column, kind]) => ({
      name: column,
      data: rows.map((row) => parquetValue(kind, row[column])),
      // What is compressed already grows by it.
      ...(kind.kind === 'audio' ? { codec: 'UNCOMPRESSED' as const } : {}),
    }));
    rows = [];
    await table.write({ columnData, rowGroupSize: perRowGroup });
    await drain();
  };
  return {
    async add(record) {
      rows.push(await rowOf(corpus, record, options));
      if (rows.length >= perRowGroup) await writeGroup();
    },
    async close() {
      await writeGroup();
      await table.finish();
      await drain();
      await sink.close();
      written.push({ key: name, bytes: position, sha256: hash.digest('hex') });
    },
    abort: () => sink.abort(),
  };
}

async function rowOf(
  corpus: Corpus,
  record: DialogueRecord,
  options: ExportOptions,
): Promise<Record<string, unknown>> {
  const { bytes } = await soundFor(corpus, record, { ...options, format: 'flac' });
  const { version: _, audio: __, dry: ___, ...rest } = record;
  return { ...rest, duration: durationOf(record), audio: { bytes, path: `${record.id}.flac` } };
}
