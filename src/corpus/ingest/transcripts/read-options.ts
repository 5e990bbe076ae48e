import type { ImportedTranscript } from '../ingest-parts.ts';

export type ReadOptions = {
  /** The file's, for errors. */
  readonly name: string;
  /** Which one, where a file is of many. */
  readonly recording: string | undefined;
  /** Seconds between words that part segments, where only words are timed. */
  readonly pause: number;
};

/** What a format says; what happens besides words is looked for afterwards in all of them alike. */
export type ReadTranscript = Pick<ImportedTranscript, 'segments' | 'warnings'> &
  Partial<Pick<ImportedTranscript, 'events'>>;
