export type SettledOptions = {
  readonly signal: AbortSignal | undefined;
  /** Seconds. */
  readonly timeout: number;
  /** What to reject with when they are over. */
  readonly late: () => Error;
};

/** What `work` comes to, unless the signal or the time comes first: a model need not heed its signal. Leaves no listener. */
export function settled<Value>(
  work: () => PromiseLike<Value>,
  { signal, timeout, late }: SettledOptions,
): Promise<Value> {
  return new Promise((resolve, reject) => {
    const leave = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
    };
    const fail = (reason: unknown): void => {
      leave();
      // The caller's own reason, or what the model threw, whatever it is.
      // oxlint-disable-next-line typescript/prefer-promise-reject-errors
      reject(reason);
    };
    const onAbort = (): void => fail(signal?.reason);
    const timer = setTimeout(() => fail(late()), timeout * 1000);
    signal?.addEventListener('abort', onAbort, { once: true });
    const succeed = (value: Value): void => {
      leave();
      resolve(value);
    };
    begin(work).then(succeed, fail);
  });
}

/** What it throws at once is a rejection too. */
async function begin<Value>(work: () => PromiseLike<Value>): Promise<Value> {
  return work();
}
