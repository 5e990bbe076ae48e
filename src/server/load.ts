import { monitorEventLoopDelay, performance } from 'node:perf_hooks';

/** How busy this process is. */
export interface LoadMeter extends Disposable {
  /** 0 to 1: share of the event loop's time in use, over the last seconds. */
  readonly load: number;
  /** Seconds by which the event loop was late, 99th percentile over the last seconds. */
  readonly delay: number;
}

/** Seconds between two looks, and weight of the latest: about 2 s of the past count. */
const interval = 0.5;
const weight = 0.25;

export function createLoadMeter(): LoadMeter {
  const histogram = monitorEventLoopDelay({ resolution: 10 });
  histogram.enable();
  let last = performance.eventLoopUtilization();
  let load = 0;
  let delay = 0;
  const timer = setInterval(() => {
    const now = performance.eventLoopUtilization();
    const used = performance.eventLoopUtilization(now, last).utilization;
    last = now;
    load += (used - load) * weight;
    // The histogram counts the wait for the timer itself.
    delay = Math.max(0, histogram.percentile(99) / 1e9 - 0.01);
    histogram.reset();
  }, interval * 1000);
  timer.unref();
  return {
    get load() {
      return load;
    },
    get delay() {
      return Number.isFinite(delay) ? delay : 0;
    },
    [Symbol.dispose]() {
      clearInterval(timer);
      histogram.disable();
    },
  };
}
