/**
 * Bytes that arrive in any pieces and are read in others. What `peek` and `take` return is a view that holds until
 * the next `append`.
 */
export interface ByteQueue {
  /** Bytes waiting. */
  readonly length: number;
  /** Bytes taken or skipped so far: where the next byte lies in the source. */
  readonly position: number;
  append(bytes: Uint8Array): void;
  /** Up to `count` bytes from `from` on, without taking them. */
  peek(count: number, from?: number): Uint8Array;
  take(count: number): Uint8Array;
  skip(count: number): void;
}

export function createByteQueue(): ByteQueue {
  let buffer = new Uint8Array(1 << 14);
  let start = 0;
  let end = 0;
  let position = 0;

  const skip = (count: number): void => {
    const step = Math.min(count, end - start);
    start += step;
    position += step;
  };

  return {
    get length() {
      return end - start;
    },
    get position() {
      return position;
    },
    append(bytes) {
      const waiting = end - start;
      if (end + bytes.length > buffer.length) {
        const needed = waiting + bytes.length;
        // Twice what is needed, so that moving what waits costs a constant share.
        const target = needed * 2 > buffer.length ? new Uint8Array(needed * 2) : buffer;
        target.set(buffer.subarray(start, end));
        buffer = target;
        start = 0;
        end = waiting;
      }
      buffer.set(bytes, end);
      end += bytes.length;
    },
    peek: (count, from = 0) =>
      buffer.subarray(Math.min(start + from, end), Math.min(start + from + count, end)),
    take(count) {
      const taken = buffer.subarray(start, Math.min(start + count, end));
      skip(count);
      return taken;
    },
    skip,
  };
}
