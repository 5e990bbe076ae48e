import { splitWords } from '../../../timeline/index.ts';
import { createEmbeddedAligner, type VoiceCatalogue } from '../../../voices/index.ts';
import type { ForcedAligner } from '../ingest-parts.ts';

export type ForcedAlignerOptions = {
  /** Who says the words for comparison. Theirs who opened them; default the embedded voices, on one thread. */
  readonly voices?: VoiceCatalogue;
};

/**
 * Finds the words of a known text offline: an embedded voice says the same, and its sound is warped onto what is
 * heard. A word's confidence is how well the two fit there; a text that is not what is said gets little, and one in a
 * language that no embedded voice has gets 0 and is spread over what sounds.
 */
export function createForcedAligner({ voices }: ForcedAlignerOptions = {}): ForcedAligner {
  const aligner = createEmbeddedAligner({ confidence: true, ...(voices === undefined ? {} : { voices }) });
  return {
    align(audio, { text, language, signal }) {
      return aligner.align(audio, splitWords(text), {
        language,
        ...(signal === undefined ? {} : { signal }),
      });
    },
    [Symbol.asyncDispose]: () => aligner[Symbol.asyncDispose](),
  };
}
