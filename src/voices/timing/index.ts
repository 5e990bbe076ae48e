export {
  createEmbeddedAligner,
  type EmbeddedAligner,
  type EmbeddedAlignerOptions,
} from './embedded-aligner.ts';
export { fitWords, type TimedText } from './fit-words.ts';
export { createTranscriptAligner } from './transcript-aligner.ts';
export { withWordTimes } from './with-word-times.ts';
