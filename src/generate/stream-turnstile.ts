import { setImmediate as nextTurn } from 'node:timers/promises';

/** Lets one after another pass, each in a turn of the event loop of its own, once it is open. */
export interface Turnstile {
  /** Once is enough. Whoever made it opens it in the end, come what may: the others wait for that alone. */
  open(): void;
  pass(signal: AbortSignal): Promise<void>;
}

export function createTurnstile(): Turnstile {
  let open: (() => void) | undefined;
  let last: Promise<unknown> = new Promise<void>((resolve) => {
    open = resolve;
  });
  return {
    open: () => open?.(),
    async pass(signal) {
      last = last.then(() => nextTurn());
      await last;
      signal.throwIfAborted();
    },
  };
}
