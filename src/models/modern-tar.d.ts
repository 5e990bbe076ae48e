declare module 'modern-tar' {
  export type TarHeader = { name: string; size: number; type?: string; linkname?: string };
  export type ParsedTarEntry = { header: TarHeader; body: ReadableStream<Uint8Array> };
  export function createTarDecoder(options?: { strict?: boolean }): {
    readable: ReadableStream<ParsedTarEntry>;
    writable: WritableStream<Uint8Array<ArrayBuffer>>;
  };
  export function packTar(
    entries: readonly { header: TarHeader; body?: string | Uint8Array }[],
  ): Promise<Uint8Array>;
}
