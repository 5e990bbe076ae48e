/** As much of a WebSocket as is used: the platform's and that of `ws` have it. */
export interface Socket {
  binaryType: string;
  readonly bufferedAmount: number;
  send(data: string | Uint8Array<ArrayBuffer>): void;
  close(code?: number, reason?: string): void;
  /** Of `ws` only: without waiting for the other side. */
  terminate?(): void;
  addEventListener(
    type: 'open' | 'message' | 'close' | 'error',
    listener: (event: SocketEvent) => void,
  ): void;
}

/** What any of its events may carry. */
export type SocketEvent = {
  readonly type: string;
  readonly data?: unknown;
  readonly code?: number;
  readonly reason?: string;
  readonly message?: string;
};

export type SocketOptions = { readonly headers: Readonly<Record<string, string>> };

export type SocketConstructor = new (
  url: string,
  protocols?: string | string[],
  options?: SocketOptions,
) => Socket;

/** Who may be asked how: headers where the WebSocket takes them, as that of `ws` does, else subprotocols. */
export type Credentials = {
  readonly headers: Readonly<Record<string, string>>;
  /** Subprotocols that carry the key. */
  readonly protocols: readonly string[];
};

/** Characters of one message; what is longer is no transcript. */
export const longestMessage = 1_000_000;

export async function openSocket(
  url: string,
  { headers, protocols }: Credentials,
  own: SocketConstructor | undefined,
): Promise<Socket> {
  const platform = own ?? globalThis.WebSocket;
  if (platform !== undefined) return new platform(url, [...protocols]);
  const { WebSocket } = await import('ws');
  return new WebSocket(url, {
    headers,
    // It costs more time than it saves bytes.
    perMessageDeflate: false,
    maxPayload: longestMessage * 4,
  });
}
