import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { type SessionUpdate, sessionUpdateSchema } from '../../live/index.ts';
import { suggest } from '../../timeline/index.ts';
import { type AccessRequest, isRefusal } from '../access/access.ts';
import { callerAddress } from '../access/caller-address.ts';
import type { ServedModel } from '../server-options.ts';
import type { ServerParts } from '../server-parts.ts';
import { openConnection } from './open-connection.ts';

const path = '/v1/realtime';

/** Takes WebSockets at `/v1/realtime`; everybody else is told over HTTP why not. */
export function acceptUpgrades(server: Server, parts: ServerParts): void {
  const { limits, sessions, access, options, metrics, log } = parts;
  const sockets = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: limits.messageBytes,
    // The key is one of the protocols: only this one is ever sent back.
    handleProtocols: (protocols) => (protocols.has('realtime') ? 'realtime' : false),
  });

  const admit = (request: IncomingMessage): Admission => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    const asking = accessRequest(request);
    const strange = access.checkOrigin(asking);
    if (strange !== undefined) return { refused: strange };
    if (url.pathname.replace(/\/$/, '') !== path) {
      return { refused: { status: 404, code: 'not_found', message: `WebSockets are at ${path}.` } };
    }
    const caller = access.identify(asking);
    if (isRefusal(caller)) return { refused: caller };
    const model = findModel(options.models, url.searchParams.get('model'));
    if ('status' in model) return { refused: model };
    const asked = askedOf(url.searchParams);
    if ('status' in asked) return { refused: asked };
    const address = callerAddress(
      request.socket.remoteAddress,
      asking.header('x-forwarded-for'),
      options.proxies ?? [],
    );
    const holder = caller.id === 'local' ? `local ${address}` : caller.id;
    const turned = sessions.refusal(holder);
    if (turned !== undefined) return { refused: { status: 503, ...turned } };
    return { admitted: { caller: { ...caller, id: holder }, model, asked } };
  };

  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy());
    let admission: Admission;
    try {
      admission = admit(request);
    } catch {
      admission = { refused: { status: 400, code: 'bad_request', message: 'The request is malformed.' } };
    }
    if ('refused' in admission) {
      const { refused } = admission;
      metrics.count('duologue_refusals_total', { reason: refused.code });
      log({ event: 'session-refused', level: 'info', reason: refused.code, status: refused.status });
      refuse(socket, refused);
      return;
    }
    const { admitted } = admission;
    sockets.handleUpgrade(request, socket, head, (client) => {
      openConnection({ parts, socket: client, ...admitted });
    });
  });
}

type Refused = {
  readonly status: 400 | 401 | 403 | 404 | 503;
  readonly code: string;
  readonly message: string;
  readonly retryAfter?: number;
};

type Admission =
  | { readonly refused: Refused }
  | {
      readonly admitted: Pick<Parameters<typeof openConnection>[0], 'caller' | 'model' | 'asked'>;
    };

function accessRequest(request: IncomingMessage): AccessRequest {
  const protocols = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((one) => one.trim());
  return {
    header: (name) => {
      const value = request.headers[name];
      return Array.isArray(value) ? value[0] : value;
    },
    protocols,
  };
}

function findModel(models: readonly ServedModel[], name: string | null): ServedModel | Refused {
  const found = name === null ? models[0] : models.find(({ id }) => id === name);
  if (found !== undefined) return found;
  const known = models.map(({ id }) => id);
  const near = suggest(name ?? '', known);
  const hint = near === undefined ? '' : ` Did you mean '${near}'?`;
  const message = `There is no model '${(name ?? '').slice(0, 80)}' here.${hint} There are: ${known.join(', ')}.`;
  return { status: 404, code: 'model_not_found', message };
}

/** `?voice=`, `?preset=`, `?language=`, as the first `session.update`. */
function askedOf(query: URLSearchParams): SessionUpdate | Refused {
  const [voice, preset, language] = ['voice', 'preset', 'language'].map((name) => query.get(name));
  const parsed = sessionUpdateSchema.safeParse({
    ...(voice ? { audio: { output: { voice } } } : {}),
    duologue: { ...(preset ? { preset } : {}), ...(language ? { languages: language.split(',') } : {}) },
  });
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const message = `The address asks for what is not there: ${issue?.path.at(-1)?.toString() ?? ''}: ${issue?.message ?? ''}`;
  return { status: 400, code: 'invalid_value', message };
}

const reasons: Readonly<Record<Refused['status'], string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  503: 'Service Unavailable',
};

function refuse(socket: Duplex, { status, code, message, retryAfter }: Refused): void {
  const type = status === 503 ? 'server_error' : 'invalid_request_error';
  const body = JSON.stringify({ error: { message, type, param: null, code } });
  socket.end(
    [
      `HTTP/1.1 ${status} ${reasons[status]}`,
      'Connection: close',
      'Content-Type: application/json',
      `Content-Length: ${Buffer.byteLength(body)}`,
      ...(retryAfter === undefined ? [] : [`Retry-After: ${retryAfter}`]),
      ...(status === 401 ? ['WWW-Authenticate: Bearer'] : []),
      '',
      body,
    ].join('\r\n'),
  );
}
