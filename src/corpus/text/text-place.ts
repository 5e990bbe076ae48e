import { createHash } from 'node:crypto';

/** A text's place from 0 to 1, by its words alone: what decides which split may say it. */
export function textPlace(text: string): number {
  const plain = text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
  return createHash('sha256').update(plain).digest().readUInt32BE(0) / 2 ** 32;
}
