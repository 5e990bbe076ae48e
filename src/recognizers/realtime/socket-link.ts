import type { Link, LinkEvents } from '../relay/link.ts';
import type { Talk, TalkEvents } from './dialect.ts';
import {
  type Credentials,
  longestMessage,
  openSocket,
  type Socket,
  type SocketConstructor,
  type SocketEvent,
} from './socket.ts';
import { clip, closeError, refusalError, socketError, type Vendor } from './socket-error.ts';

export type SocketSettings = {
  readonly vendor: Vendor;
  readonly url: string;
  readonly credentials: Credentials;
  /** Seconds until the connection stands. */
  readonly timeout: number;
  readonly WebSocket: SocketConstructor | undefined;
  readonly talk: (events: TalkEvents) => Talk;
  /** Takes the key out of what the vendor says. */
  readonly hide: (text: string) => string;
};

/** Messages in a row that cannot be understood, after which nothing more is expected. */
const mostStrange = 10;

/** One WebSocket to a vendor. */
export function openSocketLink(settings: SocketSettings, events: LinkEvents): Link {
  const { vendor, hide } = settings;
  let socket: Socket | undefined;
  let state: 'opening' | 'open' | 'ending' | 'gone' = 'opening';
  let refusal = '';
  let quiet = true;
  let strange = 0;
  let beat: NodeJS.Timeout | undefined;

  const leave = (): void => {
    state = 'gone';
    clearTimeout(opening);
    clearInterval(beat);
    const left = socket;
    socket = undefined;
    if (left?.terminate !== undefined) left.terminate();
    else left?.close();
  };
  const fail = (error: Error): void => {
    if (state === 'gone') return;
    leave();
    events.broken(error);
  };
  const talk = settings.talk({
    heard: (heard) => events.heard(heard),
    padded: (frames) => events.padded(frames),
    warn: (message) => events.warn(`${vendor.title}: ${hide(clip(message))}`),
    refuse: (code, said, retryable) => fail(socketError(vendor, code, hide(clip(said)), { retryable })),
  });
  const say = (messages: readonly string[]): void => {
    for (const message of messages) socket?.send(message);
    quiet = false;
  };
  const opening = setTimeout(() => {
    const said = `no connection within ${settings.timeout} s.`;
    fail(socketError(vendor, 'timeout', said, { retryable: true }));
  }, settings.timeout * 1000);

  const onOpen = (): void => {
    if (state !== 'opening') return;
    state = 'open';
    clearTimeout(opening);
    say(talk.opening());
    const { keepAlive } = talk;
    if (keepAlive !== undefined) {
      beat = setInterval(() => {
        if (quiet) say([keepAlive.message]);
        quiet = true;
      }, keepAlive.every * 1000);
    }
    events.ready();
  };
  const onMessage = ({ data }: SocketEvent): void => {
    if (state === 'gone') return;
    if (understands(talk, data)) {
      strange = 0;
    } else if (++strange === 1) {
      events.warn(`${vendor.title} sent what is no message of its protocol: ${hide(clip(describe(data)))}`);
    } else if (strange >= mostStrange) {
      const said = `${mostStrange} messages in a row are none of its protocol. Is it the right address?`;
      fail(socketError(vendor, 'bad-answer', said));
    }
  };
  const onClose = ({ code = 1006, reason = '' }: SocketEvent): void => {
    if (state === 'gone') return;
    const [was] = [state];
    leave();
    if (was === 'opening') events.broken(refusalError(vendor, hide(refusal)));
    else if (was === 'ending' && (code === 1000 || code === 1005)) events.done();
    else events.broken(closeError(vendor, code, hide(reason)));
  };
  const connect = async (): Promise<void> => {
    try {
      const opened = await openSocket(settings.url, settings.credentials, settings.WebSocket);
      // `close` comes after it, and says no more than that.
      opened.addEventListener('error', ({ message = '' }) => {
        refusal = message;
      });
      if (state === 'gone') {
        opened.close();
        return;
      }
      socket = opened;
      opened.addEventListener('open', onOpen);
      opened.addEventListener('message', onMessage);
      opened.addEventListener('close', onClose);
    } catch (error) {
      const why = hide(error instanceof Error ? error.message : String(error));
      fail(socketError(vendor, 'invalid-option', `no WebSocket could be made: ${why}`));
    }
  };
  void connect();

  return {
    send(pcm) {
      const message = talk.sound(pcm);
      // A view of shared memory cannot be sent; this is none.
      socket?.send(typeof message === 'string' ? message : new Uint8Array(message));
      quiet = false;
    },
    endUtterance: () => say(talk.utteranceEnd()),
    endSound() {
      if (state === 'open') state = 'ending';
      say(talk.soundEnd());
    },
    get behind() {
      return (socket?.bufferedAmount ?? 0) / 2;
    },
    close: leave,
  };
}

function understands(talk: Talk, data: unknown): boolean {
  if (typeof data !== 'string' || data.length > longestMessage) return false;
  try {
    return talk.read(JSON.parse(data));
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}

function describe(data: unknown): string {
  return typeof data === 'string' ? data.slice(0, 200) : 'bytes';
}
