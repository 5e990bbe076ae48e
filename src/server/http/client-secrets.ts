import { randomBytes } from 'node:crypto';
import type { Context } from 'hono';
import * as z from 'zod';
import { sessionUpdateSchema } from '../../live/index.ts';
import type { Caller } from '../access/access.ts';
import type { ServerParts } from '../server-parts.ts';
import { RequestError } from './errors.ts';
import { readJson } from './read-body.ts';

export const clientSecretSchema = z.strictObject({
  expires_after: z
    .strictObject({
      anchor: z.literal('created_at').optional(),
      seconds: z.number().int().min(10).max(7200).optional(),
    })
    .optional(),
  session: sessionUpdateSchema.optional(),
});

/** Seconds. */
const usualLife = 600;
/** Characters: it travels in a header. */
const mostSession = 6000;

/** `POST /v1/realtime/client_secrets`: a token that a page may hold, for a while. */
export async function answerClientSecret(
  context: Context,
  { limits, tokens, now }: ServerParts,
  caller: Caller,
): Promise<Response> {
  const { expires_after, session } = await readJson(context, limits.bodyBytes, clientSecretSchema);
  if (session !== undefined && JSON.stringify(session).length > mostSession) {
    const message = `The session may have ${mostSession} characters at most: send the rest by session.update.`;
    throw new RequestError(400, 'invalid_value', message, { param: 'session' });
  }
  const expires = Math.round(now()) + (expires_after?.seconds ?? usualLife);
  const value = tokens.issue({ key: caller.id, expires, ...(session === undefined ? {} : { session }) });
  return context.json({
    value,
    expires_at: expires,
    session: {
      type: 'realtime',
      object: 'realtime.session',
      id: `sess_${randomBytes(9).toString('hex')}`,
      ...session,
    },
  });
}
