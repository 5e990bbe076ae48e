import type { Writable } from 'node:stream';
import { fileSystemError, MediaError } from './media-error.ts';

/** Where an encoder's bytes go. The encoder owns the sink it is given: it closes or aborts it. */
export interface ByteSink {
  /** Whether `write` may go back, so that a header can be patched at the end. */
  readonly seekable: boolean;
  /** How many bytes will come, where the writer knows: a sink in memory makes room for them at once. */
  reserve?(bytes: number): void;
  /** `position` is in bytes from the start. The bytes may be reused by the caller once it resolves. */
  write(bytes: Uint8Array, position: number): Promise<void>;
  /** Everything is written: keep it. */
  close(): Promise<void>;
  /** Leave nothing behind. May be called at any time, more than once. */
  abort(): Promise<void>;
}

export interface MemorySink extends ByteSink {
  /** What has been written so far, as a copy; once the sink is closed, the same memory each time. */
  bytes(): Uint8Array;
}

export function createMemorySink(): MemorySink {
  let buffer = new Uint8Array(0);
  let size = 0;
  let closed = false;
  const enlarge = (length: number): void => {
    const larger = new Uint8Array(length);
    larger.set(buffer.subarray(0, size));
    buffer = larger;
  };
  return {
    seekable: true,
    reserve(bytes) {
      if (bytes > buffer.length && bytes <= mostReserved) enlarge(bytes);
    },
    async write(bytes, position) {
      const end = position + bytes.length;
      if (end > buffer.length) enlarge(Math.max(end, buffer.length * 2, 4096));
      buffer.set(bytes, position);
      size = Math.max(size, end);
    },
    async close() {
      closed = true;
      if (size < buffer.length) buffer = buffer.slice(0, size);
    },
    async abort() {
      buffer = new Uint8Array(0);
      size = 0;
    },
    bytes: () => (closed ? buffer : buffer.slice(0, size)),
  };
}

/** Bytes: what is more than this is not believed before it comes. */
const mostReserved = 2 ** 31;

/** Keeps bytes until somebody takes them. */
export interface QueueSink extends ByteSink {
  /** What has come since the last time. */
  take(): Uint8Array[];
}

/** For who passes a file on while it is written. */
export function createQueueSink(): QueueSink {
  let ready: Uint8Array[] = [];
  return {
    seekable: false,
    async write(bytes) {
      if (bytes.length > 0) ready.push(bytes.slice());
    },
    close: async () => {},
    abort: async () => {},
    take() {
      const taken = ready;
      ready = [];
      return taken;
    },
  };
}

/** A stream that only goes forward, such as `process.stdout`. `close` leaves the stream itself open. */
export function createWritableSink(stream: Writable): ByteSink {
  let end = 0;
  return {
    seekable: false,
    async write(bytes, position) {
      requireForward(position, end);
      end += bytes.length;
      if (bytes.length > 0) await writeToStream(stream, bytes);
    },
    close: async () => {},
    abort: async () => {},
  };
}

/** The stream keeps no copy that outlives the callback, and its errors become rejections. */
function writeToStream(stream: Writable, bytes: Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (cause: Error): void => {
      reject(fileSystemError(cause, 'write', 'the output stream'));
    };
    if (stream.destroyed || stream.writableEnded) {
      fail(new Error('the stream has ended'));
      return;
    }
    stream.once('error', fail);
    stream.write(bytes, (error) => {
      if (error) {
        // The stream's own event follows, and would end the process if nobody listened.
        fail(error);
        return;
      }
      stream.off('error', fail);
      resolve();
    });
  });
}

export function requireForward(position: number, end: number): void {
  if (position === end) return;
  throw new MediaError('io', `A stream cannot go back to byte ${position}: ${end} are already written.`, {
    offset: position,
  });
}
