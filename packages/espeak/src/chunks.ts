import type { WordPlace } from './engine-text.ts';

/** A stretch of a long text that is spoken in one go. */
export type Chunk = {
  readonly text: string;
  /** With places in `text`. */
  readonly places: readonly WordPlace[];
  /** Seconds of silence after it, at speed 1. */
  readonly pause: number;
};

/** UTF-16 units after which the end of a sentence ends the chunk. */
const wanted = 160;
/** Units after which any gap between words does. */
const limit = 600;

const sentenceEnd = /[.!?。！？…؟।。\n]["'”’」』)）\]]*\s*$/u;
const clauseEnd = /[,;:，；：、،]["'”’」』)）\]]*\s*$/u;

/**
 * Cuts a text between words, at the ends of sentences where they are not too far apart. The first sound of a
 * long text then comes as soon as that of a short one, and no stretch keeps a thread from being stopped.
 */
export function cutIntoChunks(text: string, places: readonly WordPlace[]): Chunk[] {
  const chunks: Chunk[] = [];
  let first = 0;
  let from = 0;
  for (const [index, place] of places.entries()) {
    const next = places[index + 1];
    const between = text.slice(place.to, next?.from);
    const length = place.to - from;
    const ends = length >= wanted && sentenceEnd.test(between);
    if (next !== undefined && !ends && length < limit) continue;
    // Opening quotes before the next word stay with this chunk, where they do no harm.
    const to = next?.from ?? text.length;
    const piece = text.slice(from, to);
    chunks.push({
      text: piece,
      places: places
        .slice(first, index + 1)
        .map((word) => ({ text: word.text, from: word.from - from, to: word.to - from })),
      pause: next === undefined ? 0 : pauseAfter(piece),
    });
    first = index + 1;
    from = to;
  }
  return chunks;
}

function pauseAfter(text: string): number {
  if (sentenceEnd.test(text)) return 0.35;
  return clauseEnd.test(text) ? 0.15 : 0;
}
