/** Counts for Prometheus, in its text format. */
export interface Metrics {
  count(name: MetricName, labels?: Labels): void;
  /** Seconds, into the histogram of that name. */
  observe(name: HistogramName, value: number): void;
  /** Read when it is asked for. */
  gauge(name: GaugeName, read: () => number): void;
  text(): string;
}

type Labels = Readonly<Record<string, string>>;

const counters = {
  duologue_sessions_total: 'Live sessions begun.',
  duologue_refusals_total: 'Sessions and requests refused, by reason.',
  duologue_errors_total: 'Error events sent to clients, by code.',
  duologue_frames_total: 'Frames of 20 ms sent to clients.',
  duologue_frames_late_total: 'Frames sent more than 20 ms after their time.',
  duologue_interruptions_total: 'Times an agent yielded.',
  duologue_overlaps_total: 'Sounds of users during replies that changed nothing, by verdict.',
  duologue_recordings_lost_total: 'Recordings of sessions that could not be begun or kept.',
  duologue_requests_total: 'HTTP requests, by route and status.',
} as const;

const histograms = {
  duologue_reply_latency_seconds: 'From the end of a user’s speech to the first sound of the reply.',
  duologue_yield_latency_seconds: 'From the onset of an interruption to the decision to yield.',
  duologue_session_seconds: 'How long sessions lasted.',
  duologue_render_seconds: 'How long speech and conversations took to make.',
} as const;

const gauges = {
  duologue_sessions: 'Live sessions now.',
  duologue_load: 'Share of the event loop’s time that is in use.',
  duologue_event_loop_delay_seconds: 'By how much the event loop was late, 99th percentile.',
  duologue_draining: '1 while no new session is taken.',
  duologue_resident_bytes: 'Memory of the process.',
} as const;

type MetricName = keyof typeof counters;
type HistogramName = keyof typeof histograms;
type GaugeName = keyof typeof gauges;

const short = [0.05, 0.1, 0.2, 0.3, 0.5, 0.75, 1, 1.5, 2, 3, 5];
const long = [1, 5, 15, 30, 60, 120, 300, 600, 1200, 1800, 3600];

const bounds: Readonly<Record<HistogramName, readonly number[]>> = {
  duologue_reply_latency_seconds: short,
  duologue_yield_latency_seconds: short,
  duologue_session_seconds: long,
  duologue_render_seconds: [0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60, 120, 300],
};

/** Label values of one metric; what comes from outside must not grow without end. */
const mostSeries = 200;

export function createMetrics(): Metrics {
  const counts = new Map<string, Map<string, number>>();
  const observed = new Map<string, { readonly buckets: number[]; sum: number; count: number }>();
  const reads = new Map<string, () => number>();
  for (const name of Object.keys(counters)) counts.set(name, new Map());

  return {
    count(name, labels = {}) {
      const series = counts.get(name) ?? new Map<string, number>();
      const key = labelText(labels);
      const kept = series.has(key) || series.size < mostSeries ? key : labelText({ other: 'true' });
      series.set(kept, (series.get(kept) ?? 0) + 1);
    },
    observe(name, value) {
      const known = observed.get(name) ?? { buckets: bounds[name].map(() => 0), sum: 0, count: 0 };
      for (const [index, bound] of bounds[name].entries()) {
        if (value <= bound) known.buckets[index] = (known.buckets[index] ?? 0) + 1;
      }
      known.sum += value;
      known.count += 1;
      observed.set(name, known);
    },
    gauge(name, read) {
      reads.set(name, read);
    },
    text() {
      const lines: string[] = [];
      for (const [name, help] of Object.entries(counters)) {
        lines.push(`# HELP ${name} ${help}`, `# TYPE ${name} counter`);
        const series = counts.get(name) ?? new Map<string, number>();
        if (series.size === 0) lines.push(`${name} 0`);
        for (const [labels, value] of series) lines.push(`${name}${labels} ${value}`);
      }
      for (const [name, help] of Object.entries(gauges)) {
        lines.push(`# HELP ${name} ${help}`, `# TYPE ${name} gauge`, `${name} ${reads.get(name)?.() ?? 0}`);
      }
      for (const [name, help] of Object.entries(histograms)) {
        lines.push(`# HELP ${name} ${help}`, `# TYPE ${name} histogram`);
        lines.push(...histogramLines(name, boundsOf(name), observed.get(name)));
      }
      return `${lines.join('\n')}\n`;
    },
  };
}

function boundsOf(name: string): readonly number[] {
  return Object.entries(bounds).find(([known]) => known === name)?.[1] ?? [];
}

function histogramLines(
  name: string,
  edges: readonly number[],
  { buckets, sum, count } = { buckets: edges.map(() => 0), sum: 0, count: 0 },
): string[] {
  return [
    ...edges.map((edge, index) => `${name}_bucket{le="${edge}"} ${buckets[index] ?? 0}`),
    `${name}_bucket{le="+Inf"} ${count}`,
    `${name}_sum ${sum}`,
    `${name}_count ${count}`,
  ];
}

function labelText(labels: Labels): string {
  const pairs = Object.entries(labels).map(
    ([label, value]) =>
      `${label}="${value.slice(0, 80).replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', ' ')}"`,
  );
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}
