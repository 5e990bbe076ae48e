/** What whoever starts a server got wrong. */
export class ServerError extends Error {
  override readonly name = 'ServerError';
  /** Which option or setting. */
  readonly field: string;

  constructor(field: string, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.field = field;
  }
}
