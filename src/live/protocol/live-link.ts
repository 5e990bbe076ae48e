import { breakOff, type ClientHistory, owesReply, rememberEvent, restoringEvents } from './client-history.ts';
import { clientEvents, parseServerEvent } from './client-reading.ts';
import type { LiveClientOptions, LiveClientSession } from './live-client.ts';
import type { LiveClientEvent } from './live-client-event.ts';
import type { ServerEvent } from './server-events.ts';

/** As much of a WebSocket as a client needs: the browser's, Node's and that of the package `ws` all have it. */
export interface LiveSocket {
  readonly bufferedAmount: number;
  send(data: string): void;
  close(code?: number, reason?: string): void;
  addEventListener(type: 'open' | 'error', listener: () => void): void;
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
  addEventListener(
    type: 'close',
    listener: (event: { readonly code: number; readonly reason: string }) => void,
  ): void;
}

export type LiveSocketConstructor = new (url: string, protocols: string[]) => LiveSocket;

/** One conversation over as many connections as it takes. */
export interface LiveLink {
  send(event: object): void;
  /** Made only where it can be sent. */
  sound(event: () => object): void;
  /** Whatever the agent says is broken off. */
  interrupt(): void;
  /** What is asked of the session has changed. */
  update(): void;
  close(reason: string): void;
}

export type LinkOptions = Pick<LiveClientOptions, 'url' | 'key' | 'webSocket' | 'reconnect' | 'onEvent'> & {
  readonly session: () => LiveClientSession;
  readonly history: () => ClientHistory;
  readonly remember: (change: (history: ClientHistory) => ClientHistory) => void;
};

/** Bytes of sound that may wait; a connection that is slower than that is as good as none. */
const mostWaiting = 1_000_000;
/** Closed so, trying again would come to the same: normal, protocol error, bad data, policy, too big. */
const finalCodes: readonly number[] = [1000, 1002, 1003, 1007, 1008, 1009];

type Connection = { readonly socket: LiveSocket; open: boolean; responding: boolean; asked: object[] };

