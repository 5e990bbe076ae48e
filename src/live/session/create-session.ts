import type { Voice } from '../../voices/index.ts';
import { createEar } from '../ear/create-ear.ts';
import { frameDuration } from '../heard-frame.ts';
import type { LiveEffect } from '../live-effect.ts';
import { LiveError } from '../live-error.ts';
import type { LiveEventOf } from '../live-event.ts';
import type { LiveSetting } from '../live-state.ts';
import { createLivePolicy } from '../policy.ts';
import {
  agentSampleRate,
  type LiveClock,
  type LiveSession,
  type LiveSessionOptions,
  type LiveWish,
} from '../session-options.ts';
import { startState, step } from '../step.ts';
import { createClientPlayout } from './client-playout.ts';
import { createFrameSource } from './frame-source.ts';
import { listenForWords } from './listen-for-words.ts';
import { createPacedPlayout } from './paced-playout.ts';
import { createPlayedReference } from './played-reference.ts';
import type { Playout } from './playout.ts';
import { createReplyWorker, type ReplyWorker } from './reply-worker.ts';
import { createSessionTimeline } from './session-timeline.ts';
import { createToolBox, type ToolBox } from './tool-box.ts';
import { voiceAside } from './voice-replies.ts';

/** How often the clock is looked at for a microphone that has gone still. */
const wakeInterval = 0.02;

/** Opens a session. It lives until it is disposed, its signal aborts or the agent hangs up. */
export async function createLiveSession(options: LiveSessionOptions): Promise<LiveSession> {
  if (options.voices.length === 0) {
    throw new LiveError('voices', 'A session needs a voice: give at least one in `voices`.');
  }
  const { brain, send, clock = systemClock, recorder } = options;
  const policy = options.policy ?? createLivePolicy();
  const ear =
    options.ear ??
    (await createEar());
  const controller = new AbortController();
  const { signal } = controller;
  const abort = (): void => finish(reasonText(options.signal?.reason));
  const work = new Set<Promise<void>>();
  const workers = new Map<string, ReplyWorker>();
  let voices = options.voices;
  const tools = createToolBox(options.tools ?? []);
  const timeline = createSessionTimeline(policy.languages, voices[0]);
  const playout = createPlayout(options);
  const reference = createPlayedReference();
  let state = startState(policy, settingOf(options, tools));
  const events: LiveEventOf[] = [];
  let stepping = false;
  let frames = 0;
  let finished: string | undefined;
  let resolveEnded: (reason: string) => void = () => {};
  const ended = new Promise<string>((resolve) => {
    resolveEnded = resolve;
  });

  const now = (): number => frames * frameDuration;

  const track = (task: Promise<void>): void => {
    work.add(task);
    void task.finally(() => work.delete(task));
  };

  /** Events that an effect brings about wait until the step that had it is done. */
  const emit = (event: LiveEventOf): void => {
    events.push(event);
    if (stepping) return;
    stepping = true;
    try {
      for (let next = events.shift(); next !== undefined; next = events.shift()) {
        const { state: after, effects } = step(state, { at: now(), ...next });
        state = after;
        for (const effect of effects) perform(effect);
      }
    } finally {
      stepping = false;
    }
  };

  const workerOf = (reply: string): ReplyWorker => {
    const known = workers.get(reply);
    if (known !== undefined) return known;
    const worker = createReplyWorker(reply, { brain, voiceFor, emit, track, signal });
    workers.set(reply, worker);
    return worker;
  };

  const voiceFor = (language: string): Voice => chooseVoice(voices, language);

  const perform = (effect: LiveEffect): void => {
    switch (effect.type) {
      case 'ask-brain':
        workerOf(effect.reply).ask(effect);
        return;
      case 'voice-phrase':
        workerOf(effect.reply).voice(effect);
        return;
      case 'drop-reply':
        playout.drop(effect.reply);
        workers.get(effect.reply)?.drop();
        workers.delete(effect.reply);
        return;
      case 'play-reply':
        playout.play(effect.reply, workerOf(effect.reply).sound, effect.from);
        return;
      case 'set-level':
        playout.setLevel(effect.gain, effect.within);
        return;
      case 'hold-playing':
        playout.hold(effect.reply, effect.within);
        return;
      case 'stop-playing':
        playout.stop(effect.reply, effect.within);
        return;
      case 'play-backchannel':
        track(playAside(effect.text, effect.language));
        return;
      case 'end-utterance':
        listener?.endUtterance();
        return;
      case 'run-tool':
        track(runTool(effect));
        return;
      case 'tell':
        timeline.note(effect.notice);
        send({ type: 'notice-told', notice: effect.notice });
        return;
      case 'close-session':
        finish(effect.reason);
    }
  };

  const playAside = async (text: string, language: string): Promise<void> => {
    try {
      const samples = await voiceAside(voiceFor(language), text, language, signal);
      if (signal.aborted) return;
      playout.playAside(samples);
      timeline.noteAside(text, now(), now() + samples.length / agentSampleRate);
    } catch {
      // A listener's `mm-hm` that fails is not missed.
    }
  };

  const runTool = async ({
    id,
    name,
    arguments: json,
  }: Extract<LiveEffect, { type: 'run-tool' }>): Promise<void> => {
    const output = await tools.run(name, json, signal);
    if (output !== undefined && !signal.aborted) emit({ type: 'tool-answered', id, output });
  };

  const hearFrame = (captured: Float32Array): void => {
    if (finished !== undefined) return;
    frames += 1;
    const { heard, moved, stopped } = playout.tick();
    const played = reference.push(heard);
    const { frame, clean } = ear.hear(captured, played);
    listener?.hear(clean);
    recorder?.record(captured, played);
    if (moved !== undefined) emit({ type: 'playback-moved', ...moved });
    if (stopped !== undefined) emit({ type: 'playback-stopped', ...stopped });
    emit({ type: 'frame-heard', frame });
  };

  const source = createFrameSource(() => clock.now(), hearFrame);

  const listener =
    options.recognizer === undefined
      ? undefined
      : listenForWords({
          recognizer: options.recognizer,
          now,
          onWords: emit,
          onFailed: (message) => emit({ type: 'part-failed', part: 'recognizer', message }),
          signal,
        });

  const keepTime = async (): Promise<void> => {
    while (!signal.aborted) {
      await clock.wait(wakeInterval, { signal });
      source.wake();
    }
  };

  const finish = (reason: string): void => {
    if (finished !== undefined) return;
    finished = reason;
    options.signal?.removeEventListener('abort', abort);
    listener?.close();
    for (const worker of workers.values()) worker.drop();
    controller.abort(new DOMException(reason, 'AbortError'));
    void close(reason);
  };

  const close = async (reason: string): Promise<void> => {
    await Promise.allSettled([...work, timekeeper, listener?.ended]);
    ear.close();
    await recorder?.finish(timeline.read(now())).catch(() => {});
    resolveEnded(reason);
  };

  const timekeeper = keepTime().catch(() => {});
  options.signal?.addEventListener('abort', abort, { once: true });
  if (options.signal?.aborted === true) abort();

  return {
    hear: (samples, sampleRate) => source.push(samples, sampleRate),
    apply(wish) {
      if (finished === undefined) applyWish(wish);
    },
    get state() {
      return state;
    },
    timeline: () => timeline.read(now()),
    ended,
    async [Symbol.asyncDispose]() {
      if (finished === undefined) emit({ type: 'closing-wanted', reason: 'closed' });
      finish('closed');
      await ended;
    },
  };

  function applyWish(wish: LiveWish): void {
    if (wish.type === 'playback-moved') playout.report(wish.reply, wish.position, false);
    else if (wish.type === 'playback-stopped') playout.report(wish.reply, wish.position, true);
    else if (wish.type === 'setting-changed') {
      if (wish.voices !== undefined) voices = wish.voices;
      if (wish.tools !== undefined) tools.replace(wish.tools);
      const { instructions } = wish;
      emit({
        type: 'setting-changed',
        setting: {
          tools: tools.descriptions,
          answersTools: tools.answersAll,
          ...(instructions === undefined ? {} : { instructions }),
        },
      });
    } else emit(wish);
  }
}

