import type { Exporter } from './exporter.ts';
import { type LineFile, openGzipLines } from './gzip-lines.ts';
import { lhotseCut, lhotseRecording, lhotseSupervisions } from './lhotse-rows.ts';
import { selectRecords, splitName } from './select-records.ts';
import { soundFor } from './sounds.ts';

type Manifests = { readonly recordings: LineFile; readonly supervisions: LineFile; readonly cuts: LineFile };

/** Lhotse's manifests: recordings, supervisions and cuts of each split, with the sounds beside them. */
export const lhotseExporter: Exporter = {
  name: 'lhotse',
  summary: 'Lhotse: recordings, supervisions and cuts of two channels',
  async export(corpus, folder, options) {
    const selection = selectRecords(corpus, options);
    const open = new Map<string, Manifests>();
    let files = 0;
    try {
      for await (const record of selection.records()) {
        const split = splitName(record);
        const manifests = open.get(split) ?? {
          recordings: await openGzipLines(folder, `recordings_${split}.jsonl.gz`),
          supervisions: await openGzipLines(folder, `supervisions_${split}.jsonl.gz`),
          cuts: await openGzipLines(folder, `cuts_${split}.jsonl.gz`),
        };
        open.set(split, manifests);
        const sound = await soundFor(corpus, record, { ...options, format: 'flac' });
        const source = `audio/${split}/${record.id}.flac`;
        await folder.write(source, sound.bytes);
        files += 1;
        const channels = record.speakers.map(({ channel }) => channel);
        const recording = lhotseRecording(sound, { id: record.id, channels, type: 'file', source });
        await manifests.recordings.write(JSON.stringify(recording));
        for (const supervision of lhotseSupervisions(record)) {
          await manifests.supervisions.write(JSON.stringify(supervision));
        }
        await manifests.cuts.write(JSON.stringify(lhotseCut(record, recording)));
      }
      for (const manifests of open.values()) for (const file of Object.values(manifests)) await file.close();
    } catch (error) {
      for (const manifests of open.values()) for (const file of Object.values(manifests)) await file.abort();
      throw error;
    }
    return selection.report(files + 3 * open.size, [
      'The paths of the sounds start at the folder of the export: open it with with_path_prefix(folder).',
    ]);
  },
};
