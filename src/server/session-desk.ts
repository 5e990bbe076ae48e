import type { ServerLimits } from './limits.ts';
import type { LoadMeter } from './load.ts';

/** Something that goes on for as long as a client stays. */
export interface OpenSession {
  readonly caller: string;
  /** Ends it, with a reason for the client. */
  end(code: number, reason: string): Promise<void>;
}

export type Turned = { readonly code: string; readonly message: string; readonly retryAfter: number };

/** Counts the live sessions, and turns away those for whom there is no room. */
export interface SessionDesk {
  readonly count: number;
  readonly draining: boolean;
  /** Why another session of this caller cannot begin now. */
  refusal(caller: string): Turned | undefined;
  open(session: OpenSession): void;
  close(session: OpenSession): void;
  /** Takes no more; resolves when all have ended, or after so many seconds ends them. */
  drain(patience: number, reason: string): Promise<void>;
}

/** Going away. */
const goingAway = 1001;

export function createSessionDesk(limits: ServerLimits, load: LoadMeter): SessionDesk {
  const open = new Set<OpenSession>();
  let draining = false;
  let whenEmpty: (() => void) | undefined;

  return {
    get count() {
      return open.size;
    },
    get draining() {
      return draining;
    },
    refusal(caller) {
      if (draining) {
        return turn('server_draining', 'This server is about to stop and takes no new session.', 1);
      }
      if (open.size >= limits.sessions) {
        return turn('too_many_sessions', `All ${limits.sessions} sessions of this server are taken.`, 5);
      }
      const own = [...open].filter((session) => session.caller === caller).length;
      if (own >= limits.sessionsPerKey) {
        const message = `This key has ${own} sessions at once, as many as it may: end one first.`;
        return turn('too_many_sessions', message, 5);
      }
      if (load.load >= limits.load) {
        const busy = Math.round(load.load * 100);
        return turn('server_overloaded', `This server is ${busy} % busy: try again, or another one.`, 2);
      }
      return undefined;
    },
    open: (session) => void open.add(session),
    close(session) {
      open.delete(session);
      if (open.size === 0) whenEmpty?.();
    },
    async drain(patience, reason) {
      draining = true;
      if (open.size > 0) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, patience * 1000);
          whenEmpty = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
      await Promise.allSettled([...open].map((session) => session.end(goingAway, reason)));
    },
  };
}

function turn(code: string, message: string, retryAfter: number): Turned {
  return { code, message, retryAfter };
}
