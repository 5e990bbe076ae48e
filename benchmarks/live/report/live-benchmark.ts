import type { Benchmark, BenchmarkTable } from '../../benchmark.ts';
import { costSchemas, runCost } from '../cost/run-cost.ts';
import type { ScenarioWish } from '../scenarios/create-scenario.ts';
import type { ScenarioKind } from '../scenarios/scenario.ts';
import { playOverWire, type WireOutcome } from '../wire/play-over-wire.ts';
import { openPreparePool, type PreparePool } from '../wire/prepare-pool.ts';
import type { RecogniserName } from '../wire/server-messages.ts';
import { startServer } from '../wire/start-server.ts';
import { type Costs, costTable } from './cost-tables.ts';
import { aimsTable, echoTable, fieldTable, type Heard, snrTable, variantTable } from './tables.ts';

/** A part of everything, for a look: its figures are no report. 1: all of it. */
const scale = Number(process.env['LIVE_SCALE'] ?? 1);
/** Share of a core that the sessions of one server may take together: the clients and the scenarios take theirs. */
const shareOfCore = 0.45;
/** A real recogniser decodes as fast as a core or two let it. */
const sphinxSessions = 4;

/** Over half an hour of echo, first with few beside one another, then with as many as the rest. */
const echoes = { apart: { count: 60, atOnce: 15 }, crowded: { count: 40 } };
/** The longest first, so that all end at about the same time. */
const counts: readonly (readonly [ScenarioKind, number])[] = [
  ['interruption', 201],
  ['backchannel', 201],
  ['noise', 208],
  ['background', 201],
  ['side-talk', 201],
  ['pause', 204],
  ['turn', 102],
];
const sphinxCounts: readonly (readonly [ScenarioKind, number])[] = [
  ['interruption', 12],
  ['backchannel', 12],
  ['side-talk', 12],
  ['pause', 12],
  ['turn', 12],
];

export const liveBenchmark: Benchmark = {
  name: 'live',
  title: 'Live conversation',
  method:
    'Scenarios are made by the embedded voices, English and Mandarin, in rooms, with noise and at levels of a seeded ' +
    'draw, from texts, voices and noises that nothing was tuned on. Each is one conversation in real time over a ' +
    'WebSocket with a server in a process of its own, through a plain client of the Realtime protocol; what the ' +
    'client would have played is recorded on the clock of the user, and measured by energy and correlation alone. ' +
    'The brain answers after 150 ms, the voice after as long as it took to synthesise. The oracle is no recogniser: ' +
    'it is told what is said, and passes each word on 0.3 s after its end, one in twenty wrong.',
  run: runLive,
};

