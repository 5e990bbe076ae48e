/**
 * An iterator that ends what is under way as soon as it is left, even while somebody waits for its next part, and as
 * soon as `signal` aborts, even while nobody does. Nothing happens before the first `next`.
 */
export function stoppable<Part>(
  make: (signal: AbortSignal) => AsyncGenerator<Part, void>,
  signal: AbortSignal | undefined,
): AsyncIterator<Part> {
  const stop = new AbortController();
  const parts = make(stop.signal);
  let ended: 'no' | 'left' | 'aborted' = 'no';
  const end = async (how: 'left' | 'aborted', reason: unknown): Promise<void> => {
    ended = how;
    signal?.removeEventListener('abort', abort);
    stop.abort(reason);
    await parts.return();
  };
  // Whoever asks for the next part is told why there is none.
  const abort = (): void => void end('aborted', signal?.reason).catch(() => {});
  if (signal?.aborted === true) abort();
  else signal?.addEventListener('abort', abort, { once: true });
  return {
    async next() {
      try {
        const result = await parts.next();
        if (result.done === true) {
          signal?.removeEventListener('abort', abort);
          if (ended === 'aborted') throw signal?.reason;
        }
        return result;
      } catch (error) {
        signal?.removeEventListener('abort', abort);
        if (ended === 'left') return { done: true, value: undefined };
        throw error;
      }
    },
    async return() {
      await end('left', new DOMException('Nobody listens any more.', 'AbortError'));
      return { done: true, value: undefined };
    },
  };
}
