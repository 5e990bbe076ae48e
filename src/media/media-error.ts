/** Why bytes could not become audio, or audio could not become bytes. */
export type MediaErrorCode =
  /** No bytes at all. */
  | 'empty'
  /** A text, a web page, JSON: not sound. */
  | 'not-audio'
  /** Sound or video, but in a container or coding that is not decoded here. */
  | 'unsupported'
  /** It ends before its own header says it should. */
  | 'truncated'
  /** Its structure contradicts itself. */
  | 'corrupt'
  /** An option that cannot be met; nothing has been written. */
  | 'invalid-option'
  /** A block of samples that does not fit the encoder it was given to. */
  | 'invalid-block'
  /** More than the container can count. */
  | 'too-large'
  /** Written to after `close`, `abort` or a failure. */
  | 'closed'
  | 'missing-file'
  | 'missing-folder'
  | 'no-permission'
  | 'disk-full'
  /** Any other failure of the file system. */
  | 'io';

export type MediaErrorDetails = {
  readonly path?: string | undefined;
  /** What was there instead. */
  readonly found?: string | undefined;
  /** Where, in bytes from the start. */
  readonly offset?: number | undefined;
  readonly cause?: unknown;
};

export class MediaError extends Error {
  readonly code: MediaErrorCode;
  readonly path: string | undefined;
  readonly found: string | undefined;
  readonly offset: number | undefined;

  constructor(code: MediaErrorCode, message: string, details: MediaErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = 'MediaError';
    this.code = code;
    this.path = details.path;
    this.found = details.found;
    this.offset = details.offset;
  }
}

/** The same error, with the path of the file it came from. */
export function withPath(error: unknown, path: string): unknown {
  if (!(error instanceof MediaError) || error.path !== undefined) return error;
  return new MediaError(error.code, `${path}: ${error.message}`, {
    path,
    found: error.found,
    offset: error.offset,
    cause: error.cause ?? error,
  });
}

/** A failure of the file system in words that say what to do. */
export function fileSystemError(cause: unknown, action: 'read' | 'write', path: string): MediaError {
  const systemCode = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown';
  const details = { path, found: systemCode, cause };
  switch (systemCode) {
    case 'ENOSPC':
    case 'EDQUOT':
      return new MediaError('disk-full', `Cannot write ${path}: the disk is full. Free some space.`, details);
    case 'EACCES':
    case 'EPERM':
      return new MediaError('no-permission', `Cannot ${action} ${path}: no permission.`, details);
    case 'EROFS':
      return new MediaError(
        'no-permission',
        `Cannot ${action} ${path}: the disk is read-only. Choose another folder.`,
        details,
      );
    case 'ENOTDIR':
    case 'ENOENT':
      return action === 'read'
        ? new MediaError('missing-file', `Cannot read ${path}: there is no such file.`, details)
        : new MediaError(
            'missing-folder',
            `Cannot write ${path}: its folder does not exist. Create it first.`,
            details,
          );
    case 'EEXIST':
      return new MediaError('io', `Cannot ${action} ${path}: a file of that name is in the way.`, details);
    case 'EISDIR':
      return new MediaError('io', `Cannot ${action} ${path}: it is a folder.`, details);
    default:
      return new MediaError('io', `Cannot ${action} ${path}: ${systemCode}.`, details);
  }
}
