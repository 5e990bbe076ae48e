// The decoder ships no types; these are the parts that unpack.ts calls.
declare module 'unbzip2-stream' {
  interface Decoder {
    on(event: 'data', listener: (chunk: Uint8Array) => void): this;
    on(event: 'error', listener: (error: Error) => void): this;
    write(chunk: Uint8Array): boolean;
    end(): void;
  }
  /** Synchronous: what a chunk gives is there when `write` returns. */
  export default function bunzip2(): Decoder;
}
