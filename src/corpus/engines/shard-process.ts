// A process that makes shards, one after the other, as it is told by the one that started it. It ends with it.
import { type OpenRun, openRun } from './open-run.ts';
import { type FromShardProcess, faultOf, type ToShardProcess } from './shard-messages.ts';

const controller = new AbortController();
let opening: Promise<OpenRun> | undefined;

process.on('message', (message: ToShardProcess) => {
  if (message.type === 'begin') {
    opening = openRun(message);
    // Told with the first shard.
    opening.catch(() => {});
  } else void make(message.shard);
});
// Whoever started it has gone: nobody waits for the shard, and another process will be told to make it.
process.on('disconnect', () => process.exit());
process.on('SIGTERM', () => void end());
// The terminal sends it to every process of a group; the one that started this one decides.
process.on('SIGINT', () => {});

async function make(shard: number): Promise<void> {
  try {
    const run = await opening;
    if (run === undefined) throw new Error('A shard was asked for before the run was named.');
    const manifest = await run.makeShard(shard, {
      signal: controller.signal,
      onItem: ({ item, duration }) => send({ type: 'item', shard, item, duration }),
    });
    send({ type: 'done', manifest });
  } catch (error) {
    if (!controller.signal.aborted) send({ type: 'failed', fault: faultOf(error) });
  }
}

function send(message: FromShardProcess): void {
  if (process.connected) process.send?.(message);
}

async function end(): Promise<void> {
  controller.abort();
  try {
    await (await opening)?.[Symbol.asyncDispose]();
  } finally {
    process.exit();
  }
}
