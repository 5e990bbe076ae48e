import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

/** A request as a vendor's server sees it. */
export type VendorRequest = {
  readonly method: string;
  /** With the leading slash, without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
  readonly bytes: Buffer;
  /** The body parsed, where it is JSON. */
  readonly body: unknown;
};

export type VendorReply = {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** An object is sent as JSON; several pieces are sent one by one. */
  readonly body?: Uint8Array | string | object | readonly (Uint8Array | string)[];
};

export type VendorHandler = (request: VendorRequest) => VendorReply | Promise<VendorReply>;

/** What goes wrong with one request. */
export type Fault =
  /** In place of the vendor's answer. */
  | { readonly type: 'answer'; readonly reply: VendorReply }
  /** The connection ends after so many bytes of the body. */
  | { readonly type: 'cut'; readonly after: number }
  /** Nothing more comes after so many bytes of the body. */
  | { readonly type: 'stall'; readonly after: number }
  /** No answer at all. */
  | { readonly type: 'silence' }
  /** The connection is closed before any answer. */
  | { readonly type: 'reset' }
  /** The answer is made over. */
  | { readonly type: 'change'; readonly change: (reply: VendorReply) => VendorReply | Promise<VendorReply> };

export interface VendorServer extends AsyncDisposable {
  /** `http://127.0.0.1:PORT`. */
  readonly url: string;
  readonly requests: readonly VendorRequest[];
  /** Requests at once, now and at most. */
  readonly active: number;
  readonly mostActive: number;
  /** Requests whose client went away before the answer was whole. */
  readonly abandoned: number;
  /** The next requests go wrong in this order; `undefined` is one that goes well. */
  fail(...faults: readonly (Fault | undefined)[]): void;
  /** Seconds before each answer. */
  latency: number;
  clear(): void;
}

export type VendorServerOptions = {
  /** Paths of files that answers point to: fetching one is part of a request, so it is not counted and never fails. */
  readonly files?: string;
};

/** A vendor's HTTP server on loopback, which answers as its documentation says, and goes wrong when told to. */
export async function startVendorServer(
  handle: VendorHandler,
  { files }: VendorServerOptions = {},
): Promise<VendorServer> {
  const requests: VendorRequest[] = [];
  const faults: (Fault | undefined)[] = [];
  const state = { active: 0, mostActive: 0, abandoned: 0, latency: 0 };
  const server = createServer((message, response) => {
    if (files !== undefined && message.url?.startsWith(files)) {
      void readRequest(message).then(async (request) => send(response, await handle(request), undefined));
      return;
    }
    state.active++;
    state.mostActive = Math.max(state.mostActive, state.active);
    response.once('close', () => {
      state.active--;
      if (!response.writableFinished) state.abandoned++;
    });
    void serve(message, response).catch((error: unknown) => {
      if (!response.headersSent) response.writeHead(500, { 'content-type': 'text/plain' });
      response.end(String(error));
    });
  });
  const serve = async (message: IncomingMessage, response: ServerResponse): Promise<void> => {
    const request = await readRequest(message);
    requests.push(request);
    const fault = faults.shift();
    if (state.latency > 0) await pause(state.latency * 1000);
    if (fault?.type === 'silence') return;
    if (fault?.type === 'reset') {
      message.socket.destroy();
      return;
    }
    let reply = fault?.type === 'answer' ? fault.reply : await handle(request);
    if (fault?.type === 'change') reply = await fault.change(reply);
    await send(response, reply, fault);
  };
  const { port, die } = await listenOnLoopback(server);
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    get active() {
      return state.active;
    },
    get mostActive() {
      return state.mostActive;
    },
    get abandoned() {
      return state.abandoned;
    },
    get latency() {
      return state.latency;
    },
    set latency(seconds) {
      state.latency = seconds;
    },
    fail: (...more) => void faults.push(...more),
    clear() {
      requests.length = 0;
      faults.length = 0;
      Object.assign(state, { mostActive: state.active, abandoned: 0, latency: 0 });
    },
    [Symbol.asyncDispose]: die,
  };
}

/** A server on loopback with its open connections. */
export type Listening = {
  readonly port: number;
  readonly sockets: ReadonlySet<Socket>;
  /** As when its process is killed: no more connections, and those that are open are gone. */
  readonly die: () => Promise<void>;
};

/** Port 0 is any that is free. */
export async function listenOnLoopback(server: Server, port = 0): Promise<Listening> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    // A client that goes away in the middle is what these servers are for.
    socket.on('error', () => {});
    socket.once('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new TypeError('The server has no port.');
  return {
    port: address.port,
    sockets,
    async die() {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

async function readRequest(message: IncomingMessage): Promise<VendorRequest> {
  const pieces: Buffer[] = [];
  for await (const piece of message) pieces.push(piece);
  const bytes = Buffer.concat(pieces);
  const url = new URL(message.url ?? '/', 'http://127.0.0.1');
  const isJson = message.headers['content-type']?.startsWith('application/json') === true;
  return {
    method: message.method ?? 'GET',
    path: decodeURIComponent(url.pathname),
    query: url.searchParams,
    headers: message.headers,
    bytes,
    body: isJson && bytes.length > 0 ? JSON.parse(bytes.toString('utf8')) : undefined,
  };
}

async function send(response: ServerResponse, reply: VendorReply, fault: Fault | undefined): Promise<void> {
  const { status = 200, headers = {}, body } = reply;
  const { pieces, headers: own } = layOut(body);
  response.writeHead(status, { ...own, ...headers });
  const limit = fault?.type === 'cut' || fault?.type === 'stall' ? fault.after : Number.POSITIVE_INFINITY;
  let sent = 0;
  for (const piece of pieces) {
    response.write(piece.subarray(0, Math.max(0, limit - sent)));
    sent += piece.length;
    if (pieces.length > 1) await new Promise((resolve) => setImmediate(resolve));
  }
  if (fault?.type === 'stall') return;
  if (fault?.type === 'cut') {
    // What was written reaches the client before the connection ends.
    setImmediate(() => setImmediate(() => response.destroy()));
    return;
  }
  response.end();
}

/** An array of bytes or texts is a body in pieces; an array of anything else is JSON, as an object is. */
function layOut(body: VendorReply['body']): { pieces: Buffer[]; headers: Record<string, string> } {
  if (body === undefined) return { pieces: [], headers: { 'content-length': '0' } };
  if (
    Array.isArray(body) &&
    body.every((piece) => typeof piece === 'string' || piece instanceof Uint8Array)
  ) {
    return { pieces: body.map((piece) => Buffer.from(piece)), headers: {} };
  }
  const isBytes = typeof body === 'string' || body instanceof Uint8Array;
  const whole = isBytes ? Buffer.from(body) : Buffer.from(JSON.stringify(body));
  const type = isBytes ? {} : { 'content-type': 'application/json' };
  return { pieces: [whole], headers: { ...type, 'content-length': String(whole.length) } };
}

/** A field of a request's JSON. */
export function fieldOf(body: unknown, name: string): unknown {
  return typeof body === 'object' && body !== null
    ? new Map<string, unknown>(Object.entries(body)).get(name)
    : undefined;
}
