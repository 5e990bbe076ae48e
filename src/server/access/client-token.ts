import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import * as z from 'zod';
import { type SessionUpdate, sessionUpdateSchema } from '../../live/index.ts';

/** What a short-lived token of a browser says. It is signed, not secret: a client may read it. */
export type TokenClaims = {
  /** Of the API key that asked for it. */
  readonly key: string;
  /** Unix time, seconds. */
  readonly expires: number;
  /** What the session begins with. */
  readonly session?: SessionUpdate;
};

const prefix = 'ek_';
/** Characters: a token travels in a header. */
const longestToken = 12_000;

const claimsSchema = z.object({
  key: z.string(),
  expires: z.number(),
  nonce: z.string(),
  session: sessionUpdateSchema.optional(),
});

/** Makes tokens and reads them. Servers with one `secret` read each other's. */
export interface TokenDesk {
  issue(claims: TokenClaims): string;
  /** Nothing where it is not ours, was changed, or has expired. */
  read(token: string): TokenClaims | undefined;
}

export function createTokenDesk(secret: string | undefined, now: () => number): TokenDesk {
  const key = secret ?? randomBytes(32);
  const sign = (payload: string): string => createHmac('sha256', key).update(payload).digest('base64url');
  return {
    issue(claims) {
      const nonce = randomBytes(9).toString('base64url');
      const payload = Buffer.from(JSON.stringify({ ...claims, nonce })).toString('base64url');
      return `${prefix}${payload}.${sign(payload)}`;
    },
    read(token) {
      if (!token.startsWith(prefix) || token.length > longestToken) return undefined;
      const [payload = '', signature = ''] = token.slice(prefix.length).split('.');
      const wanted = Buffer.from(sign(payload));
      const given = Buffer.from(signature);
      if (wanted.length !== given.length || !timingSafeEqual(wanted, given)) return undefined;
      const claims = claimsSchema.safeParse(JSON.parse(Buffer.from(payload, 'base64url').toString()));
      if (!claims.success || claims.data.expires <= now()) return undefined;
      const { key: owner, expires, session } = claims.data;
      return { key: owner, expires, ...(session === undefined ? {} : { session }) };
    },
  };
}
