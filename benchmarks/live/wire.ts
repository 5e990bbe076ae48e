/**
 * Runs scenarios in real time over WebSockets against a server of its own:
 * npx tsx benchmarks/live/wire.ts --kind turn --count 20 --sessions 10 [--half tuning|validation|untouched|report] [--from 0] [--recast] [--recogniser none|oracle|pocketsphinx] [--client plain|ordered]
 */
import { parseArgs } from 'node:util';
import * as z from 'zod';
import { printRate, printTimes, tallyOf } from './judge/tally.ts';
import { measures } from './judge/verdict.ts';
import { scenarioKinds } from './scenarios/scenario.ts';
import { isScenarioBatch } from './scenarios/texts.ts';
import { playOverWire, wireClients } from './wire/play-over-wire.ts';
import { openPreparePool } from './wire/prepare-pool.ts';
import { recogniserNames } from './wire/server-messages.ts';
import { startServer } from './wire/start-server.ts';

const { values } = parseArgs({
  options: {
    kind: { type: 'string', default: 'turn' },
    count: { type: 'string', default: '20' },
    sessions: { type: 'string', default: '10' },
    half: { type: 'string', default: 'tuning' },
    from: { type: 'string', default: '0' },
    recast: { type: 'boolean', default: false },
    recogniser: { type: 'string', default: 'none' },
    client: { type: 'string', default: 'plain' },
  },
});
const { half } = values;
if (!isScenarioBatch(half)) throw new TypeError(`There is no half ${half}.`);
const wishes = scenarioKinds
  .filter((kind) => values.kind.split(',').includes(kind))
  .flatMap((kind) =>
    Array.from(
      { length: Number(values.count) },
      (_, index) => ({ half, kind, index: Number(values.from) + index, recast: values.recast }) as const,
    ),
  );

await using pool = openPreparePool();
await using server = await startServer();
const outcome = await playOverWire({
  url: server.urlFor(z.enum(recogniserNames).parse(values.recogniser)),
  wishes,
  sessions: Number(values.sessions),
  pool,
  client: z.enum(wireClients).parse(values.client),
  onWords: (number, words) => server.tellWords(number, words),
});
const { cpu, delay } = await server.cost();
console.log(
  `${outcome.listened.toFixed(0)} s listened to; clients late by ${(outcome.lateness * 1000).toFixed(0)} ms (p99)`,
);
console.log(
  `server: ${((100 * cpu) / outcome.listened).toFixed(2)} % of a core a session, loop late by ${(delay * 1000).toFixed(0)} ms (p99)`,
);
if (outcome.again > 0) console.log(`held again, because a client was late: ${outcome.again}`);
for (const failure of outcome.failures) console.log(`broken: ${failure}`);
for (const kind of scenarioKinds) {
  for (const measure of measures) {
    const of = outcome.verdicts.filter((verdict) => verdict.kind === kind && verdict.measure === measure);
    if (of.length === 0) continue;
    console.log(`${kind} ${measure}: ${printRate(tallyOf(of))} ${printTimes(tallyOf(of))}`);
    for (const { scenario, passed, why } of of) if (!passed) console.log(`  ${scenario}: ${why}`);
  }
}
