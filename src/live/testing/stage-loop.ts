import { splitWords, type Word } from '../../timeline/index.ts';
import type { BrainRequest } from '../../voices/index.ts';
import { frameDuration, type HeardFrame } from '../heard-frame.ts';
import type { LiveEffect } from '../live-effect.ts';
import type { LiveEventOf } from '../live-event.ts';
import type { LiveState } from '../live-state.ts';
import { step } from '../step.ts';
import { createStagePlayer, type StageHeard } from './stage-player.ts';

export type StageEffect = { readonly at: number; readonly effect: LiveEffect };

export type StageParts = {
  /** Undefined: it never answers. */
  readonly answer: (request: BrainRequest) => string | undefined;
  /** Seconds for which it thinks. */
  readonly thinking: number;
};

/** Does what `step` wants done, in simulated time, by a brain, a voice and a player of a few lines. */
export interface StageLoop {
  readonly state: LiveState;
  readonly at: number;
  readonly effects: readonly StageEffect[];
  /** Frame by frame, what the user heard of the agent. */
  readonly heard: readonly StageHeard[];
  send(event: LiveEventOf): void;
  /** Something happens so many seconds from now. */
  later(after: number, event: LiveEventOf): void;
  hear(frame: HeardFrame): void;
}

/** Seconds of each character of the agent's speech. */
const characterLength = 0.065;
const voiceDelay = 0.05;

type Pending = { readonly at: number; readonly event: LiveEventOf };

export function createStageLoop(start: LiveState, { answer, thinking }: StageParts): StageLoop {
  const effects: StageEffect[] = [];
  const heard: StageHeard[] = [];
  const voiced = new Map<string, number>();
  const player = createStagePlayer();
  let pending: Pending[] = [];
  let frames = 0;
  let state = start;
  const now = (): number => frames * frameDuration;
  const later = (after: number, event: LiveEventOf): void => {
    pending.push({ at: now() + after, event });
  };

  const send = (event: LiveEventOf): void => {
    const next = step(state, { at: now(), ...event });
    state = next.state;
    for (const effect of next.effects) {
      effects.push({ at: now(), effect });
      player.perform(effect, now());
      if (effect.type === 'ask-brain') think(effect.reply, effect.request);
      if (effect.type === 'voice-phrase') voice(effect);
      if (effect.type === 'drop-reply') pending = pending.filter((item) => !isOf(item.event, effect.reply));
    }
  };

  const think = (reply: string, request: BrainRequest): void => {
    const text = answer(request);
    if (text === undefined) return;
    later(thinking, { type: 'brain-said', reply, text });
    later(thinking, { type: 'brain-finished', reply });
  };

  const voice = ({ reply, phrase, text }: Extract<LiveEffect, { type: 'voice-phrase' }>): void => {
    const duration = text.length * characterLength;
    const words = spreadWords(text, 0, duration);
    later(voiceDelay, { type: 'phrase-voiced', reply, phrase, duration, words, complete: true });
  };

  const deliver = (): void => {
    const due = pending.filter(({ at }) => at <= now() + 1e-9).toSorted((a, b) => a.at - b.at);
    pending = pending.filter(({ at }) => at > now() + 1e-9);
    for (const { event } of due) {
      if (event.type === 'phrase-voiced')
        voiced.set(event.reply, (voiced.get(event.reply) ?? 0) + event.duration);
      send(event);
    }
  };

  return {
    get state() {
      return state;
    },
    get at() {
      return now();
    },
    effects,
    heard,
    send,
    later,
    hear(frame) {
      frames += 1;
      deliver();
      const tick = player.tick(now(), (reply) => voiced.get(reply) ?? 0);
      heard.push(tick.heard);
      for (const event of tick.events) send(event);
      send({ type: 'frame-heard', frame });
    },
  };
}

function isOf(event: LiveEventOf, reply: string): boolean {
  return 'reply' in event && event.reply === reply;
}

export function spreadWords(text: string, start: number, end: number): Word[] {
  const texts = splitWords(text);
  const length = (end - start) / Math.max(1, texts.length);
  return texts.map((word, index) => ({
    text: word,
    start: start + index * length,
    end: start + (index + 0.85) * length,
  }));
}
