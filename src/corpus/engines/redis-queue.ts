import type { Job, Queue, Worker } from 'bullmq';
import type { Redis } from 'ioredis';
import { CorpusError } from '../corpus-error.ts';

/** What a worker is told: everything else stands in the run's store. */
export type QueuedShard = {
  readonly run: string;
  readonly hash: string;
  readonly shard: number;
};

export type ShardQueue = Queue<QueuedShard>;
export type ShardQueueJob = Job<QueuedShard>;
export type ShardQueueWorker = Worker<QueuedShard>;

/** BullMQ and its connection, loaded where they are named; who wants them installs them. */
export async function loadBullmq(): Promise<{
  readonly bullmq: typeof import('bullmq');
  readonly RedisClient: typeof Redis;
}> {
  try {
    const [bullmq, ioredis] = await Promise.all([import('bullmq'), import('ioredis')]);
    return { bullmq, RedisClient: ioredis.Redis };
  } catch (cause) {
    throw new CorpusError('A queue on Redis needs two more packages: npm install bullmq ioredis', { cause });
  }
}

/** A connection that comes back whenever Redis does; the first must succeed. The caller ends it. */
export async function connectRedis(RedisClient: typeof Redis, address: string): Promise<Redis> {
  const shown = hidden(address);
  if (!/^rediss?:\/\/[^/\s]/.test(address)) {
    throw new CorpusError(`${shown} is no address of Redis. Write redis://host:6379.`, { field: 'redis' });
  }
  const redis = new RedisClient(address, {
    lazyConnect: true,
    // What BullMQ waits with has no limit of its own.
    maxRetriesPerRequest: null,
    retryStrategy: () => null,
  });
  // Told by what waits for an answer; without a listener each would be printed.
  let last: unknown;
  redis.on('error', (error) => {
    last = error;
  });
  try {
    await redis.connect();
  } catch (error) {
    redis.disconnect();
    const { message } = error instanceof Error && last === undefined ? error : errorOf(last);
    throw new CorpusError(`Redis at ${shown} does not answer: ${message}. Is it running?`, {
      field: 'redis',
      cause: error,
    });
  }
  redis.options.retryStrategy = (times: number) => Math.min(2000, 50 * 2 ** Math.min(times, 6));
  return redis;
}

function errorOf(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}

/** Without the password. */
function hidden(address: string): string {
  return address.replace(/\/\/[^@/]*@/, '//…@');
}
