import { CorpusError } from '../corpus-error.ts';

const keyPattern = /^[A-Za-z0-9_-][A-Za-z0-9_.-]*(\/[A-Za-z0-9_-][A-Za-z0-9_.-]*)*$/;

/** What S3 takes for a key, in bytes; a file system's limit for a whole path is larger. */
const longestKey = 900;

export function isKey(key: string): boolean {
  return key.length <= longestKey && keyPattern.test(key);
}

/** The key itself. Throws `CorpusError` for what no store takes. */
export function checkKey(key: string): string {
  if (isKey(key)) return key;
  const shown = JSON.stringify(key.length > 100 ? `${key.slice(0, 100)}…` : key);
  throw new CorpusError(
    `${shown} is no key: use up to ${longestKey} letters, digits, _ . and -, with slashes between.`,
    { key },
  );
}
