import { durationOf } from '../record/timeline-of.ts';
import type { DialogueRecord } from '../record/types.ts';
import { eventSpans, type TierSpan } from './event-span.ts';
import type { Exporter } from './exporter.ts';
import { printSeconds } from './plain-numbers.ts';
import { selectRecords, splitName } from './select-records.ts';
import { wordsByChannel } from './words-of.ts';

/** Praat's: a file for each dialogue, and in it tiers of utterances, words and events for each speaker. */
export const textGridExporter: Exporter = {
  name: 'textgrid',
  summary: 'Praat: tiers of utterances, words and events for each speaker',
  async export(corpus, folder, options) {
    const selection = selectRecords(corpus, options);
    const warnings: string[] = [];
    let files = 0;
    for await (const record of selection.records()) {
      const { text, clipped } = printTextGrid(record);
      if (clipped)
        warnings.push(
          'What one speaker says in the middle of their own other utterance is cut to fit its tier.',
        );
      await folder.write(`${splitName(record)}/${record.id}.TextGrid`, text);
      files += 1;
    }
    return selection.report(files, warnings);
  },
};

export function printTextGrid(record: DialogueRecord): { readonly text: string; readonly clipped: boolean } {
  const duration = durationOf(record);
  const words = wordsByChannel(record);
  const tiers = record.speakers.flatMap(({ id, channel }) => [
    { name: id, spans: record.utterances.filter(({ speaker }) => speaker === id) },
    { name: `${id} words`, spans: words[channel] ?? [] },
    {
      name: `${id} events`,
      spans: eventSpans(record.events, id),
    },
  ]);
  const noises = eventSpans(record.events, null);
  const all = noises.length === 0 ? tiers : [...tiers, { name: 'surroundings', spans: noises }];
  const tiled = all.map(({ name, spans }) => ({ name, ...tile(spans, duration) }));
  const lines = [
    'File type = "ooTextFile"',
    'Object class = "TextGrid"',
    '',
    'xmin = 0',
    `xmax = ${printSeconds(duration)}`,
    'tiers? <exists>',
    `size = ${tiled.length}`,
    'item []:',
    ...tiled.flatMap(({ name, intervals }, index) => printTier(name, intervals, index + 1, duration)),
  ];
  return { text: `${lines.join('\n')}\n`, clipped: tiled.some(({ clipped }) => clipped) };
}

/** Intervals that leave nothing out and lie on nothing else, as Praat has them. */
function tile(
  spans: readonly TierSpan[],
  duration: number,
): { readonly intervals: TierSpan[]; readonly clipped: boolean } {
  const intervals: TierSpan[] = [];
  let clipped = false;
  let at = 0;
  for (const { start, end, text } of spans.toSorted((a, b) => a.start - b.start || a.end - b.end)) {
    const from = Math.max(at, start);
    const to = Math.min(duration, end);
    if (from > start) clipped = true;
    if (to <= from) continue;
    if (from > at) intervals.push({ start: at, end: from, text: '' });
    intervals.push({ start: from, end: to, text });
    at = to;
  }
  if (at < duration || intervals.length === 0) intervals.push({ start: at, end: duration, text: '' });
  return { intervals, clipped };
}

function printTier(name: string, intervals: readonly TierSpan[], number: number, duration: number): string[] {
  return [
    `    item [${number}]:`,
    '        class = "IntervalTier"',
    `        name = ${quote(name)}`,
    '        xmin = 0',
    `        xmax = ${printSeconds(duration)}`,
    `        intervals: size = ${intervals.length}`,
    ...intervals.flatMap(({ start, end, text }, index) => [
      `        intervals [${index + 1}]:`,
      `            xmin = ${printSeconds(start)}`,
      `            xmax = ${printSeconds(end)}`,
      `            text = ${quote(text)}`,
    ]),
  ];
}

/** Praat doubles the quotes inside. */
function quote(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}
