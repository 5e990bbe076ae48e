import type { Corpus } from '../open-corpus.ts';
import { durationOf } from '../record/timeline-of.ts';
import type { DialogueRecord } from '../record/types.ts';
import type { ExportOptions, ExportReport } from './exporter.ts';

/** The dialogues that an export is of, counted and told of as they go by. */
export interface Selection {
  records(): AsyncIterable<DialogueRecord>;
  report(files: number, warnings: Iterable<string>): ExportReport;
}

export function selectRecords(
  corpus: Corpus,
  { splits, passedOnly = false, signal, onItem }: ExportOptions,
): Selection {
  let dialogues = 0;
  let duration = 0;
  return {
    async *records() {
      for await (const record of corpus.records({ signal })) {
        if (splits !== undefined && (record.split === null || !splits.includes(record.split))) continue;
        if (passedOnly && record.quality.filters.some(({ pass }) => !pass)) continue;
        signal?.throwIfAborted();
        yield record;
        dialogues += 1;
        duration += durationOf(record);
        onItem?.(record);
      }
    },
    report: (files, warnings) => ({ dialogues, duration, files, warnings: [...new Set(warnings)] }),
  };
}

/** The name of a dialogue's part of the corpus: `all` where it is not split. */
export function splitName({ split }: DialogueRecord): string {
  return split ?? 'all';
}
