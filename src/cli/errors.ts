/** The command line itself is wrong. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
  /** The command whose help is worth a look. */
  readonly command: string | undefined;

  constructor(message: string, command?: string) {
    super(message);
    this.command = command;
  }
}

/** What was asked for would cost more than it may, or nobody knows how much. */
export class CostError extends Error {
  override readonly name = 'CostError';
}

/** A file that was named cannot be read, or is not what the command needs. */
export class InputError extends Error {
  override readonly name = 'InputError';
}
