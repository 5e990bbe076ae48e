import {
  createLiveSession,
  type LiveOutput,
  type LivePolicyOptions,
  type LiveSession,
  type LiveSessionOptions,
  type ProtocolInput,
  parseClientEvent,
  type RateLimit,
  type ServerEvent,
  type SessionOffer,
  type SessionUpdate,
  sessionPolicy,
  type TrackRecorder,
  type WireSession,
} from '../../live/index.ts';
import type { Brain, Recognizer, Voice } from '../../voices/index.ts';
import { createEngine, type Engine } from './engine.ts';
import { liveOptions, settingOf } from './live-setting.ts';
import { createPerformer } from './perform-action.ts';
import { createProtocolRunner } from './protocol-runner.ts';
import { createQuestions } from './questions.ts';
import { createSessionSound } from './session-sound.ts';
import { createWorkQueue } from './work-queue.ts';

export type RealtimeSessionOptions = {
  readonly offer: SessionOffer;
  readonly brain: Brain;
  readonly recognizer?: Recognizer;
  readonly facts?: Readonly<Record<string, unknown>>;
  /** Of the house: a preset and a client's numbers are laid over it. */
  readonly policy?: LivePolicyOptions;
  /** Who speaks in such a session, the first before the others. */
  readonly voicesFor: (session: WireSession) => readonly Voice[];
  /** Asked for before anything the client says. */
  readonly firstUpdates?: readonly SessionUpdate[];
  readonly recorder?: () => Promise<TrackRecorder>;
  readonly rateLimits: () => readonly RateLimit[];
  /** One event as text. Never waits. */
  readonly send: (text: string) => void;
  /** The conversation is over, by the agent or by a fault. Nothing of it runs any more. */
  readonly onEnded: (reason: string, failed: boolean) => void;
  readonly observe: RealtimeObserver;
  /** Default `createLiveSession`. */
  readonly open?: (options: LiveSessionOptions) => Promise<LiveSession>;
};

/** Whoever counts. */
export interface RealtimeObserver {
  output(output: LiveOutput): void;
  refused(code: string): void;
}

/** One client's conversation: the protocol on one side, the engine on the other. */
export interface RealtimeSession {
  /** One message of the client. */
  receive(text: string): void;
  /** A message that is no event of a client. */
  refuse(code: string, message: string): void;
  /** Looks at what only time shows. */
  wake(): void;
  /** Ends the conversation and waits until nothing of it runs. */
  end(reason: string): Promise<void>;
}

/** Seconds of sound that may wait for the engine; what comes on top of it is lost. */
const mostBehind = 60;
/** Bytes a second of base64, of the densest format: the least sound that a message can hold. */
const base64Rate = 64_000;

export function startRealtimeSession(options: RealtimeSessionOptions): RealtimeSession {
  const { offer, brain } = options;
  const queue = createWorkQueue();
  const sound = createSessionSound(queue);
  const controller = new AbortController();
  let interrupts = true;
  let pausing = false;
  let over = false;

  const sendEvent = eventSender(offer.session, options.send);
  const runner = createProtocolRunner(offer, options.firstUpdates ?? [], (action) => perform(action));
  const session = (): WireSession => runner.state.session;
  const step = (input: ProtocolInput): void => {
    runner.step(input);
    pause();
  };

  /** After everything that the engine says at one go. */
  const pause = (): void => {
    if (pausing || engine.live === undefined) return;
    pausing = true;
    queueMicrotask(() => {
      pausing = false;
      const { live } = engine;
      if (live !== undefined) runner.step({ type: 'engine-paused', live: live.state });
    });
  };

  const engine: Engine = createEngine({
    open: (signal) =>
      openLive(options, session(), interrupts, signal, (output) => {
        options.observe.output(output);
        const { live } = engine;
        if (live !== undefined) step({ type: 'engine-put-out', output, live: live.state });
      }),
    onReady: () => queue.release(),
    onEnded: async (reason, failed) => {
      if (failed) sendEvent(serverFault(reason));
      stop();
      controller.abort(new DOMException(reason, 'AbortError'));
      await questions.settled();
      options.onEnded(reason, failed);
    },
  });

  const questions = createQuestions(brain, controller.signal, (answer) =>
    step({ type: 'question-answered', ...answer }),
  );

  const refuse = (code: string, message: string, param: string | null = null): void =>
    step({
      type: 'client-refused',
      error: { type: 'invalid_request_error', code, message, param, event_id: null },
    });

  const perform = createPerformer({
    options,
    engine,
    questions,
    sendEvent,
    session,
    sound,
    hear: (audio) => hear(audio),
    begin() {
      queue.hold();
      engine.wish(settingOf(options, session()));
      engine.begin();
    },
    configure(changed, yields) {
      interrupts = yields;
      if (!engine.begun) return;
      engine.wish(settingOf(options, changed));
      engine.wish({ type: 'policy-changed', policy: sessionPolicy(changed, yields, options.policy) });
    },
  });

  const hear = (audio: string): void => {
    const duration = sound.hear(audio, session().audio.input.format, engine);
    if (duration === undefined) refuse('invalid_value', "Invalid 'audio': expected base64.", 'audio');
    else step({ type: 'sound-taken', duration });
  };

  const take = (text: string): void => {
    const parsed = parseClientEvent(text);
    if (parsed.type === 'event-refused') return step({ type: 'client-refused', error: parsed.error });
    const { live } = engine;
    step({ type: 'client-said', event: parsed.event, ...(live === undefined ? {} : { live: live.state }) });
  };

  const stop = (): void => {
    over = true;
    runner.stop();
    queue.close();
  };

  runner.begin();

  return {
    receive(text) {
      if (queue.waiting + text.length / base64Rate > mostBehind) {
        const message = `More than ${mostBehind} s of sound wait to be heard: send it as it is spoken.`;
        return refuse('input_audio_buffer_overflow', message, 'audio');
      }
      // A message is light; the sound in a long one is taken apart.
      queue.add(() => take(text), 0);
    },
    refuse: (code, message) => refuse(code, message),
    wake: pause,
    async end(reason) {
      if (over) return;
      if (engine.begun) return engine.end(reason);
      stop();
      options.onEnded(reason, false);
    },
  };
}

/** Each event gets its id. */
function eventSender(session: string, send: (text: string) => void): (event: ServerEvent) => void {
  const name = session.replace(/^sess_/, '');
  let count = 0;
  return (event) => {
    count += 1;
    send(JSON.stringify({ event_id: `event_${name}${count}`, ...event }));
  };
}

function serverFault(message: string): ServerEvent {
  return {
    type: 'error',
    error: { type: 'server_error', code: 'session_failed', message, param: null, event_id: null },
  };
}

async function openLive(
  options: RealtimeSessionOptions,
  session: WireSession,
  interrupts: boolean,
  signal: AbortSignal,
  send: (output: LiveOutput) => void,
): Promise<LiveSession> {
  const recorder = await options.recorder?.();
  try {
    return await (options.open ?? createLiveSession)({
      ...liveOptions(options, session, interrupts),
      signal,
      send,
      ...(recorder === undefined ? {} : { recorder }),
    });
  } catch (error) {
    await recorder?.abort?.();
    throw error;
  }
}
