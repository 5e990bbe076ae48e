import { Server as HttpServer } from 'node:http';
import { createAdaptorServer } from '@hono/node-server';
import { createAccess } from './access/access.ts';
import { createTokenDesk } from './access/client-token.ts';
import { createApp } from './http/create-app.ts';
import { defaultLimits } from './limits.ts';
import { createLoadMeter } from './load.ts';
import { createMetrics } from './metrics.ts';
import { acceptUpgrades } from './realtime/accept-upgrades.ts';
import { ServerError } from './server-error.ts';
import type { ServerOptions } from './server-options.ts';
import type { ServerParts } from './server-parts.ts';
import { createSessionDesk } from './session-desk.ts';
import { createVoiceDesk } from './voice-desk.ts';

export interface DuologueServer extends AsyncDisposable {
  /** `http://127.0.0.1:8000`. */
  readonly url: string;
  readonly port: number;
  /** Live sessions now. */
  readonly sessions: number;
  /** Takes no new session, waits for those there are, ends what is left after so many seconds, and stops. */
  drain(patience: number): Promise<void>;
}

const loopbackHosts: readonly string[] = ['127.0.0.1', 'localhost', '::1'];

const now = (): number => Date.now() / 1000;

/** Listens when it resolves. Dispose it to stop at once. */
export async function createServer(options: ServerOptions): Promise<DuologueServer> {
  const { host = '127.0.0.1', port = 8000, keys = [], models, origins = [], log = () => {} } = options;
  const loopback = loopbackHosts.includes(host);
  if (!loopback && keys.length === 0) {
    throw new ServerError(
      'host',
      `Anybody who reaches ${host} could use the server: give it keys first (duologue serve keys add NAME), or let it listen on 127.0.0.1.`,
    );
  }
  const [model] = models;
  if (model === undefined)
    throw new ServerError('models', 'A server needs somebody to talk to: give a model.');
  const limits = { ...defaultLimits, ...options.limits };
  const load = createLoadMeter();
  const tokens = createTokenDesk(options.tokenSecret, now);
  const sessions = createSessionDesk(limits, load);
  const metrics = createMetrics();
  const parts: ServerParts = {
    options,
    limits,
    access: createAccess({
      keys,
      tokens,
      loopback,
      origins,
      hosts: options.hosts ?? [],
      behindProxy: (options.proxies ?? []).length > 0,
    }),
    tokens,
    voices: createVoiceDesk(options.voices, options.firstVoices ?? [], model.languages?.[0] ?? 'en'),
    sessions,
    metrics,
    load,
    log,
    now,
  };
  metrics.gauge('duologue_sessions', () => sessions.count);
  metrics.gauge('duologue_load', () => load.load);
  metrics.gauge('duologue_event_loop_delay_seconds', () => load.delay);
  metrics.gauge('duologue_draining', () => (sessions.draining ? 1 : 0));
  metrics.gauge('duologue_resident_bytes', () => process.memoryUsage.rss());

  const app = createApp(parts);
  const server = createAdaptorServer({ fetch: (request) => app.fetch(request) });
  // A body that does not come and headers that do not end hold a socket no longer than this.
  if ('headersTimeout' in server) Object.assign(server, { headersTimeout: 10_000, requestTimeout: 60_000 });
  if (!(server instanceof HttpServer)) throw new ServerError('host', 'This machine gave no HTTP server.');
  acceptUpgrades(server, parts);
  await listen(server, host, port);
  const address = server.address();
  const actual = typeof address === 'object' && address !== null ? address.port : port;
  const url = `http://${host.includes(':') ? `[${host}]` : host}:${actual}`;
  log({ event: 'server-started', level: 'info', url, models: models.map(({ id }) => id).join(' ') });

  let stopping: Promise<void> | undefined;
  const stop = async (patience: number): Promise<void> => {
    await sessions.drain(patience, 'the server is stopping');
    await closeServer(server);
    load[Symbol.dispose]();
    log({ event: 'server-stopped', level: 'info' });
  };
  return {
    url,
    port: actual,
    get sessions() {
      return sessions.count;
    },
    drain: (patience) => (stopping ??= stop(patience)),
    [Symbol.asyncDispose]: () => (stopping ??= stop(0)),
  };
}

function listen(server: HttpServer, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (error: NodeJS.ErrnoException): void => {
      const why =
        error.code === 'EADDRINUSE'
          ? `Port ${port} is taken: choose another with --port, or 0 for any.`
          : error.code === 'EACCES'
            ? `Port ${port} may not be listened on by this user: choose one from 1024 on.`
            : `The server cannot listen on ${host}:${port}: ${error.message}`;
      reject(new ServerError('port', why, error));
    };
    server.once('error', fail);
    server.listen(port, host, () => {
      server.off('error', fail);
      resolve();
    });
  });
}

function closeServer(server: HttpServer): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
