import { type Context, Hono } from 'hono';
import { isRefusal } from '../access/access.ts';
import type { ServerParts } from '../server-parts.ts';
import { errorAnswer, RequestError } from './errors.ts';

/** Everything over HTTP but the sessions. */
export interface App {
  readonly fetch: (request: Request, ...rest: unknown[]) => Response | Promise<Response>;
  close(): Promise<void>;
}

export function createApp(parts: ServerParts): App {
  const app = new Hono();
  app.get('/healthz', (context) =>
    parts.sessions.draining ? context.json({ status: 'draining' }, 503) : context.json({ status: 'ok' }),
  );
  app.notFound((context: Context) => errorAnswer(context, new RequestError(404, 'not_found', 'No.')));
  void isRefusal;
  return { fetch: (request) => app.fetch(request), close: async () => {} };
}
