import {
  createLiveClient,
  type LiveClient,
  type LiveClientEvent,
  type LiveClientOptions,
  type LiveClientSession,
} from 'duologue/live/client';
import { WebSocket } from 'ws';

/** Somebody who talks with the agent, and everything that happened to them. */
export interface Caller extends Disposable {
  readonly client: LiveClient;
  readonly events: readonly LiveClientEvent[];
  /** Ids of the sessions that the conversation has had, in order. */
  sessions(): readonly string[];
  /** Connections that were lost and tried again, or given up. */
  losses(): readonly string[];
  /** The next event of which it holds, from `from` on; throws after so many seconds. */
  until(holds: (event: LiveClientEvent) => boolean, seconds: number, from?: number): Promise<LiveClientEvent>;
}

export type CallerOptions = Pick<LiveClientOptions, 'url' | 'key' | 'reconnect'> & {
  readonly session?: LiveClientSession;
};

export function call({ session = {}, ...options }: CallerOptions): Caller {
  const events: LiveClientEvent[] = [];
  const watchers = new Set<() => void>();
  const client = createLiveClient({
    ...options,
    session,
    webSocket: WebSocket,
    onEvent(event) {
      events.push(event);
      for (const watch of watchers) watch();
    },
  });
  return {
    client,
    events,
    sessions: () => [
      ...new Set(events.flatMap((event) => (event.type === 'session-changed' ? [event.session.id] : []))),
    ],
    losses: () =>
      events.flatMap((event) =>
        event.type === 'connection-changed' && (event.status === 'waiting' || event.status === 'closed')
          ? [event.reason ?? event.status]
          : [],
      ),
    until(holds, seconds, from = 0) {
      return new Promise((resolve, reject) => {
        const settle = (finish: () => void): void => {
          clearTimeout(timer);
          watchers.delete(look);
          finish();
        };
        const look = (): void => {
          const found = events.slice(from).find(holds);
          if (found !== undefined) settle(() => resolve(found));
        };
        const timer = setTimeout(() => {
          const seen = events.map((event) => event.type).slice(-20);
          settle(() => reject(new Error(`It did not happen within ${seconds} s: ${seen.join(' ')}`)));
        }, seconds * 1000);
        watchers.add(look);
        look();
      });
    },
    [Symbol.dispose]: () => client.close(),
  };
}

/** Says something and hears the whole answer. */
export async function exchange(caller: Caller, text: string, seconds = 15): Promise<void> {
  const from = caller.events.length;
  caller.client.say(text);
  await caller.until((event) => event.type === 'audio-ready', seconds, from);
  await caller.until(({ type }) => type === 'agent-finished', seconds, from);
}
