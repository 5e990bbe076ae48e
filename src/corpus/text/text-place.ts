import { createHash } from 'node:crypto';

/** A text's place from 0 to 1, by its words alone: what decides which split may say it. */
export function textPlace(text: string): number {
  return createHash('sha256').update(spokenText(text)).digest().readUInt32BE(0) / 2 ** 32;
}

/** A text without what is only written: by it two texts are one, or are not. */
export function spokenText(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
