/** The same items, until the signal aborts: then its reason is thrown at once, though the source may be waiting. */
export async function* abortable<Item>(
  source: AsyncIterable<Item> | Iterable<Item>,
  signal: AbortSignal,
): AsyncGenerator<Item, void, undefined> {
  const iterator =
    Symbol.asyncIterator in source ? source[Symbol.asyncIterator]() : source[Symbol.iterator]();
  let finished = false;
  try {
    for (;;) {
      const result = await nextOrAbort(iterator, signal);
      if (result.done === true) {
        finished = true;
        return;
      }
      yield result.value;
    }
  } finally {
    // A source that hangs would hang its own clean-up too, so nobody waits for that.
    if (!finished) void Promise.resolve(iterator.return?.()).catch(() => {});
  }
}

function nextOrAbort<Item>(
  iterator: AsyncIterator<Item> | Iterator<Item>,
  signal: AbortSignal,
): Promise<IteratorResult<Item>> {
  return new Promise((resolve, reject) => {
    const abort = (): void => {
      // oxlint-disable-next-line typescript/prefer-promise-reject-errors -- the reason is the caller's
      reject(signal.reason);
    };
    if (signal.aborted) {
      abort();
      return;
    }
    signal.addEventListener('abort', abort, { once: true });
    Promise.resolve(iterator.next())
      .finally(() => {
        signal.removeEventListener('abort', abort);
      })
      .then(resolve, reject);
  });
}
