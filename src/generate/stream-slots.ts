/** So many at once, in the order of asking. */
export interface Slots {
  /** Resolves when there is room; call what it gives to make room for the next. */
  enter(signal: AbortSignal | undefined): Promise<() => void>;
}

export function createSlots(limit: number): Slots {
  const queue: (() => void)[] = [];
  let inside = 0;
  const admit = (): void => {
    while (inside < limit) {
      const open = queue.shift();
      if (open === undefined) return;
      inside++;
      open();
    }
  };
  return {
    enter: (signal) =>
      new Promise((resolve, reject) => {
        signal?.throwIfAborted();
        const open = (): void => {
          signal?.removeEventListener('abort', leave);
          resolve(() => {
            inside--;
            admit();
          });
        };
        const leave = (): void => {
          queue.splice(queue.indexOf(open), 1);
          // The caller's own reason, whatever it is.
          // oxlint-disable-next-line typescript/prefer-promise-reject-errors
          reject(signal?.reason);
        };
        signal?.addEventListener('abort', leave, { once: true });
        queue.push(open);
        admit();
      }),
  };
}
