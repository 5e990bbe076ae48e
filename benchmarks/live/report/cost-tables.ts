import type { BenchmarkTable } from '../../benchmark.ts';
import { inTime } from '../cost/many-sessions.ts';
import type { CostOf } from '../cost/run-cost.ts';

export type Costs = {
  readonly frame: CostOf<'frame'>;
  readonly cancelled: CostOf<'frame-cancelled'>;
  readonly crowd: CostOf<'crowd'>;
  readonly crowdCancelled: CostOf<'crowd-cancelled'>;
  readonly memory: CostOf<'memory'>;
  readonly hours: CostOf<'hours'>;
  readonly bargeIns: CostOf<'barge-ins'>;
};

const mebibyte = 2 ** 20;

export function costTable(costs: Costs): BenchmarkTable {
  const { frame, cancelled, crowd, crowdCancelled, memory, hours, bargeIns } = costs;
  const last = hours.memory.at(-1) ?? 0;
  const first = hours.memory[1] ?? hours.memory[0] ?? 0;
  return {
    title: 'What a session costs',
    columns: ['', 'aim', 'measured'],
    rows: [
      ['a session: ear, step, playing, embedded VAD', '', printFrame(frame)],
      ['the same with the echo canceller always on', '', printFrame(cancelled)],
      [
        'sessions in one process whose frames are handled within 20 ms, 99 of 100',
        '100 or more',
        mostOf(crowd),
      ],
      ['the same with the echo canceller always on', '', mostOf(crowdCancelled)],
      ['memory of a session, after ten seconds', '', `${(memory / mebibyte).toFixed(2)} MiB`],
      [
        `growth of memory from the first hour of a session to the last of ${hours.memory.length - 1}`,
        'none',
        `${((last - first) / mebibyte).toFixed(2)} MiB (${hours.replies} replies)`,
      ],
      [
        `unhandled rejections in ${bargeIns.yields.toLocaleString('en')} barge-ins`,
        '0',
        `${bargeIns.unhandled}; replies left behind: ${bargeIns.abandoned}`,
      ],
    ],
    note: `Crowds that were tried: ${crowd.map(printCrowd).join('; ')}. In use after each hour: ${hours.memory.map((bytes) => (bytes / mebibyte).toFixed(1)).join(', ')} MiB.`,
  };
}

function printFrame(cost: CostOf<'frame'>): string {
  return `${(100 * cost.whole).toFixed(2)} % of a core (a frame: ${micro(cost.median)}, p99 ${micro(cost.p99)})`;
}

function mostOf(crowd: CostOf<'crowd'>): string {
  const within = crowd.filter(({ p99 }) => p99 <= inTime).at(-1);
  if (within === undefined) return `fewer than ${crowd[0]?.sessions ?? 0}`;
  return `${within.sessions} (p99 ${milli(within.p99)}, ${(100 * within.load).toFixed(0)} % of a core)`;
}

function printCrowd({ sessions, p99, load }: CostOf<'crowd'>[number]): string {
  return `${sessions}: ${milli(p99)} at ${(100 * load).toFixed(0)} %`;
}

function micro(time: number): string {
  return `${(time * 1e6).toFixed(0)} µs`;
}

function milli(time: number): string {
  return `${(time * 1000).toFixed(1)} ms`;
}
