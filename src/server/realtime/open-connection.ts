import { randomBytes } from 'node:crypto';
import type { WebSocket } from 'ws';
import {
  createTrackFiles,
  type SessionOffer,
  type SessionUpdate,
  type TrackRecorder,
} from '../../live/index.ts';
import type { Caller } from '../access/access.ts';
import type { ServedModel } from '../server-options.ts';
import type { ServerParts } from '../server-parts.ts';
import type { OpenSession } from '../session-desk.ts';
import { createMessageGate } from './message-gate.ts';
import { observeSession } from './observe-session.ts';
import {
  type RealtimeSession,
  type RealtimeSessionOptions,
  startRealtimeSession,
} from './realtime-session.ts';

export type ConnectionOptions = {
  readonly parts: ServerParts;
  readonly socket: WebSocket;
  readonly caller: Caller;
  readonly model: ServedModel;
  /** What the address asks for. */
  readonly asked: SessionUpdate;
};

/** Seconds between two signs of life; a client that gives none for two of them is gone. */
const pingEvery = 15;
/** Seconds that a client has for its part of closing. */
const closePatience = 2;
const codes = { normal: 1000, policy: 1008, fault: 1011, tryLater: 1013 } as const;

const clock = (): number => performance.now() / 1000;

/** One client's socket, from the first byte to the last. */
export function openConnection({ parts, socket, caller, model, asked }: ConnectionOptions): void {
  const { limits, metrics, log, sessions, voices, options, now } = parts;
  const id = `sess_${randomBytes(9).toString('base64url').replaceAll('-', '0')}`;
  const startedAt = now();
  const gate = createMessageGate(limits, clock);
  let alive = true;
  let closing: string | undefined;
  /** How the server itself wants it to end. */
  let wanted: { readonly code: number; readonly reason: string } | undefined;

  const close = (code: number, reason: string): void => {
    if (closing !== undefined) return;
    closing = reason;
    clearInterval(pulse);
    clearTimeout(expiry);
    socket.close(code, reason.slice(0, 120));
    setTimeout(() => socket.terminate(), closePatience * 1000).unref();
  };

  const session: RealtimeSession = startRealtimeSession({
    ...modelOptions(model),
    offer: offerOf(model, id, voices.names, startedAt + limits.sessionLength),
    voicesFor: (asking) => voices.voicesFor(asking),
    firstUpdates: [...(caller.session === undefined ? [] : [caller.session]), asked],
    ...(options.record === undefined ? {} : { recorder: recorderFor(options.record, id, parts) }),
    rateLimits: () => [
      { name: 'requests', limit: limits.messagesPerSecond * 2, remaining: gate.left, reset_seconds: 1 },
    ],
    send(text) {
      if (socket.readyState !== socket.OPEN) return;
      if (socket.bufferedAmount > limits.bufferedBytes) {
        metrics.count('duologue_refusals_total', { reason: 'slow_reader' });
        close(codes.tryLater, 'the client reads too slowly');
        return;
      }
      socket.send(text);
    },
    onEnded(reason, failed) {
      sessions.close(open);
      metrics.observe('duologue_session_seconds', now() - startedAt);
      log({
        event: 'session-ended',
        level: 'info',
        session: id,
        reason: closing ?? wanted?.reason ?? reason,
        seconds: Math.round(now() - startedAt),
      });
      close(wanted?.code ?? (failed ? codes.fault : codes.normal), wanted?.reason ?? reason);
    },
    observe: observeSession(metrics, clock),
  });

  const open: OpenSession = {
    caller: caller.id,
    async end(code, reason) {
      wanted = { code, reason };
      const ended = session.end(reason);
      close(code, reason);
      await ended;
    },
  };
  const pulse = setInterval(() => {
    if (!alive) {
      log({ event: 'client-lost', level: 'info', session: id });
      socket.terminate();
      return;
    }
    alive = false;
    session.wake();
    socket.ping();
  }, pingEvery * 1000);
  const expiry = setTimeout(() => {
    void open.end(codes.policy, `a session lasts ${limits.sessionLength} s at most`);
  }, limits.sessionLength * 1000);

  socket.on('message', (data, isBinary) => {
    alive = true;
    if (closing !== undefined) return;
    // With the default `binaryType` a message is one buffer.
    const bytes = Buffer.isBuffer(data)
      ? data
      : Buffer.concat(Array.isArray(data) ? data : [Buffer.from(data)]);
    const verdict = gate.judge(bytes.length, isBinary);
    if (verdict.type === 'thrown-out') {
      void open.end(verdict.code, verdict.reason);
      return;
    }
    if (verdict.type === 'dropped') {
      metrics.count('duologue_refusals_total', { reason: verdict.code ?? 'rate_limit_exceeded' });
      if (verdict.code !== undefined) session.refuse(verdict.code, verdict.message ?? '');
      return;
    }
    try {
      session.receive(bytes.toString());
    } catch (error) {
      // A fault of ours with one client's message is that client's alone.
      const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
      log({ event: 'session-fault', level: 'error', session: id, message });
      void open.end(codes.fault, 'something is broken in the server');
    }
  });
  socket.on('pong', () => {
    alive = true;
  });
  // What went wrong is seen in the close that follows.
  socket.on('error', (error) => {
    log({ event: 'socket-error', level: 'info', session: id, message: error.message });
  });
  socket.on('close', () => {
    clearInterval(pulse);
    clearTimeout(expiry);
    closing ??= 'the client left';
    void session.end(closing);
  });

  sessions.open(open);
  metrics.count('duologue_sessions_total');
  log({ event: 'session-started', level: 'info', session: id, caller: caller.id, model: model.id });
}

/** What goes wrong with a recording is the operator's affair: a client gets no path, and talks on where it can. */
function recorderFor(
  folder: string,
  session: string,
  { log, metrics }: Pick<ServerParts, 'log' | 'metrics'>,
): () => Promise<TrackRecorder> {
  const lost = (error: unknown): void => {
    metrics.count('duologue_recordings_lost_total');
    const message = error instanceof Error ? error.message : String(error);
    log({ event: 'recording-lost', level: 'error', session, message });
  };
  return async () => {
    const recorder = await createTrackFiles(folder, session).catch((error: unknown) => {
      lost(error);
      throw new Error('The server cannot record this session.');
    });
    return { ...recorder, finish: (timeline) => recorder.finish(timeline).catch(lost) };
  };
}

function modelOptions({
  brain,
  recognizer,
  facts,
  policy,
}: ServedModel): Pick<RealtimeSessionOptions, 'brain' | 'recognizer' | 'facts' | 'policy'> {
  return {
    brain,
    ...(recognizer === undefined ? {} : { recognizer }),
    ...(facts === undefined ? {} : { facts }),
    ...(policy === undefined ? {} : { policy }),
  };
}

function offerOf(
  { id: model, recognizer, languages = ['en'], opens = false, instructions, preset }: ServedModel,
  session: string,
  voices: readonly string[],
  expiresAt: number,
): SessionOffer {
  return {
    session,
    model,
    voices,
    recognises: recognizer !== undefined,
    languages,
    opens,
    expiresAt: Math.round(expiresAt),
    ...(instructions === undefined ? {} : { instructions }),
    ...(preset === undefined ? {} : { preset }),
  };
}
