import * as z from 'zod';

/** What a shard came to and what it took; times in seconds, `cpu` of all threads of the process. */
export type MadeShard = {
  readonly items: number;
  readonly duration: number;
  readonly wall: number;
  readonly cpu: number;
  readonly bytes: number;
};

export const madeShardSchema: z.ZodType<MadeShard> = z.strictObject({
  items: z.number(),
  duration: z.number(),
  wall: z.number(),
  cpu: z.number(),
  bytes: z.number(),
});
