/** What was asked for cannot be made. Nothing has been synthesised when it is about an option. */
export class GenerateError extends Error {
  override readonly name = 'GenerateError';
  /** The option at fault, such as `gapMs` or `voices.ann`. */
  readonly field: string | undefined;
  /** The turn at fault, from 0. */
  readonly turnIndex: number | undefined;
  /** Its line in the script, from 1. */
  readonly line: number | undefined;
  /** Whose service failed, with what HTTP status, under which of its request ids. */
  readonly provider: string | undefined;
  readonly status: number | undefined;
  readonly requestId: string | undefined;
  /** The same call may succeed when made again. */
  readonly retryable: boolean;

  constructor(message: string, where: GenerateErrorWhere = {}) {
    super(message, where.cause === undefined ? undefined : { cause: where.cause });
    this.field = where.field;
    this.turnIndex = where.turnIndex;
    this.line = where.line;
    this.provider = where.provider;
    this.status = where.status;
    this.requestId = where.requestId;
    this.retryable = where.retryable ?? false;
  }
}

/** A message as the first sentence of several: what a vendor said ends as it likes. */
export function sentence({ message }: Error): string {
  return /[.!?…。！？]["”’)]?$/.test(message) ? message : `${message}.`;
}

export type GenerateErrorWhere = {
  readonly field?: string;
  readonly turnIndex?: number;
  readonly line?: number;
  readonly provider?: string | undefined;
  readonly status?: number | undefined;
  readonly requestId?: string | undefined;
  readonly retryable?: boolean;
  readonly cause?: unknown;
};
