/** Where in what was given, or in the corpus, something is wrong. */
export type CorpusErrorWhere = {
  /** A field of a specification or a record: `rates.overlap`. */
  readonly field?: string;
  /** A dialogue's id. */
  readonly item?: string;
  /** A file or an object's key. */
  readonly key?: string;
  /** Whether the same call may succeed later. Default false. */
  readonly retryable?: boolean;
  readonly cause?: unknown;
};

/** What is wrong, where, and what to do about it. */
export class CorpusError extends Error {
  override readonly name = 'CorpusError';
  readonly field: string | undefined;
  readonly item: string | undefined;
  readonly key: string | undefined;
  readonly retryable: boolean;

  constructor(message: string, where: CorpusErrorWhere = {}) {
    super(message, where.cause === undefined ? undefined : { cause: where.cause });
    this.field = where.field;
    this.item = where.item;
    this.key = where.key;
    this.retryable = where.retryable ?? false;
  }
}
