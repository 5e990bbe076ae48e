import type { Word } from '../../timeline/index.ts';

/** Words in their order, none before the one before it or outside the stretch; those without a letter or time are left out. */
export function placeWords(words: readonly Word[], earliest: number, latest: number): Word[] {
  let from = earliest;
  return words.flatMap(({ text, start, end, confidence }) => {
    const trimmed = text.trim();
    if (trimmed === '' || !Number.isFinite(start) || !Number.isFinite(end)) return [];
    const begins = Math.min(Math.max(start, from), Math.max(from, latest));
    const ends = Math.min(Math.max(end, begins), Math.max(begins, latest));
    from = ends;
    const sure = confidence !== undefined && Number.isFinite(confidence);
    return [
      {
        text: trimmed,
        start: begins,
        end: ends,
        ...(sure ? { confidence: Math.min(1, Math.max(0, confidence)) } : {}),
      },
    ];
  });
}
