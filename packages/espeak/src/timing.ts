import type { EngineEvent } from './engine.ts';
import type { EngineText, EngineTextItem, WordPlace } from './engine-text.ts';

export type Span = { readonly start: number; readonly end: number };

/**
 * When each word sounds, from what the engine noted while it spoke; nothing for a word without a sound. `length`
 * is that of the sound, seconds.
 */
export function timeWords(
  places: readonly WordPlace[],
  { items }: EngineText,
  events: readonly EngineEvent[],
  length: number,
): (Span | undefined)[] {
  const spans: (Span | undefined)[] = places.map(() => undefined);
  const spoken = new Set<number>();
  for (const [index, span] of timeItems(items, events, length).entries()) {
    const item = items[index];
    if (item === undefined) continue;
    const shared = wordsOf(item, places);
    for (const word of shared) spoken.add(word);
    if (span === undefined) continue;
    for (const [rank, word] of shared.entries()) {
      spans[word] = join(spans[word], shareOf(span, rank, shared.length));
    }
  }
  return shareSilentWords(spans, spoken);
}

/** The words that an item's sources begin in, in order. */
function wordsOf({ sources }: EngineTextItem, places: readonly WordPlace[]): number[] {
  const words = new Set<number>();
  for (const { from, to } of sources) {
    const word = places.findIndex((place) => place.to > from && (place.from < to || place.from <= from));
    if (word >= 0) words.add(word);
  }
  return [...words];
}

/** The sounding span of each item: from its first phoneme to the silence or the item that follows. */
function timeItems(
  items: readonly EngineTextItem[],
  events: readonly EngineEvent[],
  length: number,
): (Span | undefined)[] {
  const spans: (Span | undefined)[] = items.map(() => undefined);
  let current = -1;
  let open: { item: number; start: number } | undefined;
  const close = (time: number): void => {
    if (open !== undefined && time > open.start) {
      spans[open.item] = join(spans[open.item], { start: open.start, end: Math.min(time, length) });
    }
    open = undefined;
  };
  for (const event of events) {
    if (event.type === 'word') {
      const item = lastAtOrBefore(items, event.position);
      if (item === current) continue;
      close(event.time);
      current = item;
    } else if (event.name === '') {
      close(event.time);
    } else if (!event.name.startsWith('(') && current >= 0) {
      open ??= { item: current, start: Math.max(0, event.time) };
    }
  }
  close(length);
  return spans;
}

function lastAtOrBefore(items: readonly EngineTextItem[], position: number): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((items[middle]?.position ?? 0) <= position) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/**
 * The engine speaks some neighbours as one: Japanese kana, an abbreviation with its full stop. The words after
 * the one it timed share that one's time, if they were asked for at all.
 */
function shareSilentWords(
  spans: readonly (Span | undefined)[],
  spoken: ReadonlySet<number>,
): (Span | undefined)[] {
  const shared = [...spans];
  for (let first = 0; first < spans.length; first++) {
    const span = spans[first];
    if (span === undefined) continue;
    let count = 1;
    while (spoken.has(first + count) && spans[first + count] === undefined) count++;
    if (count === 1) continue;
    for (let rank = 0; rank < count; rank++) shared[first + rank] = shareOf(span, rank, count);
  }
  return shared;
}

function shareOf({ start, end }: Span, rank: number, count: number): Span {
  const step = (end - start) / count;
  return { start: start + rank * step, end: start + (rank + 1) * step };
}

function join(first: Span | undefined, second: Span): Span {
  if (first === undefined) return second;
  return { start: Math.min(first.start, second.start), end: Math.max(first.end, second.end) };
}
