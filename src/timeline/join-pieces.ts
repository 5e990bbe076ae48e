import type { SpeechPiece } from './speech.ts';

export type JoinOptions = {
  /** Seconds: speech less than this apart is one unit. Default .2. */
  readonly joinBelow?: number;
  /** Seconds: what is still shorter once joined is a click, not speech. Default .08. */
  readonly dropBelow?: number;
};

/** A stretch of one speaker's speech without a pause, with its words. */
export type JoinedSpeech = {
  readonly speaker: string;
  readonly start: number;
  readonly end: number;
  readonly pieces: readonly SpeechPiece[];
};

/** `pieces` must be in order of start, as what comes back is. */
export function joinPieces(
  pieces: readonly SpeechPiece[],
  { joinBelow, dropBelow }: Required<JoinOptions>,
): JoinedSpeech[] {
  const units: { speaker: string; start: number; end: number; pieces: SpeechPiece[] }[] = [];
  const open = new Map<string, (typeof units)[number]>();
  for (const piece of pieces) {
    const { speaker, start, end } = piece;
    const current = open.get(speaker);
    if (current !== undefined && (start <= current.end || start - current.end < joinBelow)) {
      current.end = Math.max(current.end, end);
      current.pieces.push(piece);
    } else {
      const next = { speaker, start, end, pieces: [piece] };
      open.set(speaker, next);
      units.push(next);
    }
  }
  return units.filter((unit) => unit.end > unit.start && unit.end - unit.start >= dropBelow);
}

/** The ids of the utterances that pieces belong to, in order of first appearance. */
export function utteranceIds(pieces: readonly SpeechPiece[]): readonly string[] {
  return [...new Set(pieces.map((piece) => piece.utterance.id))];
}
