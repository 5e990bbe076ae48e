import type { Link, LinkEvents } from './link.ts';
import { doLater, machineClock, type RelayClock } from './relay-clock.ts';

export type KeeperSettings = {
  readonly open: (events: LinkEvents) => Link;
  /** Links in a row that may break without a word. */
  readonly maxRetries: number;
  /** Seconds before the first link that takes another's place; they double. Default .25. */
  readonly firstPause?: number;
  /** Default the machine's. */
  readonly clock?: RelayClock;
};

/** Opens a link, and another when that one breaks, as often as it may. */
export interface LinkKeeper {
  /** Only while it can be sent to. */
  readonly link: Link | undefined;
  /** The link answers as it should: failures are counted anew. */
  praise(): void;
  /** Takes the link for broken. */
  replace(error: Error): void;
  close(): Promise<void>;
}

export type KeeperEvents = Omit<LinkEvents, 'broken'> & {
  /** A link is about to be opened: its clock begins. */
  opening(): void;
  /** It broke, and another will be tried. */
  lost(error: Error): void;
  /** It broke, and none will be tried any more. */
  failed(error: Error): void;
};

/** Seconds after which a link that breaks is no failed attempt, but one that held. */
const steady = 30;
/** Seconds, at most, before another attempt. */
const longestPause = 4;

export function createLinkKeeper(
  { open, maxRetries, firstPause = 0.25, clock = machineClock }: KeeperSettings,
  events: KeeperEvents,
): LinkKeeper {
  const closings = new Set<Promise<void>>();
  let link: Link | undefined;
  let ready = false;
  let readySince = 0;
  let attempts = 0;
  let closed = false;
  let pausing: AbortController | undefined;

  const leave = (): void => {
    const left = link;
    link = undefined;
    ready = false;
    if (left === undefined) return;
    const closing = Promise.resolve(left.close())
      .catch(() => {})
      .finally(() => closings.delete(closing));
    closings.add(closing);
  };

  const replace = (error: Error): void => {
    if (ready && clock.now() - readySince > steady) attempts = 0;
    leave();
    const retryable = 'retryable' in error && error.retryable === true;
    if (!retryable || attempts >= maxRetries) {
      events.failed(error);
      return;
    }
    events.lost(error);
    pausing = doLater(clock, Math.min(longestPause, firstPause * 2 ** attempts), connect);
    attempts++;
  };

  const connect = (): void => {
    events.opening();
    const own: { link?: Link } = {};
    /** What a link that was left says late is not heard. */
    const whileOpen =
      <Arguments extends readonly unknown[]>(act: (...given: Arguments) => void) =>
      (...given: Arguments): void => {
        if (!closed && own.link !== undefined && own.link === link) act(...given);
      };
    own.link = open({
      ready: whileOpen(() => {
        ready = true;
        readySince = clock.now();
        events.ready();
      }),
      heard: whileOpen(events.heard),
      warn: whileOpen(events.warn),
      padded: whileOpen(events.padded),
      done: whileOpen(events.done),
      broken: whileOpen(replace),
    });
    link = own.link;
  };

  connect();
  return {
    get link() {
      return ready ? link : undefined;
    },
    praise() {
      attempts = 0;
    },
    replace,
    async close() {
      closed = true;
      pausing?.abort();
      leave();
      await Promise.all(closings);
    },
  };
}
