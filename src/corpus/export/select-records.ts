import type { Corpus } from '../open-corpus.ts';
import { durationOf } from '../record/timeline-of.ts';
import type { DialogueRecord } from '../record/types.ts';
import type { ExportOptions, ExportReport } from './exporter.ts';
import { tagRecord } from './tags/tag-record.ts';

/** The dialogues that an export is of, counted and told of as they go by. */
export interface Selection {
  records(): AsyncIterable<DialogueRecord>;
  report(files: number, warnings: Iterable<string>): ExportReport;
}

export function selectRecords(
  corpus: Corpus,
  { splits, passedOnly = false, tags, signal, onItem }: ExportOptions,
): Selection {
  let dialogues = 0;
  let duration = 0;
  let homeless = 0;
  return {
    async *records() {
      for await (const record of corpus.records({ signal })) {
        if (splits !== undefined && (record.split === null || !splits.includes(record.split))) continue;
        if (passedOnly && record.quality.filters.some(({ pass }) => !pass)) continue;
        signal?.throwIfAborted();
        if (tags === undefined) yield record;
        else {
          const tagged = tagRecord(record, tags);
          homeless += tagged.homeless;
          yield tagged.record;
        }
        dialogues += 1;
        duration += durationOf(record);
        onItem?.(record);
      }
    },
    report: (files, warnings) => ({
      dialogues,
      duration,
      files,
      warnings: [...new Set(warnings), ...(homeless > 0 ? [homelessWarning(homeless)] : [])],
    }),
  };
}

function homelessWarning(events: number): string {
  return `${events === 1 ? 'One event has' : `${events} events have`} no place in the texts: their speaker says nothing near them.`;
}

/** The name of a dialogue's part of the corpus: `all` where it is not split. */
export function splitName({ split }: DialogueRecord): string {
  return split ?? 'all';
}
