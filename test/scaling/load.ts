import { setTimeout as pause } from 'node:timers/promises';
import { type RawData, WebSocket } from 'ws';
import { type Caller, call, exchange } from './caller.ts';
import type { Cluster } from './cluster.ts';

/** What came of one attempt to begin a session. */
export type Arrival =
  | { readonly type: 'session-begun'; readonly socket: WebSocket; readonly session: string }
  | {
      readonly type: 'session-refused';
      readonly status: number;
      readonly retryAfter: string | undefined;
      readonly body: string;
    }
  | { readonly type: 'connection-failed'; readonly message: string };

/** A client that tries once, and sees why it is refused. */
export function arrive(url: string, headers: Readonly<Record<string, string>> = {}): Promise<Arrival> {
  return new Promise((resolve) => {
    const socket = new WebSocket(url, ['realtime'], { headers, handshakeTimeout: 20_000 });
    socket.once('message', (data) => {
      const session = /"id":"(sess_\w+)"/.exec(textOf(data))?.[1] ?? '';
      resolve({ type: 'session-begun', socket, session });
    });
    socket.once('unexpected-response', (_request, response) => {
      let body = '';
      response.on('data', (piece: Buffer) => {
        body += piece.toString();
      });
      response.on('end', () => {
        const { 'retry-after': retryAfter } = response.headers;
        resolve({ type: 'session-refused', status: response.statusCode ?? 0, retryAfter, body });
        socket.terminate();
      });
    });
    socket.on('error', (error) => resolve({ type: 'connection-failed', message: error.message }));
  });
}

/** How many of them began on each node. */
export async function countByNode(cluster: Cluster, arrivals: readonly Arrival[]): Promise<number[]> {
  const counts = cluster.nodes.map(() => 0);
  for (const arrival of arrivals) {
    if (arrival.type !== 'session-begun') continue;
    const place = await cluster.placeOf(arrival.session);
    counts[place] = (counts[place] ?? 0) + 1;
  }
  return counts;
}

export function leave(arrivals: readonly Arrival[]): void {
  for (const arrival of arrivals) if (arrival.type === 'session-begun') arrival.socket.close();
}

/** Sessions that come and go for as long as it is not ended. */
export interface Load {
  /** Sessions of a moment that began, and how each refused one was refused. */
  readonly short: { begun: number; readonly failed: Arrival[] };
  /** Sessions in which somebody talks: how many came to their own end, and what became of the others. */
  readonly long: { finished: number; readonly lost: string[] };
  /** No new ones; resolves when the last has ended. */
  end(): Promise<void>;
}

/** So many of each kind at any time. */
export function startLoad(
  url: string,
  { short, long }: { readonly short: number; readonly long: number },
): Load {
  const load = { short: { begun: 0, failed: [] as Arrival[] }, long: { finished: 0, lost: [] as string[] } };
  const ending = new AbortController();

  const comeAndGo = async (): Promise<void> => {
    while (!ending.signal.aborted) {
      const arrival = await arrive(url);
      if (arrival.type === 'session-begun') {
        load.short.begun += 1;
        await pause(100);
        arrival.socket.close();
      } else load.short.failed.push(arrival);
      await pause(100);
    }
  };
  const talk = async (): Promise<void> => {
    while (!ending.signal.aborted) {
      // One that may not begin is counted among the short ones: here it counts what is lost once it has begun.
      const caller: Caller = call({ url, reconnect: { attempts: 20, after: 0.1 } });
      try {
        await caller.until(({ type }) => type === 'session-changed', 20);
        await exchange(caller, 'I grew up by the sea.');
        const [first, ...others] = caller.sessions();
        if (others.length > 0) load.long.lost.push(`${first}: ${caller.losses().join(', ')}`);
        else load.long.finished += 1;
      } catch (error) {
        load.long.lost.push(`${caller.sessions().join(' ')}: ${String(error)}`);
      }
      caller[Symbol.dispose]();
    }
  };
  const work = [
    ...Array.from({ length: short }, () => comeAndGo()),
    ...Array.from({ length: long }, () => talk()),
  ];
  return {
    ...load,
    async end() {
      ending.abort();
      await Promise.all(work);
    },
  };
}

export function textOf(data: RawData): string {
  return Array.isArray(data) ? Buffer.concat(data).toString() : new TextDecoder().decode(data);
}
