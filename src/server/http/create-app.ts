import { type Context, Hono } from 'hono';
import { type Caller, isRefusal } from '../access/access.ts';
import type { ServerParts } from '../server-parts.ts';
import { modelList, voiceList } from './catalogue-answers.ts';
import { answerClientSecret } from './client-secrets.ts';
import { createConversationStore, type KeptConversation } from './conversation-store.ts';
import { answerConversation, audioOf, captionsOf, describe } from './conversations.ts';
import { errorAnswer, RequestError } from './errors.ts';
import { requestError } from './fault.ts';
import { openApi } from './open-api.ts';
import { createRenderQueue } from './render-queue.ts';
import { answerSpeech } from './speech.ts';
import { studioFile } from './studio-files.ts';

type Names = { Variables: { caller: Caller } };

/** Everything over HTTP but the sessions. */
export function createApp(parts: ServerParts): Hono<Names> {
  const { options, metrics, sessions } = parts;
  const app = new Hono<Names>();
  const store = createConversationStore(parts.now);
  const queue = createRenderQueue(parts.limits.renders);
  guard(app, parts);

  app.get('/healthz', (context) =>
    sessions.draining ? context.json({ status: 'draining' }, 503) : context.json({ status: 'ok' }),
  );
  app.get('/readyz', (context) => {
    const turned = sessions.refusal('');
    if (turned === undefined) return context.json({ status: 'ready', sessions: sessions.count });
    context.header('Retry-After', String(turned.retryAfter));
    return context.json({ status: turned.code, message: turned.message, sessions: sessions.count }, 503);
  });
  app.get('/openapi.json', (context) => context.json(openApi(!parts.access.open)));
  app.get('/metrics', (context) =>
    context.body(metrics.text(), 200, { 'Content-Type': 'text/plain; version=0.0.4; charset=utf-8' }),
  );
  app.get('/v1/models', (context) => context.json(modelList(parts)));
  app.get('/v1/voices', (context) => context.json(voiceList(parts, context.req.query('language'))));
  app.get('/v1/realtime', () => {
    throw new RequestError(400, 'websocket_wanted', 'Sessions are held over WebSocket: connect to ws://….');
  });
  app.post('/v1/realtime/client_secrets', (context) =>
    answerClientSecret(context, parts, context.get('caller')),
  );
  app.post('/v1/audio/speech', (context) => answerSpeech(context, parts, queue));

  app.post('/v1/conversations', (context) =>
    answerConversation(context, { parts, store, queue, caller: context.get('caller').id }),
  );
  const found = (context: Context<Names>): KeptConversation => {
    const kept = store.find(context.req.param('id') ?? '', context.get('caller').id);
    if (kept !== undefined) return kept;
    throw new RequestError(404, 'conversation_not_found', 'There is no such conversation, or not any more.');
  };
  app.get('/v1/conversations/:id', (context) => context.json(describe(found(context))));
  app.get('/v1/conversations/:id/audio', (context) => audioOf(found(context)));
  app.get('/v1/conversations/:id/captions.vtt', (context) => captionsOf(found(context), 'vtt'));
  app.get('/v1/conversations/:id/captions.srt', (context) => captionsOf(found(context), 'srt'));
  app.get('/v1/conversations/:id/timeline.json', (context) => context.json(found(context).timeline));
  app.delete('/v1/conversations/:id', (context) => {
    const { id } = found(context);
    store.remove(id, context.get('caller').id);
    return context.json({ id, object: 'conversation.deleted', deleted: true });
  });

  app.get('*', async (context) => {
    const { studio } = options;
    const file = studio === undefined ? undefined : await studioFile(studio, context.req.path);
    if (file !== undefined) return file;
    throw new RequestError(404, 'not_found', `There is nothing at ${context.req.path.slice(0, 200)}.`);
  });
  return app;
}

/** What concerns every request: who asks, from which page, and what is told when it fails. */
function guard(app: Hono<Names>, parts: ServerParts): void {
  const { access, metrics, options, log } = parts;
  app.onError((error, context) => {
    const told = requestError(error);
    if (told.status >= 500) {
      const fault = told.cause instanceof Error ? `${told.cause.name}: ${told.cause.message}` : '';
      log({ event: 'request-failed', level: 'error', path: context.req.path, message: fault });
    }
    return errorAnswer(context, told);
  });
  app.notFound((context) =>
    errorAnswer(
      context,
      new RequestError(404, 'not_found', `There is nothing at ${context.req.path.slice(0, 200)}.`),
    ),
  );
  app.use('*', async (context, next) => {
    await next();
    context.header('X-Content-Type-Options', 'nosniff');
    context.header('Referrer-Policy', 'no-referrer');
    metrics.count('duologue_requests_total', {
      route: routeOf(context.req.path),
      status: String(context.res.status),
    });
  });
  app.use('*', async (context, next) => {
    const header = (name: string): string | undefined => context.req.header(name);
    const strange = access.checkOrigin({ header });
    if (strange !== undefined) throw new RequestError(strange.status, strange.code, strange.message);
    const origin = context.req.header('origin');
    if (origin !== undefined && (options.origins ?? []).length > 0) {
      context.header('Access-Control-Allow-Origin', origin);
      context.header('Vary', 'Origin');
    }
    if (context.req.method === 'OPTIONS') {
      context.header('Access-Control-Allow-Methods', 'GET, POST, DELETE');
      context.header('Access-Control-Allow-Headers', 'Authorization, Content-Type, Accept');
      context.header('Access-Control-Max-Age', '600');
      return context.body(null, 204);
    }
    return next();
  });
  app.use('/v1/*', async (context, next) => {
    identify(context, parts);
    await next();
  });
  app.use('/metrics', async (context, next) => {
    identify(context, parts);
    await next();
  });
}

/** A page's token is for sessions; it may see what there is, and make nothing. */
const forPages: readonly string[] = ['/v1/models', '/v1/voices'];

function identify(context: Context<Names>, { access, metrics }: ServerParts): void {
  const caller = access.identify({ header: (name) => context.req.header(name) });
  if (isRefusal(caller)) {
    metrics.count('duologue_refusals_total', { reason: caller.code });
    throw new RequestError(caller.status, caller.code, caller.message);
  }
  if (caller.temporary && !forPages.includes(context.req.path)) {
    throw new RequestError(403, 'token_not_allowed', 'A client token is for sessions alone: use an API key.');
  }
  context.set('caller', caller);
}

const knownRoutes = new Set(Object.keys(openApi(false).paths));

/** By the paths of the description, so that the counts stay few. */
function routeOf(path: string): string {
  if (path.startsWith('/v1/conversations/')) return '/v1/conversations/:id';
  return knownRoutes.has(path) ? path : 'other';
}
