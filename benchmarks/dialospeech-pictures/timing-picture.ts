import type { FloorOffsets } from './floor-offsets.ts';
import { paper, pixels, words } from './paper.ts';

const [width, height] = [1_000, 372];
const [top, bottom] = [132, 316];
/** Seconds from which to which offsets are drawn, and of a bar. What lies outside is counted with the last bar. */
const [earliest, latest, bin] = [-1.6, 1.6, 0.1];

type Panel = { readonly title: string; readonly made: readonly number[]; readonly taught: readonly number[] };

/** When turns begin: what a model does with scripts that it has not seen, over what it learnt from. */
export function drawTiming(
  made: FloorOffsets,
  taught: FloorOffsets,
  { scripts }: { readonly scripts: number },
): string {
  const panels: readonly Panel[] = [
    { title: 'all turns', made: allOf(made), taught: allOf(taught) },
    { title: 'after a question', made: made.afterQuestions, taught: taught.afterQuestions },
    { title: 'after a statement', made: made.afterStatements, taught: taught.afterStatements },
  ];
  const title = 'When the next one begins';
  const style = '.bar{fill-opacity:.45}.outline{fill:none;stroke-width:2}.zero{stroke-width:1}';
  const facts =
    `${scripts} scripts that it has not seen, spoken once: ${allOf(made).length} turns; ` +
    `learnt from ${allOf(taught).length.toLocaleString('en')}`;
  return paper(title, { width, height, style }, [
    words(title, 'title ink', { x: 32, y: 48 }),
    words(facts, 'small soft', { x: 32, y: 74 }),
    '<rect class="bar f0" x="32" y="90" width="26" height="12"/>',
    words('the model', 'time soft', { x: 65, y: 101 }),
    '<path class="outline s1" d="M140 96h26"/>',
    words('what it learnt from', 'time soft', { x: 173, y: 101 }),
    ...panels.map((panel, index) => drawPanel(panel, 44 + index * 318)),
  ]);
}

function allOf({ afterQuestions, afterStatements }: FloorOffsets): readonly number[] {
  return [...afterQuestions, ...afterStatements];
}

function drawPanel({ title, made, taught }: Panel, x: number): string {
  const span = 288;
  const [bars, outline] = [sharesOf(made), sharesOf(taught)];
  const most = Math.max(0.01, ...bars, ...outline);
  const y = (share: number): string => pixels(bottom - ((bottom - top - 32) * share) / most);
  const place = (time: number): number => x + (span * (time - earliest)) / (latest - earliest);
  const bar = bars.map(
    (share, index) =>
      `M${pixels(place(earliest + index * bin))} ${bottom}V${y(share)}H${pixels(place(earliest + (index + 1) * bin) - 1)}V${bottom}z`,
  );
  const line = outline.map((share, index) => `V${y(share)}H${pixels(place(earliest + (index + 1) * bin))}`);
  const distance =
    made.length === 0 || taught.length === 0 ? '' : `distance ${distanceOf(made, taught).toFixed(3)} s`;
  return [
    words(title, 'name ink', { x, y: top }),
    words(`${medianOf('median', made)}${medianOf(', learnt', taught)}`, 'time soft', { x, y: bottom + 36 }),
    words(distance, 'time soft', { x: x + span, y: bottom + 36, anchor: 'end' }),
    `<path class="bar f0" d="${bar.join('')}"/>`,
    `<path class="outline s1" d="M${pixels(x)} ${bottom}${line.join('')}V${bottom}"/>`,
    `<path class="zero quiet" d="M${pixels(place(0))} ${top + 10}V${bottom}"/>`,
    `<path class="zero quiet" style="stroke-dasharray:none" d="M${x} ${bottom}H${x + span}"/>`,
    ...[-1, 0, 1].map((time) =>
      words(time === 0 ? '0 s' : time.toFixed(0).replace('-', '−'), 'time soft', {
        x: place(time),
        y: bottom + 16,
        anchor: 'middle',
      }),
    ),
    words('and more', 'gap soft', { x: x + span, y: bottom + 15, anchor: 'end' }),
    words('overlap', 'gap soft', { x: place(-0.06), y: top + 20, anchor: 'end' }),
    words('gap', 'gap soft', { x: place(0.06), y: top + 20 }),
  ].join('');
}

/** Of each bar, the share of all. */
function sharesOf(offsets: readonly number[]): number[] {
  const count = Math.round((latest - earliest) / bin);
  const bars = Array.from({ length: count }, () => 0);
  for (const offset of offsets) {
    const index = Math.min(count - 1, Math.max(0, Math.floor((offset - earliest) / bin)));
    bars[index] = (bars[index] ?? 0) + 1 / offsets.length;
  }
  return bars;
}

function medianOf(name: string, offsets: readonly number[]): string {
  if (offsets.length === 0) return '';
  return `${name} ${quantileOf(offsets.toSorted(rising), 0.5).toFixed(2).replace('-', '−')} s`;
}

/** Wasserstein-1: the mean distance of the quantiles. */
function distanceOf(one: readonly number[], other: readonly number[]): number {
  const places = Array.from({ length: 2000 }, (_, index) => (index + 0.5) / 2000);
  const [first, second] = [one.toSorted(rising), other.toSorted(rising)];
  return (
    places.reduce((sum, place) => sum + Math.abs(quantileOf(first, place) - quantileOf(second, place)), 0) /
    places.length
  );
}

function quantileOf(sorted: readonly number[], place: number): number {
  const at = place * (sorted.length - 1);
  const [low, high] = [sorted[Math.floor(at)] ?? 0, sorted[Math.ceil(at)] ?? 0];
  return low + (at - Math.floor(at)) * (high - low);
}

const rising = (one: number, other: number): number => one - other;
