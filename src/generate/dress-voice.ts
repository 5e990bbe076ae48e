import {
  type PronunciationRule,
  type SegmentCache,
  type Voice,
  type WordAligner,
  withPronunciations,
  withSegmentCache,
  withWordTimes,
} from '../voices/index.ts';

export type DressOptions = {
  readonly pronunciations: readonly PronunciationRule[];
  readonly cache: SegmentCache | undefined;
  /** For voices that time no words themselves. */
  readonly aligner: WordAligner | undefined;
};

/** A voice with all that it is used with. What is kept has its times with it: they are found once. */
export function createDresser({ pronunciations, cache, aligner }: DressOptions): (voice: Voice) => Voice {
  const dressed = new Map<Voice, Voice>();
  return (voice) => {
    const known = dressed.get(voice);
    if (known !== undefined) return known;
    const timed = aligner === undefined ? voice : withWordTimes(voice, aligner);
    const kept = cache === undefined ? timed : withSegmentCache(voice, cache, aligner);
    const ready = withPronunciations(kept, pronunciations);
    dressed.set(voice, ready);
    return ready;
  };
}
