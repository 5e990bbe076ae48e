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
  moshiExporter,
  nemoDuplexExporter,
  nemoDiarizationExporter,
  parquetExporter,
  fdbExporter,
  jMoshiExporter,
  zipVoiceExporter,
  webDatasetExporter,
  rttmExporter,
  ctmExporter,
  stmExporter,
  uemExporter,
  textGridExporter,
  elanExporter,
  kaldiExporter,
];

/** An exporter by its name. Throws `CorpusError` with the nearest names. */
export function findExporter(name: string): Exporter {
  const found = exporters.find((exporter) => exporter.name === name);
  if (found !== undefined) return found;
  const names = exporters.map((exporter) => exporter.name);
  throw new CorpusError(`There is no export "${name}": use ${nearestNames(name, names).join(', ')}.`, {
    field: 'to',
  });
}
