/**
 * The sound that has no final words yet, so that it can be said again to whoever takes the place of an engine that
 * died. Bounded: the oldest goes first.
 */
export interface Journal {
  /** The first sample that is kept, counted from the session's first. */
  readonly start: number;
  /** Sixteen bits a sample. */
  add(pcm: Uint8Array): void;
  markEnd(): void;
  /** The oldest utterance that was said to be over has its final words. */
  settle(): void;
  entries(): readonly JournalEntry[];
}

export type JournalEntry =
  | { readonly type: 'sound'; readonly pcm: Uint8Array }
  | { readonly type: 'utterance-end' };

export function createJournal(mostFrames: number): Journal {
  let entries: JournalEntry[] = [];
  let start = 0;
  let kept = 0;
  const framesOf = (entry: JournalEntry | undefined): number =>
    entry?.type === 'sound' ? entry.pcm.length / 2 : 0;
  return {
    get start() {
      return start;
    },
    add(pcm) {
      entries.push({ type: 'sound', pcm });
      kept += pcm.length / 2;
      while (kept > mostFrames) {
        const oldest = entries.findIndex(({ type }) => type === 'sound');
        const frames = framesOf(entries[oldest]);
        start += frames;
        kept -= frames;
        // Marks stay: each is still owed an answer.
        entries.splice(oldest, 1);
      }
    },
    markEnd: () => void entries.push({ type: 'utterance-end' }),
    settle() {
      const end = entries.findIndex(({ type }) => type === 'utterance-end');
      if (end < 0) return;
      const frames = entries.slice(0, end).reduce((sum, entry) => sum + framesOf(entry), 0);
      start += frames;
      kept -= frames;
      entries = entries.slice(end + 1);
    },
    entries: () => entries,
  };
}
