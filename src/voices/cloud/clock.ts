/** Time and chance as the network code sees them: tests move them by hand. */
export type Platform = {
  /** Seconds. */
  now(): number;
  wait(duration: number, options?: { readonly signal?: AbortSignal }): Promise<void>;
  /** From 0 to 1. */
  readonly random: () => number;
};

export const systemPlatform: Platform = {
  now: () => performance.now() / 1000,
  random: Math.random,
  wait: (duration, { signal } = {}) =>
    new Promise((resolve, reject) => {
      signal?.throwIfAborted();
      const onAbort = (): void => {
        clearTimeout(timer);
        // The caller's own reason, whatever it is.
        // oxlint-disable-next-line typescript/prefer-promise-reject-errors
        reject(signal?.reason);
      };
      const timer = setTimeout(() => {
        signal?.removeEventListener('abort', onAbort);
        resolve();
      }, duration * 1000);
      signal?.addEventListener('abort', onAbort, { once: true });
    }),
};

/** The reason of what is called off because nobody waits for it any more: an error would trace its stack each time. */
export const calledOff = 'called off';
