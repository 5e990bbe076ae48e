/**
 * An iterator whose `return` does not wait for what is under way, but ends it; so does `signal`, with its reason.
 * Nothing happens before the first `next`.
 */
export function stoppable<Part>(
  make: (signal: AbortSignal) => AsyncGenerator<Part, void>,
  signal: AbortSignal | undefined,
): AsyncIterator<Part> {
  const stop = new AbortController();
  const follow = (): void => stop.abort(signal?.reason);
  const forget = (): void => signal?.removeEventListener('abort', follow);
  const parts = make(stop.signal);
  let left = false;
  if (signal?.aborted === true) follow();
  else signal?.addEventListener('abort', follow, { once: true });
  return {
    async next() {
      try {
        const result = await parts.next();
        if (result.done === true) forget();
        return result;
      } catch (error) {
        forget();
        if (left) return { done: true, value: undefined };
        throw error;
      }
    },
    async return() {
      left = true;
      forget();
      stop.abort(new DOMException('Nobody listens any more.', 'AbortError'));
      await parts.return();
      return { done: true, value: undefined };
    },
  };
}
