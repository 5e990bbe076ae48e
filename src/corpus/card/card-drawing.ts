import { cumulative, type Distribution } from '../../timeline/index.ts';
import type { Histogram } from './histogram.ts';

/** Pictures of the card: plain SVG whose colours are classes, so that a page or a file of its own can dress them. */

export type Curve = {
  /** What stands in the legend. */
  readonly name: string;
  /** Class of its colour: `c0` is the corpus, `c1` people, `c2` and `c3` the controls. */
  readonly colour: 'c0' | 'c1' | 'c2' | 'c3';
  /** Share of events that are shorter. */
  readonly at: (seconds: number) => number;
};

export function sampleCurve(samples: readonly number[]): (seconds: number) => number {
  const sorted = samples.toSorted((a, b) => a - b);
  return (seconds) => {
    let low = 0;
    let high = sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((sorted[middle] ?? 0) <= seconds) low = middle + 1;
      else high = middle;
    }
    return sorted.length === 0 ? Number.NaN : low / sorted.length;
  };
}

export function referenceCurve(reference: Distribution): (seconds: number) => number {
  return (seconds) => cumulative(reference, seconds);
}

const plot = { width: 300, height: 190, left: 46, right: 10, top: 26, bottom: 34 };

/** Cumulative distributions over each other, from 0 to `to` seconds. */
export function drawCurves(title: string, to: number, curves: readonly Curve[]): string {
  const { width, height, left, right, top, bottom } = plot;
  const x = (seconds: number): number => left + ((width - left - right) * seconds) / to;
  const y = (share: number): number => height - bottom - (height - top - bottom) * share;
  const steps = 120;
  const lines = curves.flatMap(({ colour, at }) => {
    const points = Array.from({ length: steps + 1 }, (_, step) => {
      const seconds = (to * step) / steps;
      return [x(seconds), y(at(seconds))] as const;
    }).filter(([, share]) => Number.isFinite(share));
    const path = points.map(([px, py]) => `${px.toFixed(1)},${py.toFixed(1)}`).join(' ');
    return path === '' ? [] : [`<polyline class="curve ${colour}" points="${path}"/>`];
  });
  const shares = [0, 0.5, 1].map(
    (share) =>
      `<line class="grid" x1="${left}" x2="${width - right}" y1="${y(share)}" y2="${y(share)}"/><text class="tick" x="${left - 6}" y="${y(share) + 4}" text-anchor="end">${share * 100} %</text>`,
  );
  const ticks = Array.from({ length: 5 }, (_, tick) => (to * tick) / 4).map(
    (seconds) =>
      `<text class="tick" x="${x(seconds).toFixed(1)}" y="${height - bottom + 16}" text-anchor="${seconds === to ? 'end' : 'middle'}">${Number(seconds.toFixed(2))} s</text>`,
  );
  return picture(
    width,
    height,
    [
      `<text class="title" x="${left}" y="16">${escapeText(title)}</text>`,
      ...shares,
      ...ticks,
      ...lines,
    ].join(''),
    title,
  );
}

/** A bar for each bin. */
export function drawHistogram(title: string, unit: string, { from, to, counts, known }: Histogram): string {
  const { width, height, left, right, top, bottom } = plot;
  const most = Math.max(1, ...counts);
  const bin = (width - left - right) / counts.length;
  const bars = counts.map((count, index) => {
    const tall = ((height - top - bottom) * count) / most;
    return `<rect class="bar" x="${(left + index * bin + 1).toFixed(1)}" y="${(height - bottom - tall).toFixed(1)}" width="${(bin - 2).toFixed(1)}" height="${tall.toFixed(1)}"/>`;
  });
  const ticks = [from, (from + to) / 2, to].map(
    (value, index) =>
      `<text class="tick" x="${(left + ((width - left - right) * index) / 2).toFixed(1)}" y="${height - bottom + 16}" text-anchor="${['start', 'middle', 'end'][index]}">${Number(value.toFixed(2))} ${unit}</text>`,
  );
  const base = `<line class="grid" x1="${left}" x2="${width - right}" y1="${height - bottom}" y2="${height - bottom}"/>`;
  const head = `<text class="title" x="${left}" y="16">${escapeText(title)}</text><text class="tick" x="${width - right}" y="16" text-anchor="end">${known} tracks</text>`;
  return picture(width, height, head + base + bars.join('') + ticks.join(''), title);
}

/** A bar for each name, the longest first. */
export function drawShares(
  title: string,
  shares: Readonly<Record<string, number>>,
  print: (value: number) => string,
): string {
  const rows = Object.entries(shares).toSorted(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
  const shown = rows.slice(0, 12);
  const width = plot.width;
  const [label, number] = [104, 70];
  const most = Math.max(1e-9, ...shown.map(([, value]) => value));
  const bars = shown.map(([name, value], index) => {
    const top = 28 + index * 20;
    const long = ((width - label - number) * value) / most;
    return [
      `<text class="tick" x="${label - 6}" y="${top + 11}" text-anchor="end">${escapeText(short(name, 16))}</text>`,
      `<rect class="bar" x="${label}" y="${top}" width="${long.toFixed(1)}" height="14" rx="2"/>`,
      `<text class="tick" x="${(label + long + 5).toFixed(1)}" y="${top + 11}">${escapeText(print(value))}</text>`,
    ].join('');
  });
  const rest = rows.length - shown.length;
  const more =
    rest > 0
      ? `<text class="tick" x="${label}" y="${28 + shown.length * 20 + 11}">and ${rest} more</text>`
      : '';
  const height = 34 + (shown.length + (rest > 0 ? 1 : 0)) * 20;
  return picture(
    width,
    height,
    `<text class="title" x="0" y="16">${escapeText(title)}</text>${bars.join('')}${more}`,
    title,
  );
}

export function escapeText(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

function picture(width: number, height: number, content: string, title: string): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${escapeText(title)}">${content}</svg>`;
}

function short(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}
