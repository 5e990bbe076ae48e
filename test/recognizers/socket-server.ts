import { createServer, type IncomingMessage } from 'node:http';
import { type WebSocket, WebSocketServer } from 'ws';
import { listenOnLoopback } from '../providers/vendor-server.ts';

/** What goes wrong with one connection. */
export type SocketFault =
  /** It is refused with this status. */
  | { readonly type: 'refuse'; readonly status: number }
  /** It is taken and nothing is ever said. */
  | { readonly type: 'silence' }
  /** It never stands. */
  | { readonly type: 'hang' }
  /** It ends after so many seconds of sound. */
  | { readonly type: 'end'; readonly after: number; readonly code: number; readonly reason?: string }
  /** This is said first. */
  | { readonly type: 'say'; readonly messages: readonly string[] };

export type Connection = {
  readonly url: URL;
  readonly headers: IncomingMessage['headers'];
  readonly fault: SocketFault | undefined;
  /** Every message of the client that was text, parsed; sound is left out. */
  readonly messages: unknown[];
  /** Messages that are none of the protocol. */
  readonly strange: string[];
  /** Seconds of sound. */
  heard: number;
  closed: boolean;
};

export interface SocketServer extends AsyncDisposable {
  /** `http://127.0.0.1:PORT`. */
  readonly url: string;
  readonly connections: readonly Connection[];
  /** The next connections go wrong in this order. */
  fail(...faults: readonly (SocketFault | undefined)[]): void;
  clear(): void;
}

export type SocketVendor = {
  readonly path: string;
  /** The key that the client shows, wherever it does. */
  readonly keyOf: (request: IncomingMessage) => string | undefined;
  readonly key: string;
  /** What it echoes of the client's subprotocols. */
  readonly protocol?: string;
  /** Speaks with one client: what is returned is given each message. */
  readonly converse: (socket: WebSocket, connection: Connection) => (data: Buffer, isBinary: boolean) => void;
};

/** A vendor's WebSocket server on loopback, which answers as its documentation says, and goes wrong when told to. */
export async function startSocketServer({
  path,
  keyOf,
  key,
  protocol,
  converse,
}: SocketVendor): Promise<SocketServer> {
  const connections: Connection[] = [];
  const faults: (SocketFault | undefined)[] = [];
  const http = createServer((_request, response) => response.writeHead(404).end());
  const server = new WebSocketServer({
    noServer: true,
    handleProtocols: () => protocol ?? false,
  });
  http.on('upgrade', (request, stream, head) => {
    const fault = faults.shift();
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    const refuse = (status: number): void =>
      void stream.end(`HTTP/1.1 ${status} No\r\ncontent-length: 0\r\n\r\n`);
    const connection: Connection = {
      url,
      headers: request.headers,
      fault,
      messages: [],
      strange: [],
      heard: 0,
      closed: false,
    };
    connections.push(connection);
    if (fault?.type === 'hang') return;
    if (fault?.type === 'refuse') refuse(fault.status);
    else if (url.pathname !== path) refuse(404);
    else if (keyOf(request) !== key) refuse(401);
    else server.handleUpgrade(request, stream, head, (socket) => serve(socket, connection));
  });
  const serve = (socket: WebSocket, connection: Connection): void => {
    const { fault } = connection;
    socket.on('error', () => {});
    socket.on('close', () => {
      connection.closed = true;
    });
    if (fault?.type === 'silence') return;
    if (fault?.type === 'say') for (const message of fault.messages) socket.send(message);
    const answer = converse(socket, connection);
    socket.on('message', (data, isBinary) => {
      answer(
        Buffer.isBuffer(data) ? data : Buffer.concat(Array.isArray(data) ? data : [Buffer.from(data)]),
        isBinary,
      );
      if (fault?.type === 'end' && connection.heard >= fault.after) socket.close(fault.code, fault.reason);
    });
  };
  const { port, die } = await listenOnLoopback(http);
  return {
    url: `http://127.0.0.1:${port}`,
    connections,
    fail: (...more) => void faults.push(...more),
    clear() {
      connections.length = 0;
      faults.length = 0;
    },
    [Symbol.asyncDispose]: die,
  };
}
