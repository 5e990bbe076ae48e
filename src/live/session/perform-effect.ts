import type { LiveEffect } from '../live-effect.ts';
import type { LiveEventOf } from '../live-event.ts';
import { agentSampleRate, type LiveOutput } from '../session-options.ts';
import type { Playout } from './playout.ts';
import type { ReplyWorker } from './reply-worker.ts';
import type { SessionTimeline } from './session-timeline.ts';
import type { TaskSet } from './task-set.ts';
import type { ToolBox } from './tool-box.ts';

export type EffectParts = {
  readonly playout: Playout;
  readonly tools: ToolBox;
  readonly timeline: SessionTimeline;
  readonly tasks: TaskSet;
  readonly startWorker: (reply: string) => ReplyWorker;
  readonly voiceAside: (text: string, language: string) => Promise<Float32Array>;
  readonly endUtterance: () => void;
  readonly send: (output: LiveOutput) => void;
  readonly emit: (event: LiveEventOf) => void;
  readonly now: () => number;
  readonly finish: (reason: string) => void;
  readonly signal: AbortSignal;
};

/** Does what a step wants done. */
export interface EffectPerformer {
  perform(effect: LiveEffect): void;
  /** Nobody will hear any of the replies. */
  dropAll(): void;
}

export function createEffectPerformer(parts: EffectParts): EffectPerformer {
  const { playout, tools, timeline, tasks, emit, now, signal } = parts;
  const workers = new Map<string, ReplyWorker>();

  const workerOf = (reply: string): ReplyWorker => {
    const known = workers.get(reply);
    if (known !== undefined) return known;
    const worker = parts.startWorker(reply);
    workers.set(reply, worker);
    return worker;
  };

  const drop = (reply: string): void => {
    playout.drop(reply);
    workers.get(reply)?.drop();
    workers.delete(reply);
  };

  const playAside = async (text: string, language: string): Promise<void> => {
    const samples = await parts.voiceAside(text, language);
    if (signal.aborted) return;
    playout.playAside(samples);
    timeline.noteAside(text, now(), now() + samples.length / agentSampleRate);
  };

  const runTool = async (call: Extract<LiveEffect, { type: 'run-tool' }>): Promise<void> => {
    const output = await tools.run(call.name, call.arguments, signal);
    if (output !== undefined && !signal.aborted) emit({ type: 'tool-answered', id: call.id, output });
  };

  const perform = (effect: LiveEffect): void => {
    // A session that ends in the middle of a step begins nothing more; what it has to tell is told.
    if (signal.aborted && effect.type !== 'tell') return;
    switch (effect.type) {
      case 'ask-brain':
        return workerOf(effect.reply).ask(effect);
      case 'voice-phrase':
        return workerOf(effect.reply).voice(effect);
      case 'drop-reply':
        return drop(effect.reply);
      case 'play-reply':
        return playout.play(effect.reply, workerOf(effect.reply).sound, effect.from);
      case 'set-level':
        return playout.setLevel(effect.gain, effect.within);
      case 'hold-playing':
        return playout.hold(effect.reply, effect.within);
      case 'stop-playing':
        return playout.stop(effect.reply, effect.within);
      // A listener's `mm-hm` that fails is not missed.
      case 'play-backchannel':
        return tasks.add(playAside(effect.text, effect.language));
      case 'end-utterance':
        return parts.endUtterance();
      case 'run-tool':
        return tasks.add(runTool(effect));
      case 'tell':
        timeline.note(effect.notice);
        return parts.send({ type: 'notice-told', notice: effect.notice });
      case 'close-session':
        return parts.finish(effect.reason);
    }
  };

  return {
    perform,
    dropAll() {
      for (const reply of workers.keys()) drop(reply);
    },
  };
}
