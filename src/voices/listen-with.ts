import type { RecognizerInput, RecognizerPart } from './recognizer.ts';

/** What a recogniser does while it listens to one conversation. None of its verbs waits. */
export interface Listener {
  hear(samples: Float32Array): void;
  endUtterance(): void;
  /** There is no more sound: the last final words are said, and then `parts.end()`. */
  endSound(): void;
  /** Leaves nothing running. Always called, once, and last. */
  close(): void | Promise<void>;
}

/** Where a listener puts what it has understood. After `end` or `fail` it takes nothing more. */
export interface HeardParts {
  say(part: RecognizerPart): void;
  end(): void;
  fail(error: unknown): void;
}

/**
 * The loop that every recogniser needs around its engine: it reads the sound as it comes, whether or not anybody takes
 * the words, passes an abort on at once, and closes what was opened. Partial words that nobody has taken yet give way
 * to newer ones, so that a slow reader costs no memory.
 */
export async function* listenWith(
  sound: AsyncIterable<RecognizerInput>,
  signal: AbortSignal | undefined,
  open: (parts: HeardParts) => Listener,
): AsyncGenerator<RecognizerPart> {
  signal?.throwIfAborted();
  const queue = createPartQueue();
  const listener = open(queue);
  const onAbort = (): void => queue.fail(signal?.reason);
  signal?.addEventListener('abort', onAbort, { once: true });
  const iterator = sound[Symbol.asyncIterator]();
  const reading = { over: false };
  const read = async (): Promise<void> => {
    try {
      for (;;) {
        const next = await iterator.next();
        // Whoever listened may be gone by now.
        if (reading.over) return;
        if (next.done === true) break;
        if (next.value.type === 'audio-heard') listener.hear(next.value.samples);
        else listener.endUtterance();
      }
      listener.endSound();
    } catch (error) {
      queue.fail(error);
    }
  };
  void read();
  try {
    for (let part = await queue.take(); part !== undefined; part = await queue.take()) yield part;
  } finally {
    reading.over = true;
    signal?.removeEventListener('abort', onAbort);
    // A source in the middle of its own wait answers when that is over, which nobody waits for here.
    void Promise.resolve(iterator.return?.()).catch(() => {});
    await listener.close();
  }
}

type PartQueue = HeardParts & {
  /** Undefined: there are no more. Throws what `fail` was given. */
  take(): Promise<RecognizerPart | undefined>;
};

function createPartQueue(): PartQueue {
  const parts: RecognizerPart[] = [];
  let outcome: { readonly error?: unknown; readonly failed: boolean } | undefined;
  let wake: (() => void) | undefined;
  const close = (how: NonNullable<typeof outcome>): void => {
    outcome ??= how;
    wake?.();
  };
  return {
    say(part) {
      if (outcome !== undefined) return;
      const last = parts.at(-1);
      if (part.type === 'words-heard' && last?.type === 'words-heard' && !last.final) parts.pop();
      parts.push(part);
      wake?.();
    },
    end: () => close({ failed: false }),
    fail: (error) => close({ failed: true, error }),
    async take() {
      for (;;) {
        // What went wrong is heard at once, before words that are no longer wanted.
        if (outcome?.failed === true) throw outcome.error;
        const part = parts.shift();
        if (part !== undefined || outcome !== undefined) return part;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
        wake = undefined;
      }
    },
  };
}
