/** A timeline, or something asked of one, is not as it must be. The message says where, what and what to do. */
export class TimelineError extends Error {
  override readonly name = 'TimelineError';
  /** Where: `utterances[3].words[2].end`; empty for the whole. */
  readonly path: string;
  readonly found: string;
  readonly remedy: string;

  constructor(details: { path: string; found: string; remedy: string; cause?: unknown }) {
    const where = details.path === '' ? 'timeline' : details.path;
    super(`${where}: ${details.found}; ${details.remedy}`, { cause: details.cause });
    this.path = details.path;
    this.found = details.found;
    this.remedy = details.remedy;
  }
}
