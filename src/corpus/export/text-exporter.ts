import type { DialogueRecord } from '../record/types.ts';
import type { Exporter, ExportOptions } from './exporter.ts';
import { selectRecords, splitName } from './select-records.ts';
import { createSortedFiles, fileNumber } from './sorted-files.ts';

const usualPerFile = 1000;

export type TextExporterOptions = Pick<Exporter, 'name' | 'summary'> & {
  /** `.rttm`. */
  readonly extension: string;
  readonly head?: string;
  /** All of a dialogue, sorted as the form wants it. */
  readonly print: (
    record: DialogueRecord,
    options: ExportOptions,
  ) => {
    readonly text: string;
    readonly warnings?: readonly string[];
  };
};

/** A form that is lines of text about each dialogue: a file for each split, or several of a large one. */
export function createTextExporter({ name, summary, extension, head, print }: TextExporterOptions): Exporter {
  return {
    name,
    summary,
    async export(corpus, folder, options) {
      const selection = selectRecords(corpus, options);
      const warnings: string[] = [];
      const files = createSortedFiles({
        folder,
        name: (group, index) => `${fileNumber(group, index)}${extension}`,
        perFile: options.perShard ?? usualPerFile,
        ...(head === undefined ? {} : { head }),
      });
      for await (const record of selection.records()) {
        const printed = print(record, options);
        warnings.push(...(printed.warnings ?? []));
        await files.add(splitName(record), record.id, printed.text);
      }
      return selection.report(await files.end(), warnings);
    },
  };
}
