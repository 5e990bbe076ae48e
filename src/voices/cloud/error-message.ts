import type { WireReply } from './adapter.ts';

export type SaidError = {
  readonly message: string | undefined;
  /** Asking again cannot help, whatever the status: a quota is used up. */
  readonly final: boolean;
  /** The whole body. */
  readonly text: string;
  /** Seconds to wait, where they are in the body. */
  readonly retryAfter?: number;
};

/** What a vendor says of a failure, from wherever it says it. */
export async function errorMessageOf(
  reply: WireReply,
  own: ((body: unknown) => string | undefined) | undefined,
  hide: (text: string) => string,
): Promise<SaidError> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const piece of reply.bytes()) text += decoder.decode(piece, { stream: true });
  const body = parse(text);
  const message = own?.(body) ?? messageIn(body) ?? plainText(text);
  // As Google's services put it: `google.rpc.RetryInfo`.
  const [, delay] = /"retryDelay":\s*"([\d.]+)s"/.exec(text) ?? [];
  return {
    message: message === undefined ? undefined : clip(hide(message)),
    text,
    ...(delay === undefined ? {} : { retryAfter: Number(delay) }),
    final: /insufficient_quota|quota_exceeded|insufficient.{0,20}(?:credit|balance|fund)/i.test(text),
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The names under which vendors put it, outer ones first. */
const messageFields = ['message', 'error', 'detail', 'details', 'msg', 'err_msg', 'error_message', 'errors'];

function messageIn(value: unknown, depth = 0): string | undefined {
  if (typeof value === 'string') return value.trim() === '' ? undefined : value;
  if (typeof value !== 'object' || value === null || depth > 4) return undefined;
  if (Array.isArray(value)) return messageIn(value[0], depth + 1);
  const fields = new Map<string, unknown>(Object.entries(value));
  for (const name of messageFields) {
    const found = messageIn(fields.get(name), depth + 1);
    if (found !== undefined) return found;
  }
  return undefined;
}

function plainText(text: string): string | undefined {
  const visible = text
    .replaceAll(/<(script|style)\b[\s\S]*?<\/\1>/gi, ' ')
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
  return visible === '' ? undefined : visible;
}

function clip(text: string): string {
  return text.length > 300 ? `${text.slice(0, 299)}…` : text;
}
