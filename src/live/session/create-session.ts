import { createEar, type EarOptions } from '../ear/create-ear.ts';
import { frameDuration } from '../heard-frame.ts';
import type { LiveEventOf } from '../live-event.ts';
import type { LiveSetting, LiveState } from '../live-state.ts';
import { createLivePolicy, type LivePolicy } from '../policy.ts';
import type { LiveClock, LiveSession, LiveSessionOptions, LiveWish } from '../session-options.ts';
import { startState } from '../step.ts';
import { chooseVoice } from './choose-voice.ts';
import { createClientPlayout } from './client-playout.ts';
import { createEventLoop } from './event-loop.ts';
import { createFrameSource, type FrameArrival } from './frame-source.ts';
import { createLateness } from './lateness.ts';
import { listenForWords, type WordListener } from './listen-for-words.ts';
import { createPacedPlayout } from './paced-playout.ts';
import { createEffectPerformer } from './perform-effect.ts';
import { createPlayedReference } from './played-reference.ts';
import type { Playout, PlayoutTick } from './playout.ts';
import { createReplyWorker } from './reply-worker.ts';
import { createSessionTimeline } from './session-timeline.ts';
import { systemClock } from './system-clock.ts';
import { createTaskSet } from './task-set.ts';
import { createToolBox, type ToolBox } from './tool-box.ts';
import { voiceAside } from './voice-replies.ts';

/** While sound comes that is overdue: what was due has been sent, and more would wait with the client, and come back later. */
const notDue: PlayoutTick = {};
/** How often the clock is looked at for a microphone that has gone still. */
const wakeInterval = 0.02;
/** Seconds in which whoever works for a session has to stop when it closes. */
const closePatience = 2;
/** Seconds of sound that a client is sent ahead of what its user hears. */
const defaultAhead = 10;
/** Seconds for which what was said is remembered where nobody records it. */
const defaultRemembered = 3600;

/** Opens a session. It lives until it is disposed, its signal aborts or the agent hangs up. */
export async function createLiveSession(options: LiveSessionOptions): Promise<LiveSession> {
  const { clock = systemClock, policy = createLivePolicy(), recorder } = options;
  const remembered = options.remembered ?? (recorder === undefined ? defaultRemembered : Infinity);
  let voices = options.voices;
  const firstVoice = chooseVoice(voices, policy.languages[0] ?? 'en');
  const ear = options.ear ?? (await createEar(earOptions(policy)));
  const controller = new AbortController();
  const { signal } = controller;
  const tasks = createTaskSet();
  const tools = createToolBox(options.tools ?? []);
  const timeline = createSessionTimeline(policy.languages, firstVoice, remembered);
  const playout = createPlayout(options);
  const reference = createPlayedReference();
  const lateness = createLateness();
  let frames = 0;
  let finished: string | undefined;
  /** What went wrong while it closed: nobody waits for that but who disposes of it. */
  let fault: { readonly error: unknown } | undefined;
  const ended = createSignal<string>();
  const now = (): number => frames * frameDuration;
  const emit = (event: LiveEventOf): void => loop.emit(event);

  const performer = createEffectPerformer({
    playout,
    tools,
    timeline,
    tasks,
    startWorker: (reply) =>
      createReplyWorker(reply, {
        brain: options.brain,
        voiceFor: (language) => chooseVoice(voices, language),
        emit,
        rest: (dropped) => clock.wait(0, { signal: dropped }),
        track: (task) => tasks.add(task),
        signal,
      }),
    voiceAside: (text, language) => voiceAside(chooseVoice(voices, language), text, language, signal),
    endUtterance: () => listener?.endUtterance(),
    send: options.send,
    emit,
    now,
    finish: (reason) => finish(reason),
    signal,
  });
  const loop = createEventLoop(startState(policy, settingOf(options, tools)), now, (effect) =>
    performer.perform(effect),
  );

  const hearFrame = (captured: Float32Array, arrival: FrameArrival): void => {
    if (finished !== undefined) return;
    frames += 1;
    const due = arrival === 'overdue' ? notDue : playout.tick();
    const played = reference.push(due.heard);
    const late = lateness.hear(arrival, clock.now(), due.heard !== undefined);
    const speaks = isSpeaking(loop.state, due);
    const { frame, clean } = ear.hear(arrival === 'missing' ? undefined : captured, played, late, speaks);
    listener?.hear(clean);
    // Whoever records may keep what they get.
    recorder?.record(captured.slice(), played.slice());
    tellPlayback(due, emit);
    emit({ type: 'frame-heard', frame });
  };
  const source = createFrameSource(() => clock.now(), hearFrame);
  const listener = startListening(options, now, emit, signal);

  const finish = (reason: string): void => {
    if (finished !== undefined) return;
    finished = reason;
    options.signal?.removeEventListener('abort', abort);
    listener?.close();
    performer.dropAll();
    controller.abort(new DOMException(reason, 'AbortError'));
    void close(reason);
  };

  const close = async (reason: string): Promise<void> => {
    await settle(clock, Promise.all([tasks.settled(), listener?.ended]));
    try {
      ear.close();
      await recorder?.finish(timeline.read(now()));
    } catch (error) {
      fault = { error };
    }
    ended.resolve(reason);
  };

  const keepTime = async (): Promise<void> => {
    for (let rest = 0; !signal.aborted; ) {
      // Where sound comes, most looks at the clock are left out: for many sessions they cost as much as a step.
      const looks = Math.max(1, Math.floor(rest / wakeInterval));
      await clock.wait(looks * wakeInterval, { signal });
      rest = source.wake();
    }
  };
  tasks.add(keepTime());

  const abort = (): void => finish(reasonText(options.signal?.reason));
  options.signal?.addEventListener('abort', abort, { once: true });
  if (options.signal?.aborted === true) abort();

  return {
    hear: (samples, sampleRate) => source.push(samples, sampleRate),
    apply(wish) {
      if (finished !== undefined) return;
      if (wish.type === 'setting-changed') voices = wish.voices ?? voices;
      applyWish(wish, { playout, tools, emit });
    },
    get state() {
      return loop.state;
    },
    timeline: () => timeline.read(now()),
    ended: ended.promise,
    async [Symbol.asyncDispose]() {
      if (finished === undefined) emit({ type: 'closing-wanted', reason: 'closed' });
      finish('closed');
      await ended.promise;
      if (fault !== undefined) throw fault.error;
    },
  };
}