const systemClock: LiveClock = {
  now: () => performance.now() / 1000,
  wait: (duration, { signal } = {}) =>
    new Promise((resolve, reject) => {
      const onAbort = (): void => {
        clearTimeout(timer);
        reject(signal?.reason instanceof Error ? signal.reason : new Error('The wait was ended.'));
      };
      const timer = setTimeout(() => {
        signal?.removeEventListener('abort', onAbort);
        resolve();
      }, duration * 1000);
      signal?.addEventListener('abort', onAbort, { once: true });
    }),
};

function createPlayout({ playout = { kind: 'paced' }, send }: LiveSessionOptions): Playout {
  return playout.kind === 'paced'
    ? createPacedPlayout(send, playout.lead ?? 0)
    : createClientPlayout(send, playout.ahead ?? 10);
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

/** The first whose languages hold it, else the first that speaks many, else the first. */
function chooseVoice(voices: readonly Voice[], language: string): Voice {
  const primary = (tag: string): string => tag.toLowerCase().split('-')[0]?.replace('cmn', 'zh') ?? '';
  const fits = (tag: string): boolean => primary(tag) === primary(language);
  const chosen =
    voices.find((voice) => voice.languages.some(fits)) ??
    voices.find((voice) => voice.languages.includes('mul')) ??
    voices[0];
  if (chosen === undefined)
    throw new LiveError('voices', 'A session needs a voice: give at least one in `voices`.');
  return chosen;
}

function reasonText(reason: unknown): string {
  return reason instanceof Error ? reason.message : 'aborted';
}
