import { setTimeout as wait } from 'node:timers/promises';
import type { LiveClock } from '../../../src/live/index.ts';
import { quantile } from '../judge/tally.ts';
import type { SpokenCache } from '../scenarios/spoken-cache.ts';
import {
  type CostEar,
  type CostSession,
  openCostSession,
  trackFrame,
  trackRate,
  userTrack,
} from './cost-sessions.ts';

export type Crowd = {
  readonly sessions: number;
  /** Seconds from when a frame was due to when all that it brought about was done. */
  readonly median: number;
  readonly p99: number;
  /** Share of a core. */
  readonly load: number;
};

const clock: LiveClock = {
  now: () => performance.now() / 1000,
  wait: (duration, { signal } = {}) =>
    wait(duration * 1000, undefined, signal === undefined ? {} : { signal }),
};

/** Seconds before anything counts: the first frames are computed by code that is not compiled yet. */
const warmUp = 3;

/** So many sessions in one thread in real time, their frames spread evenly over the 20 ms. */
export async function measureCrowd(
  cache: SpokenCache,
  ear: CostEar,
  sessions: number,
  duration: number,
): Promise<Crowd> {
  const tracks = await Promise.all(Array.from({ length: 12 }, (_, index) => userTrack(cache, index)));
  const crowd: CostSession[] = [];
  for (let index = 0; index < sessions; index++) {
    crowd.push(
      await openCostSession(cache, tracks[index % tracks.length] ?? new Float32Array(320), clock, ear),
    );
  }
  const lateness: number[] = [];
  const frames = Math.round(duration * 50);
  const warm = Math.round(warmUp * 50);
  const begun = clock.now() + 0.05;
  let before = process.cpuUsage();
  for (let frame = 0; frame < frames + warm; frame++) {
    if (frame === warm) before = process.cpuUsage();
    for (const [place, { session, track }] of crowd.entries()) {
      const due = begun + (frame + place / sessions) * 0.02;
      const ahead = due - clock.now();
      if (ahead > 0.001) await wait(ahead * 1000);
      // Each user is somewhere else in what they say.
      session.hear(trackFrame(track, frame + place * 97), trackRate);
      if (frame >= warm) lateness.push(clock.now() - due);
    }
    await new Promise((resolve) => setImmediate(resolve));
  }
  const { user, system } = process.cpuUsage(before);
  await Promise.all(crowd.map(({ session }) => session[Symbol.asyncDispose]()));
  const sorted = lateness.toSorted((a, b) => a - b);
  return {
    sessions,
    median: quantile(sorted, 0.5),
    p99: quantile(sorted, 0.99),
    load: (user + system) / 1e6 / duration,
  };
}

/** Handled within so many seconds, 99 of 100, a crowd keeps up. */
export const inTime = 0.02;

/** The most sessions whose frames are handled in time, by steps: every crowd that was tried. */
export async function findMostSessions(
  cache: SpokenCache,
  ear: CostEar,
  steps: readonly number[],
  duration: number,
): Promise<readonly Crowd[]> {
  const found: Crowd[] = [];
  // The first crowd of a process is slow while its code is compiled: it is what the others are measured after.
  await measureCrowd(cache, ear, steps[0] ?? 1, duration);
  for (const sessions of steps) {
    const crowd = await measureCrowd(cache, ear, sessions, duration);
    found.push(crowd);
    if (crowd.p99 > inTime) break;
  }
  return found;
}
