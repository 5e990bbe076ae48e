/** Values handed over as they come to one reader who waits for them. */
export interface PushQueue<Value> extends AsyncIterable<Value> {
  push(value: Value): void;
  end(): void;
  readonly length: number;
}

/** `most`: the oldest values are let go beyond it, for a reader that has fallen too far behind. */
export function createPushQueue<Value>(most = Infinity): PushQueue<Value> {
  const values: Value[] = [];
  let ended = false;
  let wake: (() => void) | undefined;
  const alert = (): void => {
    wake?.();
    wake = undefined;
  };
  return {
    get length() {
      return values.length;
    },
    push(value) {
      if (ended) return;
      if (values.length >= most) values.shift();
      values.push(value);
      alert();
    },
    end() {
      ended = true;
      alert();
    },
    async *[Symbol.asyncIterator]() {
      for (;;) {
        const value = values.shift();
        if (value !== undefined) yield value;
        else if (ended) return;
        else {
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
        }
      }
    },
  };
}
