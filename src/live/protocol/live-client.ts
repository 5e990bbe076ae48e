import { type ClientHistory, emptyHistory, rememberTool, rememberTyped } from './client-history.ts';
import type { LiveClientEvent } from './live-client-event.ts';
import { type LiveLink, type LiveSocketConstructor, openLink } from './live-link.ts';
import { encodePcm16 } from './pcm16.ts';
import type { WireTool } from './wire-session.ts';

/** Everything about a session that a client may ask for; what it leaves out, the server decides. */
export type LiveClientSession = {
  readonly instructions?: string;
  readonly voice?: string;
  /** Of the agent's manners: `assistant`, `interviewer`, `in-car`, `call-centre`. */
  readonly preset?: string;
  /** BCP 47, the first is spoken at first. */
  readonly languages?: readonly string[];
  /** The agent speaks first. */
  readonly opens?: boolean;
  /** False: the user's turn ends by `commit`. Default true. */
  readonly automatic?: boolean;
  /** `client`: this side plays sound that comes ahead, obeys orders and reports positions. Default `paced`. */
  readonly playback?: 'paced' | 'client';
  readonly tools?: readonly WireTool[];
};

export type LiveClientOptions = {
  /** `ws://host:port/v1/realtime?model=…`. Several: the next is tried where one is lost. */
  readonly url: string | readonly string[];
  /** An API key, or better a short-lived token from `/v1/realtime/client_secrets`. */
  readonly key?: string;
  readonly session?: LiveClientSession;
  /** In the order in which things happen. What it throws is lost. */
  readonly onEvent: (event: LiveClientEvent) => void;
  /** Default: the global one, which browsers and Node from 22 on have. */
  readonly webSocket?: LiveSocketConstructor;
  readonly reconnect?: ReconnectOptions;
};

export type ReconnectOptions = {
  /** In a row without success, 0 to 100; default 8. */
  readonly attempts?: number;
  /** Seconds before the first, 0 to 10; it doubles each time up to 5. Default .2. */
  readonly after?: number;
};

/**
 * The user's end of a live conversation, in a browser or in Node. It connects at once; when the connection is lost it
 * connects anew, to another server where there is one, and restores the conversation up to the last word that was
 * heard. Nothing throws once it exists: what goes wrong is an event.
 */
export interface LiveClient {
  /** Sound of the user at 24 kHz, in pieces of 10 to 100 ms. While there is no connection it is lost, as time is. */
  hear(samples: Float32Array): void;
  /** Types something: the agent breaks off what it says, and answers. */
  say(text: string): void;
  /** The user's turn is over, and is to be answered. */
  commit(): void;
  /** What the user said since the last turn counts for nothing. */
  clear(): void;
  /** The agent is to say something, by itself or as told. */
  ask(instructions?: string): void;
  /** The agent is to stop. */
  cancel(): void;
  /** What came of a `tool-called`; the agent goes on when all have come. */
  answerTool(call: string, output: string): void;
  change(session: LiveClientSession): void;
  /** With `playback: 'client'`: how much of an item has been heard, about every 100 ms. */
  moved(item: string, position: number): void;
  /** It has come to the stop that was ordered. */
  stopped(item: string, position: number): void;
  /** For good. */
  close(reason?: string): void;
}

export function createLiveClient(options: LiveClientOptions): LiveClient {
  let history: ClientHistory = emptyHistory;
  let session = options.session ?? {};
  const link: LiveLink = openLink({
    ...options,
    session: () => session,
    history: () => history,
    remember: (change) => {
      history = change(history);
    },
  });
  return {
    hear: (samples) => link.sound(() => ({ type: 'input_audio_buffer.append', audio: encodePcm16(samples) })),
    say(text) {
      history = rememberTyped(history, text);
      link.interrupt();
      link.send({
        type: 'conversation.item.create',
        item: { type: 'message', role: 'user', content: [{ type: 'input_text', text }] },
      });
      link.send({ type: 'response.create' });
    },
    commit() {
      link.send({ type: 'input_audio_buffer.commit' });
      if (session.automatic === false) link.send({ type: 'response.create' });
    },
    clear: () => link.send({ type: 'input_audio_buffer.clear' }),
    ask: (instructions) =>
      link.send({
        type: 'response.create',
        ...(instructions === undefined ? {} : { response: { instructions } }),
      }),
    cancel: () => link.send({ type: 'response.cancel' }),
    answerTool(call, output) {
      history = rememberTool(history, call, output);
      link.send({
        type: 'conversation.item.create',
        item: { type: 'function_call_output', call_id: call, output },
      });
      if (history.openCalls.length === 0) link.send({ type: 'response.create' });
    },
    change(changed) {
      session = { ...session, ...changed };
      link.update();
    },
    moved: (item, position) =>
      link.send({ type: 'duologue.playback.moved', item_id: item, audio_ms: position * 1000 }),
    stopped: (item, position) =>
      link.send({ type: 'duologue.playback.stopped', item_id: item, audio_ms: position * 1000 }),
    close: (reason = 'the client has finished') => link.close(reason),
  };
}
