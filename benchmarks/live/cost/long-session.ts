import { createSimulatedClock } from '../../../src/testing/index.ts';
import type { SpokenCache } from '../scenarios/spoken-cache.ts';
import {
  type CostEar,
  openCostSession,
  trackFrame,
  trackRate,
  usedMemory,
  userTrack,
} from './cost-sessions.ts';

export type LongSession = {
  /** Bytes in use after each of its hours, the first of them after a tenth. */
  readonly memory: readonly number[];
  /** Turns of both that were spoken. */
  readonly replies: number;
};

/** One session through so many hours of a simulated clock, in which the user never stops coming back. */
export async function measureLongSession(
  cache: SpokenCache,
  ear: CostEar,
  hours: number,
): Promise<LongSession> {
  const clock = createSimulatedClock();
  let replies = 0;
  const track = await userTrack(cache, 1);
  const { session } = await openCostSession(cache, track, clock, ear, (output) => {
    if (output.type === 'notice-told' && output.notice.type === 'reply-ended') replies += 1;
  });
  const memory: number[] = [];
  const checks = new Set(
    [0.1, ...Array.from({ length: hours }, (_, hour) => hour + 1)].map((hour) => hour * 180_000),
  );
  for (let frame = 1; frame <= hours * 180_000; frame++) {
    session.hear(trackFrame(track, frame), trackRate);
    // Three frames at once, as a client sends them that saves messages.
    if (frame % 3 === 0) {
      await clock.advance(0.06);
      await cache.idle();
    }
    if (checks.has(frame)) memory.push(usedMemory());
  }
  await clock.runUntil(Promise.resolve(session[Symbol.asyncDispose]()));
  return { memory, replies };
}

/** Bytes that each of so many sessions holds after ten seconds of conversation. */
export async function measureSessionMemory(
  cache: SpokenCache,
  ear: CostEar,
  sessions: number,
): Promise<number> {
  const clock = createSimulatedClock();
  const track = await userTrack(cache, 2);
  const warm = await openCostSession(cache, track, clock, ear);
  const run = async (
    all: readonly { readonly session: { hear(samples: Float32Array, rate: number): void } }[],
  ) => {
    for (let frame = 0; frame < 500; frame++) {
      for (const { session } of all) session.hear(trackFrame(track, frame), trackRate);
      await clock.advance(0.02);
      await cache.idle();
    }
  };
  await run([warm]);
  const before = usedMemory();
  const open = [];
  for (let index = 0; index < sessions; index++) open.push(await openCostSession(cache, track, clock, ear));
  await run(open);
  const after = usedMemory();
  const closing = Promise.all([warm, ...open].map(({ session }) => session[Symbol.asyncDispose]()));
  await clock.runUntil(closing);
  return (after - before) / sessions;
}
