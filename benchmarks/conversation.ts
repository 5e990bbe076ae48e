import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Benchmark } from './benchmark.ts';
import type { ConversationRun } from './conversation-run.ts';

export const conversationBenchmark: Benchmark = {
  name: 'conversation',
  title: 'A conversation from script to file',
  method:
    'Two flite speakers, the natural style with its backchannels, written as a two-track WAV: each run in a process of ' +
    'its own, whose highest resident memory is given. "Voices alone" is the wall time in which the same voices say the ' +
    'same utterances, four asked for at once, and nothing else is done; the share outside is what generating takes beyond it.',
  async run() {
    const rows: string[][] = [];
    let shorter: ConversationRun | undefined;
    for (const minutes of [10, 60]) {
      const run = await measure(minutes);
      rows.push([
        `${(run.duration / 60).toFixed(1)} min`,
        run.wall.toFixed(1),
        (run.duration / run.wall).toFixed(0),
        run.synthesis.toFixed(1),
        `${(100 * Math.max(0, 1 - run.synthesis / run.wall)).toFixed(1)} %`,
        run.write.toFixed(1),
        (run.memory / 1e6).toFixed(0),
        shorter === undefined ? '' : (run.memory / shorter.memory).toFixed(2),
      ]);
      shorter ??= run;
    }
    return [
      {
        title: 'Generating',
        columns: [
          'conversation',
          'wall (s)',
          'times real time',
          'voices alone (s)',
          'share outside',
          'of it mixing and writing (s)',
          'peak memory (MB)',
          'against the shorter',
        ],
        rows,
        note:
          'Aims: at most 25 % outside the voices, at most 250 MB for ten minutes, at most 1.5 times that for an hour. ' +
          'The voices’ engines are part of the memory.',
      },
    ];
  },
};

const runFile = promisify(execFile);

async function measure(minutes: number): Promise<ConversationRun> {
  const generated = await runTask('generate', minutes);
  const { synthesis } = await runTask('synthesis', minutes);
  return { ...generated, synthesis };
}

async function runTask(task: 'generate' | 'synthesis', minutes: number): Promise<ConversationRun> {
  const script = fileURLToPath(new URL('./conversation-run.ts', import.meta.url));
  const { stdout } = await runFile(process.execPath, ['--import', 'tsx', script, task, String(minutes)]);
  const run: ConversationRun = JSON.parse(stdout);
  return run;
}
