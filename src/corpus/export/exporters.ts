import { nearestNames } from '../../timeline/index.ts';
import { CorpusError } from '../corpus-error.ts';
import { ctmExporter } from './ctm.ts';
import { elanExporter } from './elan.ts';
import type { Exporter } from './exporter.ts';
import { fdbExporter } from './fdb.ts';
import { kaldiExporter } from './kaldi.ts';
import { lhotseExporter } from './lhotse.ts';
import { jMoshiExporter, moshiExporter } from './moshi.ts';
import { nemoDiarizationExporter, nemoDuplexExporter } from './nemo.ts';
import { parquetExporter } from './parquet.ts';
import { rttmExporter } from './rttm.ts';
import { sharExporter } from './shar.ts';
import { stmExporter } from './stm.ts';
import { textGridExporter } from './textgrid.ts';
import { uemExporter } from './uem.ts';
import { webDatasetExporter } from './webdataset.ts';
import { zipVoiceExporter } from './zipvoice.ts';

export const exporters: readonly Exporter[] = [
  lhotseExporter,
  sharExporter,
  withoutTexts(moshiExporter),
  nemoDuplexExporter,
  withoutTexts(nemoDiarizationExporter),
  parquetExporter,
  withoutTexts(fdbExporter),
  withoutTexts(jMoshiExporter),
  zipVoiceExporter,
  webDatasetExporter,
  withoutTexts(rttmExporter),
  withoutTexts(ctmExporter),
  stmExporter,
  withoutTexts(uemExporter),
  textGridExporter,
  elanExporter,
  kaldiExporter,
];

/** A form of words and times alone: no tag can stand between them. */
function withoutTexts(exporter: Exporter): Exporter {
  return {
    ...exporter,
    async export(corpus, folder, { tags, ...options }) {
      const report = await exporter.export(corpus, folder, options);
      const note = `${exporter.name} has no texts in which tags could stand: it is written without them.`;
      return tags === undefined ? report : { ...report, warnings: [...report.warnings, note] };
    },
  };
}

/** An exporter by its name. Throws `CorpusError` with the nearest names. */
export function findExporter(name: string): Exporter {
  const found = exporters.find((exporter) => exporter.name === name);
  if (found !== undefined) return found;
  const names = exporters.map((exporter) => exporter.name);
  throw new CorpusError(`There is no export "${name}": use ${nearestNames(name, names).join(', ')}.`, {
    field: 'to',
  });
}
