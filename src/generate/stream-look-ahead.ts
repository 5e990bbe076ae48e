import { setMaxListeners } from 'node:events';

export type LookAheadOptions<Item> = {
  /** In order. */
  readonly jobs: readonly ((signal: AbortSignal) => Promise<Item>)[];
  /** Jobs that are begun before they are asked for, at most. */
  readonly most: number;
  /** No job is begun ahead while so much lies ready. Seconds of sound. */
  readonly mostReady: number;
  readonly secondsOf: (item: Item) => number;
};

/** Jobs done a little before their results are needed, and no earlier: who takes nothing has nothing done. */
export interface LookAhead<Item> extends AsyncDisposable {
  /** The result of a job, each once and in order, or what it failed with. */
  take(index: number): Promise<Item>;
  /** Aborts all that is under way. */
  stop(reason: unknown): void;
}

type Outcome<Item> = { readonly item: Item } | { readonly error: unknown };

type Begun<Item> = {
  readonly controller: AbortController;
  readonly outcome: Promise<Outcome<Item>>;
  ready: number;
};

/** A job that fails ends those after it, as nobody will get as far; its failure is told when its turn has come. */
export function createLookAhead<Item>({
  jobs,
  most,
  mostReady,
  secondsOf,
}: LookAheadOptions<Item>): LookAhead<Item> {
  const begun = new Map<number, Begun<Item>>();
  let next = 0;
  let stopped: { readonly reason: unknown } | undefined;

  const stopAfter = (index: number, reason: unknown): void => {
    stopped ??= { reason };
    for (const [other, { controller }] of begun) if (other > index) controller.abort(reason);
  };

  const begin = (index: number): void => {
    const job = jobs[index];
    if (job === undefined) return;
    const controller = new AbortController();
    // Every request of the job listens to it: no leak, however many there are.
    setMaxListeners(0, controller.signal);
    const run = async (): Promise<Outcome<Item>> => {
      try {
        const item = await job(controller.signal);
        started.ready = secondsOf(item);
        return { item };
      } catch (error) {
        stopAfter(index, error);
        return { error };
      }
    };
    const started: Begun<Item> = { controller, outcome: Promise.resolve().then(run), ready: 0 };
    begun.set(index, started);
  };

  return {
    async take(index) {
      const waiting = [...begun].filter(([other]) => other > index);
      const ready = waiting.reduce((sum, [, each]) => sum + each.ready, 0);
      const last = Math.min(jobs.length - 1, ready < mostReady ? index + most : index);
      if (stopped === undefined) while (next <= last) begin(next++);
      const outcome = await begun.get(index)?.outcome;
      begun.delete(index);
      if (outcome !== undefined && 'item' in outcome) return outcome.item;
      throw outcome === undefined ? stopped?.reason : outcome.error;
    },
    stop: (reason) => stopAfter(-1, reason),
    async [Symbol.asyncDispose]() {
      stopAfter(-1, new DOMException('Nobody listens any more.', 'AbortError'));
      await Promise.all([...begun.values()].map(({ outcome }) => outcome));
    },
  };
}
