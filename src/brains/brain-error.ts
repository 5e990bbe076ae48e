/** Why a brain gave no answer, or not all of one. */
export type BrainErrorCode =
  /** 429: too much was asked of it, or a quota is used up. */
  | 'rate-limited'
  /** No key, a wrong one, or one that may not do this. */
  | 'unauthorised'
  /** No connection, one that broke, or one that brought nothing for too long. */
  | 'network'
  /** It does not take this request: another 4xx, or a guard of the service held the answer back. */
  | 'refused'
  /** It failed, or its answer cannot be read. */
  | 'failed'
  /** Settings that no brain can be made of: nothing was asked. */
  | 'invalid-settings';

export type BrainErrorDetails = {
  /** `Brain.id`, or what it was to be. */
  readonly brain: string;
  readonly code: BrainErrorCode;
  /** HTTP. */
  readonly status?: number;
  /** Default false. */
  readonly retryable?: boolean;
  /** Seconds that the service asks to wait. */
  readonly retryAfter?: number;
  readonly cause?: unknown;
};

/** A brain could not be made, or could not answer. */
export class BrainError extends Error {
  override readonly name = 'BrainError';
  readonly brain: string;
  readonly code: BrainErrorCode;
  readonly status: number | undefined;
  /** The same request may succeed when made again. */
  readonly retryable: boolean;
  readonly retryAfter: number | undefined;

  constructor(message: string, details: BrainErrorDetails) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.brain = details.brain;
    this.code = details.code;
    this.status = details.status;
    this.retryable = details.retryable ?? false;
    this.retryAfter = details.retryAfter;
  }
}
