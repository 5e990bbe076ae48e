/** Lets long pieces of work begin one after another, each in a turn of the event loop of its own. */
export interface Turnstile {
  /** Once is enough. Whoever made it opens it in the end, come what may: those who queue wait for that alone. */
  open(): void;
  /** Once it is open, in order of asking. */
  pass(signal: AbortSignal): Promise<void>;
  /** Before those who queue, and whether it is open or not: what is heard next. */
  passAhead(signal: AbortSignal): Promise<void>;
}

export function createTurnstile(): Turnstile {
  const queue: (() => void)[] = [];
  const ahead: (() => void)[] = [];
  let isOpen = false;
  let isRunning = false;

  const run = (): void => {
    isRunning = ahead.length > 0 || (isOpen && queue.length > 0);
    if (!isRunning) return;
    setImmediate(() => {
      (ahead.shift() ?? (isOpen ? queue.shift() : undefined))?.();
      run();
    });
  };
  const enter = async (line: (() => void)[], signal: AbortSignal): Promise<void> => {
    await new Promise<void>((resolve) => {
      line.push(resolve);
      if (!isRunning) run();
    });
    signal.throwIfAborted();
  };
  return {
    open() {
      isOpen = true;
      if (!isRunning) run();
    },
    pass: (signal) => enter(queue, signal),
    passAhead: (signal) => enter(ahead, signal),
  };
}
