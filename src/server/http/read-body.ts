import type { Context } from 'hono';
import type * as z from 'zod';
import { RequestError } from './errors.ts';

/** The body as text, of at most so many bytes; what claims or proves to be more is not read to its end. */
export async function readText(context: Context, mostBytes: number): Promise<string> {
  const tooLarge = (): RequestError =>
    new RequestError(413, 'request_too_large', `The body may have ${mostBytes} bytes at most.`);
  const claimed = Number(context.req.header('content-length') ?? 0);
  if (claimed > mostBytes) throw tooLarge();
  const body = context.req.raw.body;
  if (body === null) return '';
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of body) {
    length += piece.length;
    if (length > mostBytes) throw tooLarge();
    pieces.push(piece);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(pieces));
  } catch (cause) {
    throw new RequestError(400, 'invalid_encoding', 'The body is not UTF-8.', { cause });
  }
}

export async function readJson<Schema extends z.ZodType>(
  context: Context,
  mostBytes: number,
  schema: Schema,
): Promise<z.infer<Schema>> {
  const text = await readText(context, mostBytes);
  let value: unknown;
  try {
    value = text.trim() === '' ? {} : JSON.parse(text);
  } catch (cause) {
    throw new RequestError(400, 'invalid_json', 'The body is no JSON.', { cause });
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const unknown = issue?.code === 'unrecognized_keys' ? issue.keys[0] : undefined;
  const path = [...(issue?.path.map(String) ?? []), ...(unknown === undefined ? [] : [unknown])].join('.');
  throw new RequestError(
    400,
    unknown === undefined ? 'invalid_value' : 'unknown_parameter',
    unknown === undefined ? `${path}: ${issue?.message ?? 'invalid'}` : `Unknown parameter: '${path}'.`,
    { param: path },
  );
}