async function runLive(): Promise<readonly BenchmarkTable[]> {
  const frame = costSchemas.frame.parse(await runCost('frame', scale));
  const sessions = Number(process.env['LIVE_SESSIONS'] ?? Math.floor(shareOfCore / frame.whole));
  await using pool = openPreparePool();
  const alone = await play('none', wishesOf(counts), sessions, pool);
  const oracle = await play('oracle', wishesOf(counts), sessions, pool);
  const sphinx = await play('pocketsphinx', wishesOf(sphinxCounts), sphinxSessions, pool);
  // They count and do not time, so they run side by side; beside a recogniser they would make its words late.
  const [hours, bargeIns] = await Promise.all([
    runCost('hours', scale, true),
    runCost('barge-ins', scale, true),
  ]);
  const echoed: Played[] = [];
  for (const { count, atOnce } of [echoes.apart, { ...echoes.crowded, atOnce: sessions }]) {
    echoed.push(await play('none', wishesOf([['echo', count]]), atOnce, pool));
  }
  // The oracle finds no words in an echo, since nobody but the agent speaks: what waits for words waits in vain.
  const echoedOracle = await play(
    'oracle',
    wishesOf([['echo', echoes.apart.count]]),
    echoes.apart.atOnce,
    pool,
  );
  const costs: Costs = {
    frame,
    cancelled: costSchemas.frame.parse(await runCost('frame-cancelled', scale)),
    crowd: costSchemas.crowd.parse(await runCost('crowd', scale)),
    crowdCancelled: costSchemas.crowd.parse(await runCost('crowd-cancelled', scale)),
    memory: costSchemas.memory.parse(await runCost('memory', scale)),
    hours: costSchemas.hours.parse(hours),
    bargeIns: costSchemas['barge-ins'].parse(bargeIns),
  };
  const runs = [heardOf('by sound alone', alone, echoed[0]), heardOf('oracle', oracle, echoedOracle)];
  const real = [...runs, heardOf('PocketSphinx', sphinx)];
  return [
    aimsTable(runs),
    fieldTable(runs),
    snrTable(runs),
    variantTable(runs),
    echoTable(echoed.map((played) => ({ atOnce: played.atOnce, ...heardOf('', played, played) }))),
    { ...aimsTable(real.slice(2)), title: 'With a real recogniser', note: sphinxNote },
    costTable(costs),
    loadTable([
      ['by sound alone', alone],
      ...echoed.map((played) => ['echo', played] as const),
      ['oracle', oracle],
      ['echo, oracle', echoedOracle],
      ['PocketSphinx', sphinx],
    ]),
  ];
}

const sphinxNote =
  'PocketSphinx of Debian, general English model, in a process for each conversation, on a few of the scenarios: ' +
  'the Mandarin ones among them it hears as English.';

function wishesOf(wanted: readonly (readonly [ScenarioKind, number])[]): ScenarioWish[] {
  return wanted.flatMap(([kind, count]) =>
    Array.from(
      { length: Math.ceil(count * scale) },
      (_, index) => ({ half: 'report', kind, index }) as const,
    ),
  );
}

async function play(
  recogniser: RecogniserName,
  wishes: readonly ScenarioWish[],
  atOnce: number,
  pool: PreparePool,
): Promise<Played> {
  await using server = await startServer();
  const outcome = await playOverWire({
    url: server.urlFor(recogniser),
    wishes,
    sessions: atOnce,
    pool,
    onWords: (number, words) => server.tellWords(number, words),
    onProgress: (done) => {
      if (done % 100 === 0) console.error(`  ${recogniser}: ${done} of ${wishes.length}`);
    },
  });
  for (const failure of outcome.failures) console.error(`  ${recogniser}, broken: ${failure}`);
  return { ...outcome, ...(await server.cost()), atOnce };
}

type Played = WireOutcome & { readonly cpu: number; readonly delay: number; readonly atOnce: number };

function heardOf(name: string, { verdicts }: Played, echoed?: Played): Heard {
  return {
    name,
    verdicts,
    echo: { verdicts: echoed?.verdicts ?? [], seconds: echoed?.listenedTo.get('echo') ?? 0 },
  };
}

function loadTable(runs: readonly (readonly [string, Played])[]): BenchmarkTable {
  return {
    title: 'How the conversations were held',
    columns: [
      '',
      'conversations',
      'hours',
      'at once',
      'held again',
      'broken',
      'server, each',
      'server late, p99',
      'clients late, p99',
    ],
    rows: runs.map(([name, { conversations, listened, atOnce, again, failures, cpu, delay, lateness }]) => [
      name,
      String(conversations),
      (listened / 3600).toFixed(1),
      String(atOnce),
      String(again),
      String(failures.length),
      `${((100 * cpu) / listened).toFixed(2)} % of a core`,
      `${(1000 * delay).toFixed(0)} ms`,
      `${(1000 * lateness).toFixed(0)} ms`,
    ]),
    note: 'Server, clients and the making of the scenarios share the machine. A conversation in which a client stood still for over 0.12 s is held again, twice at most; what the server is late with counts against the agent.',
  };
}
