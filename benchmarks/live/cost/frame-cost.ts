import { createSimulatedClock } from '../../../src/testing/index.ts';
import { quantile } from '../judge/tally.ts';
import type { SpokenCache } from '../scenarios/spoken-cache.ts';
import { type CostEar, openCostSession, trackFrame, trackRate, userTrack } from './cost-sessions.ts';

export type FrameCost = {
  /** Seconds of a core for a second of a session: everything; the ear, the step and the playing alone. */
  readonly whole: number;
  readonly frames: number;
  /** Seconds for one frame. */
  readonly median: number;
  readonly p99: number;
};

/** One session by itself on a simulated clock: what a second of it costs. */
export async function measureFrameCost(
  cache: SpokenCache,
  ear: CostEar,
  duration: number,
): Promise<FrameCost> {
  const clock = createSimulatedClock();
  const { session, track } = await openCostSession(cache, await userTrack(cache, 0), clock, ear);
  const times: number[] = [];
  let frame = 0;
  const run = async (count: number): Promise<void> => {
    for (const end = frame + count; frame < end; frame++) {
      const begun = performance.now();
      session.hear(trackFrame(track, frame), trackRate);
      times.push((performance.now() - begun) / 1000);
      await clock.advance(0.02);
      await cache.idle();
    }
  };
  await run(1500);
  times.length = 0;
  const before = process.cpuUsage();
  await run(duration * 50);
  const { user, system } = process.cpuUsage(before);
  await clock.runUntil(Promise.resolve(session[Symbol.asyncDispose]()));
  const sorted = times.toSorted((a, b) => a - b);
  return {
    whole: (user + system) / 1e6 / duration,
    frames: times.reduce((sum, time) => sum + time, 0) / duration,
    median: quantile(sorted, 0.5),
    p99: quantile(sorted, 0.99),
  };
}
