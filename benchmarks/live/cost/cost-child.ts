/** One measurement in a process of its own, as JSON: `node --expose-gc --import tsx cost-child.ts NAME SCALE`. */
import * as z from 'zod';
import { openSpokenCache } from '../scenarios/spoken-cache.ts';
import { measureBargeIns } from './barge-ins.ts';
import { costNames } from './cost-names.ts';
import { measureFrameCost } from './frame-cost.ts';
import { measureLongSession, measureSessionMemory } from './long-session.ts';
import { findMostSessions } from './many-sessions.ts';

const name = z.enum(costNames).parse(process.argv[2]);
const scale = z.coerce.number().parse(process.argv[3] ?? '1');
await using cache = openSpokenCache();
const steps = [40, 60, 80, 100, 120, 140, 160, 200, 240];

process.stdout.write(JSON.stringify(await measure()));

async function measure(): Promise<unknown> {
  switch (name) {
    case 'frame':
      return measureFrameCost(cache, { echoCancellation: 'auto' }, Math.ceil(120 * scale));
    case 'frame-cancelled':
      return measureFrameCost(cache, { echoCancellation: 'on' }, Math.ceil(120 * scale));
    case 'crowd':
      return findMostSessions(cache, { echoCancellation: 'auto' }, steps, 12);
    case 'crowd-cancelled':
      return findMostSessions(cache, { echoCancellation: 'on' }, steps, 12);
    case 'memory':
      return measureSessionMemory(cache, { echoCancellation: 'auto' }, 40);
    case 'hours':
      return measureLongSession(cache, { echoCancellation: 'auto' }, Math.max(1, Math.round(8 * scale)));
    case 'barge-ins':
      return measureBargeIns(Math.ceil(10_000 * scale));
    default:
      return name satisfies never;
  }
}