/** A brain or a voice that does not hear that it is to stop holds nobody up. */
async function settle(clock: LiveClock, work: Promise<unknown>): Promise<void> {
  const patience = new AbortController();
  const waited = clock.wait(closePatience, { signal: patience.signal }).catch(() => {});
  await Promise.race([work, waited]);
  patience.abort();
}

function earOptions({ noise }: LivePolicy): EarOptions {
  return { echoCancellation: noise.echoCancellation, denoise: noise.denoise };
}

type WishParts = {
  readonly playout: Playout;
  readonly tools: ToolBox;
  readonly emit: (event: LiveEventOf) => void;
};

function applyWish(wish: LiveWish, { playout, tools, emit }: WishParts): void {
  if (wish.type === 'playback-moved') playout.report(wish.reply, wish.position, false);
  else if (wish.type === 'playback-stopped') {
    if (!playout.report(wish.reply, wish.position, true)) emit(wish);
  } else if (wish.type === 'setting-changed') {
    if (wish.tools !== undefined) tools.replace(wish.tools);
    const { instructions, toolChoice, mostTokens } = wish;
    const change = {
      ...(instructions === undefined ? {} : { instructions }),
      ...(toolChoice === undefined ? {} : { toolChoice }),
      ...(mostTokens === undefined ? {} : { mostTokens }),
    };
    emit({
      type: 'setting-changed',
      setting: { tools: tools.descriptions, answersTools: tools.answersAll, ...change },
    });
  } else {
    if (wish.type === 'reply-wanted' && wish.tools !== undefined) {
      tools.lend(wish.tools.map(({ name }) => name));
      emit({ type: 'setting-changed', setting: { answersTools: tools.answersAll } });
    }
    emit(wish);
  }
}

/** Whether the agent speaks, or will have begun to when this tick has been told. */
function isSpeaking({ agent }: LiveState, { heard, moved }: PlayoutTick): boolean {
  return agent.phase === 'speaking' || heard !== undefined || moved !== undefined;
}

function tellPlayback({ moved, stopped }: PlayoutTick, emit: (event: LiveEventOf) => void): void {
  if (moved !== undefined) emit({ type: 'playback-moved', ...moved });
  if (stopped !== undefined) emit({ type: 'playback-stopped', ...stopped });
}

function startListening(
  { recognizer }: LiveSessionOptions,
  now: () => number,
  emit: (event: LiveEventOf) => void,
  signal: AbortSignal,
): WordListener | undefined {
  if (recognizer === undefined) return undefined;
  return listenForWords({
    recognizer,
    now,
    onWords: emit,
    onFailed: (message) => emit({ type: 'part-failed', part: 'recognizer', message }),
    signal,
  });
}

function createPlayout({ playout = { kind: 'paced' }, send }: LiveSessionOptions): Playout {
  return playout.kind === 'paced'
    ? createPacedPlayout(send, playout.lead ?? 0)
    : createClientPlayout(send, playout.ahead ?? defaultAhead);
}

function settingOf(options: LiveSessionOptions, toolBox: ToolBox): LiveSetting {
  const { instructions, facts, brain, recognizer, opens = false } = options;
  return {
    ...(instructions === undefined ? {} : { instructions }),
    ...(facts === undefined ? {} : { facts }),
    tools: toolBox.descriptions,
    recognised: recognizer !== undefined,
    brainReads: brain.reads ?? true,
    answersTools: toolBox.answersAll,
    opens,
  };
}

function createSignal<Value>(): { readonly promise: Promise<Value>; resolve(value: Value): void } {
  const resolvers: ((value: Value) => void)[] = [];
  const promise = new Promise<Value>((resolve) => {
    resolvers.push(resolve);
  });
  return { promise, resolve: (value) => resolvers.forEach((resolve) => resolve(value)) };
}

function reasonText(reason: unknown): string {
  return reason instanceof Error ? reason.message : 'aborted';
}
