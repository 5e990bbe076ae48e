import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { printScript, type Script } from 'duologue/script';
import { z } from 'zod';
import type { Benchmark } from './benchmark.ts';
import { measureProcess, type ProcessMeasures } from './measure-process.ts';
import { createTalk } from './talk.ts';

const built = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url));
const voicesAlone = fileURLToPath(new URL('./voices-alone.mjs', import.meta.url));

export const conversationBenchmark: Benchmark = {
  name: 'conversation',
  title: 'A conversation from script to file',
  method:
    '`duologue generate` with two flite speakers, the telephone register with its backchannels, and a two-track WAV: ' +
    'wall time and highest resident memory of the whole process. The share outside is of the time in which no voice ' +
    'speaks: start, planning, levels, mixing, encoding. "Voices alone" is a process in which the same voices say the same ' +
    'turns, four asked for at once, without the backchannels, and nothing else is done.',
  async run() {
    const rows: string[][] = [];
    let shorter: ProcessMeasures | undefined;
    for (const minutes of [10, 60]) {
      const { generated, alone, duration, rendering } = await measureConversation(minutes);
      rows.push([
        `${(duration / 60).toFixed(1)} min`,
        generated.wall.toFixed(1),
        (duration / generated.wall).toFixed(0),
        rendering.toFixed(1),
        `${(100 * (1 - rendering / generated.wall)).toFixed(0)} %`,
        alone.wall.toFixed(1),
        (generated.memory / 2 ** 20).toFixed(0),
        shorter === undefined ? '' : (generated.memory / shorter.memory).toFixed(2),
        (alone.memory / 2 ** 20).toFixed(0),
      ]);
      shorter ??= generated;
    }
    return [
      {
        title: 'Generating',
        columns: [
          'conversation',
          'wall, s',
          'times real time',
          'of it the voices speaking, s',
          'share outside',
          'voices alone, s',
          'peak memory, MiB',
          'against the shorter',
          'voices alone, MiB',
        ],
        rows,
        note:
          'Aims: at most 25 % outside the voices, at most 250 MB for ten minutes, at most 1.5 times that for an hour. ' +
          'Node itself takes some 45 MiB, and the voices’ engines are part of the memory.',
      },
    ];
  },
};

/** What `--json` prints, of which these are read: seconds. */
const reportSchema = z.object({ duration: z.number(), renderTime: z.number() });

async function measureConversation(minutes: number) {
  const folder = await mkdtemp(join(tmpdir(), 'duologue-benchmark-'));
  try {
    const turns = turnsFor(minutes);
    const script = join(folder, 'talk.dialogue');
    const output = join(folder, 'talk.wav');
    const list = join(folder, 'turns.json');
    await writeFile(script, printScript(scriptOf(turns)));
    await writeFile(list, JSON.stringify(turns.map(({ voice, text }) => ({ voice, text }))));
    const generated = await measureProcess([
      built,
      'generate',
      script,
      '-o',
      output,
      '--register',
      'telephone',
      '--json',
    ]);
    const alone = await measureProcess([voicesAlone, list]);
    const { duration, renderTime: rendering } = reportSchema.parse(JSON.parse(generated.out));
    return { generated, alone, duration, rendering };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

type TalkTurn = { readonly speaker: string; readonly voice: string; readonly text: string };

const speakers = [
  { id: 'ann', voice: 'slt' },
  { id: 'ben', voice: 'rms' },
] as const;

/** Words a minute of the conversation to come, its pauses included. */
const pace = 178;

function turnsFor(minutes: number): TalkTurn[] {
  const turns: TalkTurn[] = [];
  let words = 0;
  for (const [index, text] of createTalk(minutes * 30, 'conversation').entries()) {
    if (words > minutes * pace) break;
    words += text.split(' ').length;
    const { id, voice } = speakers[index % 2 === 0 ? 0 : 1];
    turns.push({ speaker: id, voice, text });
  }
  return turns;
}

function scriptOf(turns: readonly TalkTurn[]): Script {
  return {
    language: 'en',
    speakers: speakers.map(({ id, voice }) => ({ id, voice: `flite/${voice}` })),
    turns: turns.map(({ speaker, text }) => ({
      speaker,
      onset: { type: 'auto' },
      parts: [{ type: 'speech', text }],
    })),
  };
}
