import { quantile, type Statistics, type Timeline, type TurnTakingReference } from '../timeline/index.ts';

/** A short table: what was measured beside what people of the register do. The first row is its header. */
export function statisticsRows(
  measured: Statistics,
  reference: TurnTakingReference,
  timeline: Timeline,
): string[][] {
  const rows: string[][] = [
    ['', 'this conversation', `people (${reference.register})`],
    ['floor transfers', String(measured.offset.count), ''],
    ['  that start in overlap', percent(measured.overlappedStarts), percent(reference.overlappedStarts)],
    ['  offset, median', seconds(measured.offset.median), seconds(medianOffset(reference))],
    ['  gap, median', seconds(measured.gap.median), seconds(quantile(reference.gap, 0.5))],
    ['  overlap, median', seconds(measured.overlap.median), seconds(quantile(reference.overlap, 0.5))],
    ['pause in a turn, median', seconds(measured.pause.median), seconds(quantile(reference.pause, 0.5))],
    ['silence', percent(measured.silence), ''],
  ];
  const hasWords = timeline.utterances.some(({ words }) => words.length > 0);
  if (hasWords) {
    rows.push(
      ['words a minute', measured.wordsPerMinute.toFixed(0), reference.wordsPerMinute.toFixed(0)],
      [
        'interruptions a minute',
        rate(measured.interruptions.perMinute),
        rate(reference.interruptionsPerMinute),
      ],
    );
  }
  rows.push([
    'backchannels a minute',
    rate(measured.backchannels.perMinute),
    rate(reference.backchannelsPerMinute),
  ]);
  return rows;
}

/** Of the mixture of overlaps and gaps. */
function medianOffset({ overlappedStarts, overlap, gap }: TurnTakingReference): number {
  if (overlappedStarts >= 0.5) return -quantile(overlap, 1 - 0.5 / overlappedStarts);
  return quantile(gap, (0.5 - overlappedStarts) / (1 - overlappedStarts));
}

function percent(share: number): string {
  return Number.isNaN(share) ? '–' : `${(100 * share).toFixed(0)} %`;
}

function seconds(value: number): string {
  return Number.isNaN(value) ? '–' : `${value.toFixed(2)} s`.replace('-', '−');
}

function rate(value: number): string {
  return Number.isNaN(value) ? '–' : value.toFixed(1);
}
