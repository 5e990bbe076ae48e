import type { ByteSink } from './byte-sink.ts';

/** Gathers an encoder's small pieces into large writes, and counts them. */
export interface ByteWriter {
  /** Bytes appended so far. */
  readonly position: number;
  append(bytes: Uint8Array): Promise<void>;
  /** Overwrites what is already there; only where the sink is seekable. */
  patch(bytes: Uint8Array, position: number): Promise<void>;
  flush(): Promise<void>;
}

/** Bytes: a write to a file costs about the same up to here. */
const bufferSize = 1 << 16;

export function createByteWriter(sink: ByteSink): ByteWriter {
  const buffer = new Uint8Array(bufferSize);
  let buffered = 0;
  let flushed = 0;

  const flush = async (): Promise<void> => {
    if (buffered === 0) return;
    const length = buffered;
    buffered = 0;
    await sink.write(buffer.subarray(0, length), flushed);
    flushed += length;
  };

  return {
    get position() {
      return flushed + buffered;
    },
    async append(bytes) {
      if (buffered + bytes.length > bufferSize) await flush();
      if (bytes.length > bufferSize) {
        await sink.write(bytes, flushed);
        flushed += bytes.length;
        return;
      }
      buffer.set(bytes, buffered);
      buffered += bytes.length;
    },
    async patch(bytes, position) {
      await flush();
      await sink.write(bytes, position);
    },
    flush,
  };
}
