import type { LiveSession } from '../../../src/live/index.ts';
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
  /** Seconds of a core for a frame, everything in it, while nobody speaks, the user does, and the agent does. */
  readonly silent: number;
  readonly user: number;
  readonly agent: number;
};

type Speaker = 'silent' | 'user' | 'agent';

/** One session by itself on a simulated clock: what a second of it costs. */
export async function measureFrameCost(
  cache: SpokenCache,
  ear: CostEar,
  duration: number,
): Promise<FrameCost> {
  const clock = createSimulatedClock();
  const { session, track } = await openCostSession(cache, await userTrack(cache, 0), clock, ear);
  const times: number[] = [];
  const meter = createSpeakerMeter();
  let frame = 0;
  const run = async (count: number): Promise<void> => {
    for (const end = frame + count; frame < end; frame++) {
      const begun = performance.now();
      session.hear(trackFrame(track, frame), trackRate);
      times.push((performance.now() - begun) / 1000);
      await clock.advance(0.02);
      await cache.idle();
      meter.count(speakerOf(session));
    }
  };
  await run(1500);
  times.length = 0;
  meter.start();
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
    silent: meter.cost('silent'),
    user: meter.cost('user'),
    agent: meter.cost('agent'),
  };
}

/** Whose frames the time went into. The time is asked for when the speaker changes: to ask costs more than a frame. */
function createSpeakerMeter() {
  let spent = { silent: nothing(), user: nothing(), agent: nothing() };
  let last: Speaker = 'silent';
  let frames = 0;
  let before = process.cpuUsage();
  const meter = {
    start(): void {
      spent = { silent: nothing(), user: nothing(), agent: nothing() };
      frames = 0;
      before = process.cpuUsage();
    },
    count(speaker: Speaker): void {
      frames += 1;
      if (speaker === last) return;
      const { user, system } = process.cpuUsage(before);
      spent[last].frames += frames;
      spent[last].time += (user + system) / 1e6;
      last = speaker;
      frames = 0;
      before = process.cpuUsage();
    },
    cost: (speaker: Speaker): number => spent[speaker].time / Math.max(1, spent[speaker].frames),
  };
  meter.start();
  return meter;
}

const nothing = (): { frames: number; time: number } => ({ frames: 0, time: 0 });

function speakerOf({ state: { agent, bout } }: LiveSession): Speaker {
  if (agent.phase === 'speaking') return 'agent';
  return bout === undefined ? 'silent' : 'user';
}
