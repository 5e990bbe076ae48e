import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** An API key as it is kept: nobody can tell the key from it. */
export type ServerKey = {
  /** Shown in lists and logs. */
  readonly id: string;
  readonly name: string;
  /** SHA-256 of the key, base64url. Keys are 256 random bits, so that a slow hash would protect no better. */
  readonly hash: string;
  /** ISO 8601. */
  readonly created: string;
};

const prefix = 'dk_';

/** A new key: shown once, kept as its hash. */
export function createServerKey(name: string, now: Date): { readonly key: string; readonly kept: ServerKey } {
  const key = `${prefix}${randomBytes(32).toString('base64url')}`;
  const hash = hashKey(key);
  return { key, kept: { id: hash.slice(0, 8), name, hash, created: now.toISOString() } };
}

function hashKey(key: string): string {
  return createHash('sha256').update(key).digest('base64url');
}

/** Whose key it is. Takes as long for a wrong one. */
export function findKey(keys: readonly ServerKey[], key: string): ServerKey | undefined {
  const hash = Buffer.from(hashKey(key));
  let found: ServerKey | undefined;
  for (const kept of keys) {
    const wanted = Buffer.from(kept.hash);
    if (wanted.length === hash.length && timingSafeEqual(wanted, hash)) found = kept;
  }
  return found;
}
