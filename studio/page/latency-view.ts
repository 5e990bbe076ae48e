import type { ReplyLatency } from '../measure/reply-latency.ts';
import { find, make, setText } from './elements.ts';

/** How fast the agent answers: the last answer, the median, and the last dozen as bars. */
export interface LatencyView {
  show(latencies: readonly ReplyLatency[]): void;
}

const bars = 16;
/** Seconds at which a bar is full. */
const fullBar = 2;

export function createLatencyView(): LatencyView {
  const figure = find('latency', HTMLElement);
  const unit = find('latency-unit', HTMLElement);
  const detail = find('latency-detail', HTMLElement);
  const spark = find('latencies', HTMLElement);
  const explanation = detail.textContent;
  let shown: readonly ReplyLatency[] = [];

  return {
    show(latencies) {
      if (latencies === shown) return;
      shown = latencies;
      const last = latencies.at(-1);
      unit.hidden = last === undefined;
      setText(figure, last === undefined ? '–' : seconds(last.latency));
      const count = latencies.length;
      const middle = median(latencies.map(({ latency }) => latency));
      setText(
        detail,
        count < 2 ? explanation : `Median of ${count} replies: ${seconds(middle)} s. ${explanation}`,
      );
      spark.replaceChildren(
        ...latencies.slice(-bars).map(({ latency }) => {
          const bar = make('span', '');
          bar.style.height = `${Math.round(Math.min(1, Math.max(0, latency) / fullBar) * 100)}%`;
          return bar;
        }),
      );
    },
  };
}

function seconds(value: number): string {
  return value.toFixed(2).replace('-', '−');
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? upper)) / 2;
}
