import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Benchmark, BenchmarkTable } from './benchmark.ts';
import { measureProcess } from './measure-process.ts';
import { createPeerClips, type PeerClips } from './peer-clips.ts';
import { outcomeSchema, type RunPeerJob, speechTurns } from './peer-job.ts';
import { benchPeerQuality } from './peer-quality.ts';
import { startPeerServer } from './peer-server.ts';

const child = fileURLToPath(new URL('./peer-child.mjs', import.meta.url));

export const peerBenchmark: Benchmark = {
  name: 'peer',
  title: 'Conversations by services, against Speech SDK',
  method:
    '`generateConversation` of Duologue and of `@speech-sdk/core` 0.15.0, each call in a process of its own, against ' +
    'one server on loopback that answers as OpenAI (24 kHz), Fish Audio (44.1 kHz) and Deepgram (48 kHz) do, with 4 s of real speech for each turn, six requests at once, 300 ms between turns, ' +
    'mixed to one channel. CPU is of the whole process, the start of Node and all threads included; memory is its ' +
    'highest; the stall is the longest time in which no timer could fire. "To a file" is `prepareConversation` and ' +
    '`writeConversation`, which hold no conversation in memory.',
  async run() {
    const clips = await createPeerClips();
    const folder = await mkdtemp(join(tmpdir(), 'duologue-peer-'));
    try {
      return [
        ...(await withServer(clips, folder, 0, async (run) => [
          await benchCost(run, 'Cost, server without latency', [10, 100, 500]),
          await benchPeerQuality(run, folder),
        ])),
        ...(await withServer(clips, folder, 0.2, async (run) => [
          await benchCost(run, 'Cost, server with 200 ms of latency', [10, 100, 500]),
        ])),
      ];
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};

async function withServer<Result>(
  clips: PeerClips,
  folder: string,
  latency: number,
  work: (run: RunPeerJob) => Promise<Result>,
): Promise<Result> {
  await using server = await startPeerServer(clips, latency);
  return await work(async (job) => {
    const path = join(folder, 'job.json');
    await writeFile(path, JSON.stringify({ baseURL: server.baseURL, ...job }));
    const { out } = await measureProcess([child, path]);
    return outcomeSchema.parse(JSON.parse(out));
  });
}

const kinds = [
  { name: '24 kHz to WAV', rates: '24', format: 'wav' },
  { name: 'mixed rates to WAV', rates: 'mixed', format: 'wav' },
  { name: '24 kHz to MP3', rates: '24', format: 'mp3' },
] as const;

async function benchCost(run: RunPeerJob, title: string, counts: readonly number[]): Promise<BenchmarkTable> {
  const rows: string[][] = [];
  for (const { name, rates, format } of kinds) {
    for (const count of counts) {
      const turns = speechTurns(count, rates);
      const ours = await run({ library: 'duologue', turns, format, target: 'memory' });
      const streamed = await run({ library: 'duologue', turns, format, target: 'file', path: '/dev/null' });
      const theirs = await run({ library: 'peer', turns, format, target: 'memory' });
      rows.push([
        name,
        String(count),
        ...pair(ours.wall, theirs.wall, 2),
        ...pair(ours.cpu, theirs.cpu, 2),
        (ours.cpu / theirs.cpu).toFixed(2),
        ...pair(ours.memory / 2 ** 20, theirs.memory / 2 ** 20, 0),
        (ours.memory / theirs.memory).toFixed(2),
        (streamed.memory / 2 ** 20).toFixed(0),
        ...pair(ours.stall * 1000, theirs.stall * 1000, 0),
      ]);
    }
  }
  return {
    title,
    columns: [
      'conversation',
      'turns',
      'wall, s',
      'peer',
      'CPU, s',
      'peer',
      'ratio',
      'memory, MiB',
      'peer',
      'ratio',
      'to a file, MiB',
      'stall, ms',
      'peer',
    ],
    rows,
    note: 'Aims: CPU at most .33 of the peer’s, memory at most .25, no stall above 50 ms.',
  };
}

function pair(ours: number, theirs: number, digits: number): [string, string] {
  return [ours.toFixed(digits), theirs.toFixed(digits)];
}
