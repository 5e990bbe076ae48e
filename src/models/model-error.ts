export type ModelErrorCode =
  /** Nothing of this name is known, installed or allowed. */
  | 'unknown-model'
  | 'not-installed'
  | 'already-there'
  | 'bad-name'
  /** Not https, or no address at all. */
  | 'bad-address'
  /** Somebody else is at it. */
  | 'busy'
  | 'not-found'
  | 'refused'
  | 'unreachable'
  | 'server-fault'
  /** The connection broke, or stood still. What has arrived is kept. */
  | 'interrupted'
  | 'stalled'
  /** Something arrived that is not the file. */
  | 'web-page'
  | 'wrong-size'
  | 'wrong-checksum'
  | 'disk-full'
  | 'no-permission'
  | 'io'
  /** The archive cannot be unpacked, or wants to write outside its folder. */
  | 'bad-archive'
  | 'unsafe-archive';

const retryableCodes: readonly ModelErrorCode[] = ['unreachable', 'server-fault', 'interrupted', 'stalled'];

/** A model could not be found, fetched, unpacked or kept. The message says what to do. */
export class ModelError extends Error {
  override readonly name = 'ModelError';
  readonly code: ModelErrorCode;
  /** Its id, where one is concerned. */
  readonly model: string | undefined;
  readonly url: string | undefined;
  /** HTTP. */
  readonly status: number | undefined;
  /** The same call may succeed when made again, and goes on where this one ended. */
  readonly retryable: boolean;

  constructor(code: ModelErrorCode, message: string, details: ModelErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.model = details.model;
    this.url = details.url;
    this.status = details.status;
    this.retryable = retryableCodes.includes(code);
  }
}

type ModelErrorDetails = {
  readonly model?: string;
  readonly url?: string;
  readonly status?: number;
  readonly cause?: unknown;
};

/** What the file system says, as a `ModelError`; anything else as it is. */
export function diskError(error: unknown, path: string): unknown {
  const code = codeOf(error);
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new ModelError(
      'disk-full',
      `The disk is full: ${path} could not be written. Make room and pull again; what has arrived is kept.`,
      { cause: error },
    );
  }
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
    return new ModelError(
      'no-permission',
      `${path} may not be written. Choose another folder with DUOLOGUE_MODELS.`,
      { cause: error },
    );
  }
  if (code?.startsWith('E') === true && hasPath(error)) {
    return new ModelError('io', `${path} could not be written: ${messageOf(error)}`, { cause: error });
  }
  return error;
}

export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function hasPath(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error;
}
