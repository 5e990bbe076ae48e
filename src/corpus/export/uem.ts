import { durationOf } from '../record/timeline-of.ts';
import { printSeconds } from './plain-numbers.ts';
import { createTextExporter } from './text-exporter.ts';

/** NIST's un-partitioned evaluation map: what is to be scored, which is all of it. */
export const uemExporter = createTextExporter({
  name: 'uem',
  summary: 'NIST evaluation map: the stretches that are scored',
  extension: '.uem',
  print: (record) => ({
    text: record.speakers
      .map(({ channel }) => `${record.id} ${channel + 1} 0.000 ${printSeconds(durationOf(record))}\n`)
      .join(''),
  }),
});