export function openLink(options: LinkOptions): LiveLink {
  const { url, webSocket: Socket = globalThis.WebSocket, reconnect = {}, session } = options;
  const { attempts = 8, after = 0.2 } = reconnect;
  const urls = typeof url === 'string' ? [url] : url;
  let connection: Connection | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let failed = 0;
  let place = 0;
  let closed = false;

  const tell = teller(options.onEvent);
  const sendNow = ({ socket, open }: Connection, event: object): void => {
    if (open) socket.send(JSON.stringify(event));
  };
  const greet = (to: Connection): void => {
    const events = restoringEvents(options.history());
    const begun = events.length > 0;
    // Whoever has been greeted is not greeted again.
    const wanted = begun ? { ...session(), opens: false } : session();
    sendNow(to, { type: 'session.update', session: wireSession(wanted) });
    for (const event of events) sendNow(to, event);
    if (begun) tell({ type: 'conversation-restored', turns: events.length });
    const [asked = owesReply(options.history()) ? { type: 'response.create' } : undefined] =
      to.asked.splice(0);
    if (asked === undefined) return;
    sendNow(to, asked);
    to.responding = true;
  };
  const hearEvent = (from: Connection, event: ServerEvent): void => {
    if (event.type === 'session.updated') failed = 0;
    if (event.type === 'response.created') from.responding = true;
    if (event.type === 'response.done') {
      from.responding = false;
      for (const asked of from.asked.splice(0, 1)) sendNow(from, asked);
    }
    options.remember((history) => rememberEvent(history, event));
    for (const told of clientEvents(event)) tell(told);
  };
  const lose = (code: number, reason: string): void => {
    connection = undefined;
    options.remember((history) => breakOff(history));
    if (closed || finalCodes.includes(code) || failed >= attempts) {
      closed = true;
      tell({ type: 'connection-changed', status: 'closed', reason: reasonOf(code, reason) });
      return;
    }
    const delay = Math.min(5, after * 2 ** failed);
    failed += 1;
    place += 1;
    tell({
      type: 'connection-changed',
      status: 'waiting',
      reason: reasonOf(code, reason),
      attempt: failed + 1,
    });
    timer = setTimeout(connect, delay * 1000);
  };
  const connect = (): void => {
    tell({ type: 'connection-changed', status: 'connecting', attempt: failed + 1 });
    const opened = openSocket(Socket, urls[place % urls.length] ?? '', options.key);
    if (!('socket' in opened)) {
      closed = true;
      tell({ type: 'connection-changed', status: 'closed', reason: opened.fault });
      return;
    }
    const { socket } = opened;
    const current: Connection = { socket, open: false, responding: false, asked: [] };
    connection = current;
    socket.addEventListener('open', () => {
      if (connection !== current) return;
      current.open = true;
      greet(current);
      tell({ type: 'connection-changed', status: 'open' });
    });
    socket.addEventListener('message', ({ data }) => {
      const event = connection === current ? parseServerEvent(data) : undefined;
      if (event !== undefined) hearEvent(current, event);
    });
    // What went wrong is told by the close that follows.
    socket.addEventListener('error', () => {});
    socket.addEventListener('close', ({ code, reason }) => {
      if (connection !== current) return;
      current.open = false;
      lose(code, reason);
    });
  };
  connect();

  return {
    send(event) {
      if (connection === undefined) return;
      // A server answers one thing after the other.
      const asks = 'type' in event && event.type === 'response.create';
      if (asks && (connection.responding || !connection.open)) connection.asked.push(event);
      else sendNow(connection, event);
      if (asks && connection.open) connection.responding = true;
    },
    sound(event) {
      if (connection?.open === true && connection.socket.bufferedAmount < mostWaiting)
        sendNow(connection, event());
    },
    interrupt() {
      if (connection?.responding === true) sendNow(connection, { type: 'response.cancel' });
    },
    update() {
      if (connection !== undefined)
        sendNow(connection, { type: 'session.update', session: wireSession(session()) });
    },
    close(reason) {
      if (closed) return;
      closed = true;
      clearTimeout(timer);
      if (connection === undefined) tell({ type: 'connection-changed', status: 'closed', reason });
      else connection.socket.close(1000, reason.slice(0, 100));
    },
  };
}

/** What a listener throws is the listener's own affair. */
function teller(onEvent: LinkOptions['onEvent']): (event: LiveClientEvent) => void {
  return (event) => {
    try {
      onEvent(event);
    } catch {
      // Nobody here could do anything about it.
    }
  };
}

/** An address that is none makes the constructor throw. */
function openSocket(
  Socket: LiveSocketConstructor,
  url: string,
  key: string | undefined,
): { readonly socket: LiveSocket } | { readonly fault: string } {
  try {
    return { socket: new Socket(url, protocolsFor(key)) };
  } catch (error) {
    return { fault: error instanceof Error ? error.message : String(error) };
  }
}

function protocolsFor(key: string | undefined): string[] {
  return key === undefined ? ['realtime'] : ['realtime', `openai-insecure-api-key.${key}`];
}

function reasonOf(code: number, reason: string): string {
  if (reason !== '') return reason;
  return code === 1000 ? 'the server has finished' : `the connection was lost (${code})`;
}

function wireSession(session: LiveClientSession): object {
  const { instructions, voice, preset, languages, opens, automatic = true, playback, tools } = session;
  return {
    type: 'realtime',
    ...(instructions === undefined ? {} : { instructions }),
    ...(tools === undefined ? {} : { tools }),
    audio: {
      input: automatic ? {} : { turn_detection: null },
      output: voice === undefined ? {} : { voice },
    },
    duologue: {
      notices: true,
      ...(preset === undefined ? {} : { preset }),
      ...(languages === undefined ? {} : { languages }),
      ...(opens === undefined ? {} : { opens }),
      ...(playback === undefined ? {} : { playback }),
    },
  };
}
