import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { Benchmark, BenchmarkTable } from './benchmark.ts';
import { measureProcess } from './measure-process.ts';

const child = fileURLToPath(new URL('./streaming-child.mjs', import.meta.url));
const serverProgram = fileURLToPath(new URL('./streaming-server.mjs', import.meta.url));

export const streamingBenchmark: Benchmark = {
  name: 'streaming',
  title: 'Streaming a conversation',
  method:
    '`streamConversation`, each run in a process of its own, against a server in a third process that answers as ' +
    'OpenAI (which times no words) and ElevenLabs (which does) do, with about 5 s of real speech for each turn, and ' +
    'with the embedded voices. Memory is the highest of the process; CPU that of all its threads, the start of Node ' +
    'included; work is the most that the main thread did between two turns of a 5 ms timer, which other programs ' +
    'do not lengthen, and stall the longest time in which that timer did not fire, which they do.',
  async run() {
    return [await benchCost(), await benchFirstAudio()];
  },
};

type Job = {
  readonly call: 'stream' | 'whole' | 'turn';
  readonly service: 'openai' | 'elevenlabs' | 'embedded';
  readonly turns: readonly string[];
  readonly style: 'natural' | 'sequential';
  readonly format: 'wav' | 'mp3';
  /** Ends with the first sound. */
  readonly first?: boolean;
};

const outcomeSchema = z.object({
  wall: z.number(),
  cpu: z.number(),
  memory: z.number(),
  stall: z.number(),
  work: z.number().nullable(),
  firstAudio: z.number().optional(),
});

type Run = (job: Job) => Promise<z.output<typeof outcomeSchema>>;

/** Numbers differ, and are as many words: the server has one sound for each text. */
const texts = [
  'The train leaves at seven and we would see the coast if the weather holds, on page 7 of the book.',
  'Could you put the letters on the table by the window before the post comes at 7 or so?',
  'Nobody told me that the meeting was moved, so I waited for 7 hours in the wrong room.',
];

function turnsOf(count: number): string[] {
  return Array.from({ length: count }, (_, index) =>
    (texts[index % texts.length] ?? '').replace('7', String(index + 1)),
  );
}

/** `latency`: seconds until an answer begins. */
async function withServer<Result>(latency: number, work: (run: Run) => Promise<Result>): Promise<Result> {
  const server = spawn(process.execPath, [serverProgram, String(1000 * latency)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  try {
    const [port] = await once(server.stdout, 'data');
    const baseURL = `http://127.0.0.1:${String(port).trim()}`;
    for (const input of texts) {
      const path = `${baseURL}/warm/openai/v1/audio/speech`;
      await (await fetch(path, { method: 'POST', body: JSON.stringify({ input }) })).arrayBuffer();
    }
    return await work(async (job) => {
      const { out } = await measureProcess([child, JSON.stringify({ ...job, baseURL })]);
      return outcomeSchema.parse(JSON.parse(out));
    });
  } finally {
    server.stdin.end();
    await once(server, 'close');
  }
}

/** The aligner would work for minutes on the longest conversation. */
const costs: readonly Cost[] = [
  { service: 'elevenlabs', style: 'natural', format: 'wav' },
  { service: 'elevenlabs', style: 'natural', format: 'mp3' },
  { service: 'elevenlabs', style: 'sequential', format: 'wav' },
  { service: 'elevenlabs', style: 'sequential', format: 'mp3' },
  { service: 'openai', style: 'sequential', format: 'wav' },
  { service: 'openai', style: 'natural', format: 'wav', counts: [20, 100] },
  { service: 'embedded', style: 'natural', format: 'wav' },
];

type Cost = Pick<Job, 'service' | 'style' | 'format'> & { readonly counts?: readonly [number, number] };

async function benchCost(): Promise<BenchmarkTable> {
  const rows = await withServer(0, async (run) => {
    const found: string[][] = [];
    for (const { counts: [few, many] = [100, 500], ...cost } of costs) {
      const shorter = await run({ ...cost, call: 'stream', turns: turnsOf(few) });
      const longer = await run({ ...cost, call: 'stream', turns: turnsOf(many) });
      const whole = await run({ ...cost, call: 'whole', turns: turnsOf(100) });
      found.push([
        `${cost.service}, ${cost.style}, ${cost.format}`,
        `${few}, ${many}`,
        mebibytes(shorter.memory),
        mebibytes(longer.memory),
        (longer.memory / shorter.memory).toFixed(2),
        shorter.cpu.toFixed(2),
        longer.cpu.toFixed(2),
        milliseconds(Math.max(shorter.work ?? Number.NaN, longer.work ?? Number.NaN)),
        milliseconds(Math.max(shorter.stall, longer.stall)),
        mebibytes(whole.memory),
        milliseconds(whole.work ?? Number.NaN),
      ]);
    }
    return found;
  });
  return {
    title: 'Memory and stalls, server without latency',
    columns: [
      'conversation',
      'turns',
      'memory of the fewer, MiB',
      'of the more',
      'ratio',
      'CPU of the fewer, s',
      'of the more',
      'most work at once, ms',
      'longest stall, ms',
      '`generateConversation`, 100 turns, MiB',
      'most work at once, ms',
    ],
    rows,
    note: 'Aims: memory that does not grow with the turns, and no stall above 50 ms. OpenAI in the natural style has its words timed by the embedded aligner, which is most of its CPU.',
  };
}

const latencies = [0, 0.2, 1];
const repeats = 3;

async function benchFirstAudio(): Promise<BenchmarkTable> {
  const rows: string[][] = [];
  for (const latency of latencies) {
    await withServer(latency, async (run) => {
      for (const service of ['openai', 'elevenlabs', 'embedded'] as const) {
        // An embedded voice has no latency; a long one changes nothing where no words have to be timed.
        if (latency > (service === 'embedded' ? 0 : service === 'elevenlabs' ? 0.2 : 1)) continue;
        const job = { service, turns: turnsOf(20), format: 'wav', first: true } as const;
        const times = async (call: Job['call'], style: Job['style']): Promise<number> => {
          const found: number[] = [];
          for (let repeat = 0; repeat < repeats; repeat++) {
            found.push((await run({ ...job, call, style })).firstAudio ?? Number.NaN);
          }
          return found.toSorted((a, b) => a - b)[Math.floor(repeats / 2)] ?? Number.NaN;
        };
        const alone = await times('turn', 'natural');
        const sequential = await times('stream', 'sequential');
        const natural = await times('stream', 'natural');
        rows.push([
          service,
          service === 'embedded' ? '' : milliseconds(latency),
          milliseconds(alone),
          milliseconds(sequential),
          (sequential / alone).toFixed(2),
          milliseconds(natural),
          (natural / alone).toFixed(2),
        ]);
      }
    });
  }
  return {
    title: 'First audio',
    columns: [
      'voice',
      'latency, ms',
      'first turn alone, ms',
      'first audio, sequential, ms',
      'against the turn',
      'natural, ms',
      'against the turn',
    ],
    rows,
    note: `Median of ${repeats}, each in a fresh process, from the call to the first sound; the first turn alone is the voice's answer as a whole, without times. Aim: 1.2. A service that times no words is measured against its answer alone: what the aligner takes is not in it.`,
  };
}

function mebibytes(bytes: number): string {
  return (bytes / 2 ** 20).toFixed(0);
}

function milliseconds(seconds: number): string {
  return (1000 * seconds).toFixed(0);
}
