export type QueueOptions = {
  /** `redis://host:6379`, `rediss://user:password@host:6380/1` */
  readonly redis: string;
  /** The queue's name, for several groups of workers on one Redis. Default `duologue-corpus`. */
  readonly queue?: string | undefined;
};

export const defaultQueue = 'duologue-corpus';
