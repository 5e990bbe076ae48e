/** What was asked for cannot be made. Nothing has been synthesised when it is about an option. */
export class GenerateError extends Error {
  override readonly name = 'GenerateError';
  /** The option at fault, such as `gapMs` or `voices.ann`. */
  readonly field: string | undefined;
  /** The turn at fault, from 0. */
  readonly turn: number | undefined;
  /** Its line in the script, from 1. */
  readonly line: number | undefined;

  constructor(message: string, where: GenerateErrorWhere = {}) {
    super(message, where.cause === undefined ? undefined : { cause: where.cause });
    this.field = where.field;
    this.turn = where.turn;
    this.line = where.line;
  }
}

export type GenerateErrorWhere = {
  readonly field?: string;
  readonly turn?: number;
  readonly line?: number;
  readonly cause?: unknown;
};
