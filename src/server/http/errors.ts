import type { Context } from 'hono';

/** A request that cannot be answered as it was asked. */
export class RequestError extends Error {
  override readonly name = 'RequestError';
  readonly status: 400 | 401 | 403 | 404 | 409 | 413 | 415 | 429 | 500 | 503;
  readonly code: string;
  readonly param: string | null;
  readonly retryAfter: number | undefined;

  constructor(
    status: RequestError['status'],
    code: string,
    message: string,
    { param, retryAfter, cause }: { param?: string; retryAfter?: number; cause?: unknown } = {},
  ) {
    super(message, cause === undefined ? undefined : { cause });
    this.status = status;
    this.code = code;
    this.param = param ?? null;
    this.retryAfter = retryAfter;
  }
}

/** As OpenAI's services answer, so that their clients read it. */
export function errorAnswer(context: Context, error: RequestError): Response {
  const { status, code, message, param, retryAfter } = error;
  const type = status >= 500 ? 'server_error' : status === 429 ? 'rate_limit_error' : 'invalid_request_error';
  if (retryAfter !== undefined) context.header('Retry-After', String(retryAfter));
  if (status === 401) context.header('WWW-Authenticate', 'Bearer');
  return context.json({ error: { message, type, param, code } }, status);
}
