import type { ByteSink } from '../../media/index.ts';
import type { Corpus } from '../open-corpus.ts';
import type { DialogueRecord, Split } from '../record/types.ts';
import type { TagDialectName } from './tags/tag-dialect.ts';

/**
 * A corpus in somebody else's form. The same corpus and options give the same bytes; memory does not grow with its
 * length; what the form cannot hold is a warning, once for each kind of thing.
 */
export interface Exporter {
  /** What stands behind `--to`. */
  readonly name: string;
  readonly summary: string;
  export(corpus: Corpus, folder: ExportFolder, options: ExportOptions): Promise<ExportReport>;
}

export type ExportOptions = {
  /** Hz that sound is resampled to. Default: as it is. */
  readonly sampleRate?: number;
  /** Default: all. */
  readonly splits?: readonly Split[];
  /** Leave out the dialogues that a filter found wanting. Default false. */
  readonly passedOnly?: boolean;
  /** Dialogues in a shard of those forms that have shards. Default 1,000. */
  readonly perShard?: number;
  /** How laughter, noise, overlap and what is uncertain are written into texts. Default: not at all. */
  readonly tags?: TagDialectName;
  readonly signal?: AbortSignal | undefined;
  readonly onItem?: (record: DialogueRecord) => void;
};

export type ExportReport = {
  readonly dialogues: number;
  /** Seconds. */
  readonly duration: number;
  readonly files: number;
  readonly warnings: readonly string[];
};

/** Where an export goes. A file is there under its name when it is whole, and not before. */
export interface ExportFolder {
  readonly path: string;
  write(path: string, content: string | Uint8Array): Promise<void>;
  /** For what is too large to be held. The caller closes or aborts it. */
  open(path: string): Promise<ByteSink>;
}
