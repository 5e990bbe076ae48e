import type { SessionUpdate } from '../../live/index.ts';
import type { TokenDesk } from './client-token.ts';
import { findKey, type ServerKey } from './server-keys.ts';

/** Who asks. */
export type Caller = {
  /** Id of the key; `local` on loopback without keys. */
  readonly id: string;
  /** Has a token that a key's owner asked for, so may hold a session and no more. */
  readonly temporary: boolean;
  readonly session?: SessionUpdate;
};

export type Refusal = { readonly status: 400 | 401 | 403; readonly code: string; readonly message: string };

export type AccessOptions = {
  readonly keys: readonly ServerKey[];
  readonly tokens: TokenDesk;
  /** Reached from this machine alone. */
  readonly loopback: boolean;
  /** Origins whose pages may use the server, beside its own; `*`: all. */
  readonly origins: readonly string[];
  /** Names by which it is known outside, beside this machine's own. */
  readonly hosts: readonly string[];
  /** A proxy stands before it, and whoever set it up knows. */
  readonly behindProxy: boolean;
};

export type AccessRequest = {
  readonly header: (name: string) => string | undefined;
  /** A browser cannot set headers on a WebSocket; its key is among the protocols. */
  readonly protocols?: readonly string[];
};

/** Decides who may do anything at all. */
export interface Access {
  /** Whether the page that asks may, and whether it means this server. */
  checkOrigin(request: AccessRequest): Refusal | undefined;
  identify(request: AccessRequest): Caller | Refusal;
  /** Nobody needs a key. */
  readonly open: boolean;
}

const keyProtocol = 'openai-insecure-api-key.';
const localNames = /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?$/i;

export function createAccess({ keys, tokens, loopback, origins, hosts, behindProxy }: AccessOptions): Access {
  const open = keys.length === 0;
  return {
    open,
    checkOrigin({ header }) {
      const host = header('host')?.trim() ?? '';
      // Only HTTP/1.0 may leave it out, and nobody who may talk here speaks that.
      if (host === '')
        return refuse(400, 'host_missing', 'Say which host is meant: the header Host is empty.');
      // A page whose name is made to point here would otherwise talk to this server as its own.
      if (loopback && !localNames.test(host) && !hosts.includes(nameOf(host))) {
        return refuse(
          403,
          'host_not_allowed',
          `This server is called localhost, not '${host.slice(0, 80)}': add the name to hosts in its settings.`,
        );
      }
      // Whoever reaches it through a proxy need not be on this machine, which is all that an open server asks.
      if (open && !behindProxy && (header('x-forwarded-for') ?? header('forwarded')) !== undefined) {
        const message =
          'A proxy passes this on, and nobody here needs a key: give the server keys, or name the proxy in proxies.';
        return refuse(403, 'proxy_not_allowed', message);
      }
      const origin = header('origin');
      if (origin === undefined || origins.includes('*') || origins.includes(origin)) return undefined;
      if (sameHost(origin, host)) return undefined;
      const shown = origin.slice(0, 80);
      const remedy = 'Add it to origins in the server’s settings.';
      return refuse(403, 'origin_not_allowed', `Pages of ${shown} may not use this server. ${remedy}`);
    },
    identify({ header, protocols = [] }) {
      const bearer = /^Bearer\s+(\S+)$/i.exec(header('authorization') ?? '')?.[1];
      const named = protocols.find((one) => one.startsWith(keyProtocol))?.slice(keyProtocol.length);
      const given = bearer ?? named;
      const claims = given === undefined ? undefined : tokens.read(given);
      if (claims !== undefined) {
        const { key, session } = claims;
        return { id: key, temporary: true, ...(session === undefined ? {} : { session }) };
      }
      // Whoever needs no key may give any, as clients do that insist on one; an expired token is told all the same.
      if (open) {
        return given?.startsWith('ek_') === true ? expired() : { id: 'local', temporary: false };
      }
      if (given === undefined) {
        return refuse(401, 'missing_api_key', 'Give an API key: the header Authorization: Bearer KEY.');
      }
      if (given.startsWith('ek_')) return expired();
      const key = findKey(keys, given);
      return key === undefined
        ? refuse(401, 'invalid_api_key', 'This API key is not known here.')
        : { id: key.id, temporary: false };
    },
  };
}

function expired(): Refusal {
  return refuse(401, 'invalid_api_key', 'This client token has expired, or is not of this server.');
}

function refuse(status: Refusal['status'], code: string, message: string): Refusal {
  return { status, code, message };
}

/** Without its port. */
function nameOf(host: string): string {
  return host.toLowerCase().replace(/:\d+$/, '');
}

function sameHost(origin: string, host: string): boolean {
  return URL.canParse(origin) && new URL(origin).host.toLowerCase() === host.toLowerCase();
}

export function isRefusal(value: Caller | Refusal): value is Refusal {
  return 'status' in value;
}
