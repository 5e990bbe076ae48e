import type { CorpusEvent } from '../record/types.ts';

/** What stands on a tier: of an event, what it is, and which kind of it. */
export type TierSpan = { readonly start: number; readonly end: number; readonly text: string };

export function eventSpans(events: readonly CorpusEvent[], speaker: string | null): TierSpan[] {
  return events
    .filter((event) => event.speaker === speaker)
    .map(({ type, kind, start, end }) => ({ start, end, text: kind === null ? type : `${type}: ${kind}` }));
}
