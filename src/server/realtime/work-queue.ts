/** Work in the order in which it came, a little at a time, so that one client's heap of sound holds up nobody else. */
export interface WorkQueue {
  /** Done at once where nothing waits. `weight`: seconds of sound in it. */
  add(work: () => void, weight: number): void;
  /** Before everything that waits: parts of the work that is being done. */
  addFirst(works: readonly (() => void)[], weight: number): void;
  /** Seconds of sound that wait. */
  readonly waiting: number;
  /** Nothing is done until `release`. */
  hold(): void;
  release(): void;
  /** What waits is forgotten. */
  close(): void;
}

/** Seconds of sound that are worked on before others get their turn. */
const atOnce = 0.2;

type Work = { readonly run: () => void; readonly weight: number };

export function createWorkQueue(): WorkQueue {
  let works: Work[] = [];
  let waiting = 0;
  let scheduled = false;
  let held = false;
  let closed = false;

  const run = (): void => {
    scheduled = false;
    for (let done = 0; done < atOnce; ) {
      // What is done may hold up the rest.
      const next = held ? undefined : works.shift();
      if (next === undefined) return;
      waiting -= next.weight;
      done += next.weight;
      next.run();
    }
    schedule();
  };
  const schedule = (): void => {
    if (scheduled || held || works.length === 0) return;
    scheduled = true;
    setImmediate(run);
  };

  return {
    add(work, weight) {
      if (closed) return;
      if (works.length === 0 && !held && weight <= atOnce) {
        work();
        return;
      }
      works.push({ run: work, weight });
      waiting += weight;
      schedule();
    },
    addFirst(parts, weight) {
      if (closed) return;
      works = [...parts.map((part) => ({ run: part, weight: weight / parts.length })), ...works];
      waiting += weight;
      schedule();
    },
    get waiting() {
      return waiting;
    },
    hold() {
      held = true;
    },
    release() {
      held = false;
      schedule();
    },
    close() {
      closed = true;
      works = [];
      waiting = 0;
    },
  };
}
