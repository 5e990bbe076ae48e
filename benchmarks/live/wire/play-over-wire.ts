import { setTimeout as wait } from 'node:timers/promises';
import { quantile } from '../judge/tally.ts';
import type { Verdict } from '../judge/verdict.ts';
import type { ScenarioWish } from '../scenarios/create-scenario.ts';
import type { ScenarioKind } from '../scenarios/scenario.ts';
import { noiseRate } from '../sound-making.ts';
import type { HeardWord } from '../stage/user-player.ts';
import { openOrderedUser } from './ordered-user.ts';
import { openPlainUser } from './plain-user.ts';
import type { PreparePool } from './prepare-pool.ts';
import type { WireUser } from './user-track.ts';

export const wireClients = ['plain', 'ordered'] as const;
export type WireClient = (typeof wireClients)[number];

export type WireRun = {
  readonly url: string;
  readonly wishes: readonly ScenarioWish[];
  /** Conversations at once. */
  readonly sessions: number;
  readonly pool: PreparePool;
  /** `ordered`: the page's, which plays what comes ahead, by orders. Default `plain`. */
  readonly client?: WireClient;
  /** To whoever knows the truth behind the server. */
  readonly onWords: (number: number, words: readonly HeardWord[]) => void;
  readonly onProgress?: (done: number) => void;
};

export type WireOutcome = {
  readonly verdicts: readonly Verdict[];
  /** Seconds that were listened to. */
  readonly listened: number;
  readonly listenedTo: ReadonlyMap<ScenarioKind, number>;
  readonly conversations: number;
  /** Held once more, because the measuring itself was late. */
  readonly again: number;
  /** Seconds by which the clients' frames were late: 99 of 100 at most. */
  readonly lateness: number;
  readonly failures: readonly string[];
};

/** A user who stands still for longer is the measuring's fault, not the agent's: it is measured again, twice at most. */
const tooLate = 0.12;
const mostHeld = 3;

type Held = { readonly wish: ScenarioWish; readonly held: number };

/** Every scenario in real time over WebSockets, many side by side. */
export async function playOverWire(run: WireRun): Promise<WireOutcome> {
  const { url, wishes, sessions, pool, onWords, onProgress, client = 'plain' } = run;
  const open = client === 'plain' ? openPlainUser : openOrderedUser;
  const verdicts: Verdict[] = [];
  const failures: string[] = [];
  const lateness: number[] = [];
  const judging: Promise<void>[] = [];
  const listenedTo = new Map<ScenarioKind, number>();
  const left: Held[] = wishes.map((wish) => ({ wish, held: 1 }));
  let again = 0;
  let number = 0;
  let done = 0;

  const finish = (user: WireUser): void => {
    const recording = user.recording();
    user.close();
    done += 1;
    onProgress?.(done);
    if (user.failure !== undefined) failures.push(`${recording.scenario.id}: ${user.failure}`);
    const { kind } = recording.scenario;
    listenedTo.set(kind, (listenedTo.get(kind) ?? 0) + recording.agent.length / noiseRate);
    judging.push(pool.judge(recording).then((found) => void verdicts.push(...found)));
  };

  const playOne = async ({ wish, held }: Held, stagger: number): Promise<void> => {
    const scenario = await pool.prepare(wish);
    const own = number++ % 65_536;
    const user = open({ url, scenario, number: own, onWords: (words) => onWords(own, words) });
    try {
      await user.opened;
    } catch {
      finish(user);
      return;
    }
    const begun = performance.now() / 1000 + stagger * 0.02;
    let latest = 0;
    for (let frame = 0; !user.over; frame++) {
      const due = begun + frame * 0.02;
      const ahead = due - performance.now() / 1000;
      if (ahead > 0) await wait(ahead * 1000);
      const late = performance.now() / 1000 - due;
      lateness.push(late);
      latest = Math.max(latest, late);
      user.tick();
    }
    if (latest > tooLate && held < mostHeld && user.failure === undefined) {
      user.close();
      again += 1;
      left.push({ wish, held: held + 1 });
    } else finish(user);
  };

  const seats = Array.from({ length: Math.min(sessions, wishes.length) }, async (_, seat) => {
    // They do not all begin at once.
    await wait((seat * 3000) / sessions);
    for (let next = left.shift(); next !== undefined; next = left.shift())
      await playOne(next, seat / sessions);
  });
  await Promise.all(seats);
  await Promise.all(judging);
  lateness.sort((a, b) => a - b);
  return {
    verdicts,
    listened: [...listenedTo.values()].reduce((sum, time) => sum + time, 0),
    listenedTo,
    conversations: done,
    again,
    lateness: quantile(lateness, 0.99),
    failures,
  };
}
