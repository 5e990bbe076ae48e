/** What a caller of the live engine got wrong. */
export class LiveError extends Error {
  override readonly name = 'LiveError';
  /** Which option. */
  readonly field: string;

  constructor(field: string, message: string) {
    super(message);
    this.field = field;
  }
}
