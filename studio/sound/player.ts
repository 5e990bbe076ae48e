import { createAsides } from './asides.ts';
import { createItemSound, type ItemSound } from './item-sound.ts';
import { createItemVoice, type ItemVoice } from './item-voice.ts';
import { createLevelRamp } from './level-ramp.ts';

/** What the server orders, in frames of the player's rate. */
export type PlayerOrder =
  | {
      readonly type: 'add-sound';
      readonly item: string;
      readonly frame: number;
      readonly samples: Float32Array;
    }
  /** Beside everything else: a backchannel, a filler. */
  | { readonly type: 'add-aside'; readonly samples: Float32Array }
  | { readonly type: 'play'; readonly item: string; readonly frame: number }
  | { readonly type: 'hold' | 'stop'; readonly item: string; readonly frames: number }
  | { readonly type: 'set-level'; readonly gain: number; readonly frames: number }
  /** The connection is gone: nothing of it is to be heard any more. */
  | { readonly type: 'forget-all' };

export type PlayerPlace = { readonly item: string; readonly frame: number };

export type PlayerReport = PlayerPlace & { readonly type: 'held' | 'stopped' };

/** Plays what is sent ahead and obeys orders to the sample. Runs in the audio thread, so nothing in it waits. */
export interface Player {
  obey(order: PlayerOrder): void;
  /** Fills the block with what is heard next. */
  pull(block: Float32Array): void;
  /** The next frame that will be heard, of the item that is playing or held. */
  readonly place: PlayerPlace | undefined;
  readonly gain: number;
  /** What has come to an end since the last call. */
  takeReports(): readonly PlayerReport[];
}

/** Seconds that an item keeps. */
const kept = 40;
const asideGain = 0.8;
/** Items whose sound is kept, and those that are remembered as stopped. */
const mostItems = 3;
const mostStopped = 64;

export function createPlayer(rate: number): Player {
  const sounds = new Map<string, ItemSound>();
  const stopped = new Set<string>();
  const ramp = createLevelRamp();
  const asides = createAsides();
  let voice: ItemVoice | undefined;
  /** What becomes of the voice's item once it is silent. */
  let ending: PlayerReport['type'] | undefined;
  let reports: PlayerReport[] = [];

  const forget = (item: string): void => {
    sounds.delete(item);
    stopped.add(item);
    for (const old of stopped) if (stopped.size > mostStopped) stopped.delete(old);
  };

  const soundOf = (item: string): ItemSound => {
    const known = sounds.get(item);
    if (known !== undefined) return known;
    const made = createItemSound(Math.round(kept * rate));
    sounds.set(item, made);
    for (const other of sounds.keys()) {
      if (sounds.size <= mostItems) break;
      if (other !== item && other !== voice?.item) forget(other);
    }
    return made;
  };

  /** What was sounding ends in a fade of its own, under the beginning of what follows. */
  const leave = (): void => {
    if (voice?.sounding === true) asides.add(voice.fading(), 1);
    if (voice !== undefined && ending !== undefined) report(ending, voice);
    voice = undefined;
    ending = undefined;
  };

  const play = (item: string, frame: number): void => {
    stopped.delete(item);
    leave();
    voice = createItemVoice(item, soundOf(item), frame, rate);
  };

  /** The server sends only what is to be heard: an item that is new begins by itself. */
  const addSound = (item: string, frame: number, samples: Float32Array): void => {
    // What was on its way when it was stopped must not be heard.
    if (stopped.has(item)) return;
    const fresh = !sounds.has(item);
    soundOf(item).write(frame, samples);
    if (fresh && voice?.item !== item) play(item, frame);
  };

  const breakOff = (type: PlayerReport['type'], item: string, frames: number): void => {
    if (voice?.item === item) {
      voice.breakOff(frames);
      // A hold does not take a stop back.
      if (ending !== 'stopped') ending = type;
      settle();
    } else if (type === 'stopped') {
      forget(item);
      reports.push({ type, item, frame: 0 });
    }
  };

  const report = (type: PlayerReport['type'], { item, frame }: ItemVoice): void => {
    reports.push({ type, item, frame });
    if (type === 'stopped') forget(item);
  };

  const settle = (): void => {
    if (voice === undefined || ending === undefined || !voice.silenced) return;
    report(ending, voice);
    if (ending === 'stopped') voice = undefined;
    ending = undefined;
  };

  return {
    obey(order) {
      switch (order.type) {
        case 'add-sound':
          return addSound(order.item, order.frame, order.samples);
        case 'add-aside':
          return asides.add(order.samples, asideGain);
        case 'play':
          return play(order.item, order.frame);
        case 'hold':
          return breakOff('held', order.item, order.frames);
        case 'stop':
          return breakOff('stopped', order.item, order.frames);
        case 'set-level':
          return ramp.moveTo(order.gain, order.frames);
        case 'forget-all':
          leave();
          sounds.clear();
          ramp.moveTo(1, 0);
      }
    },
    pull(block) {
      for (let frame = 0; frame < block.length; frame++) {
        const sample = voice === undefined ? 0 : voice.next();
        block[frame] = (sample + asides.next()) * ramp.next();
      }
      settle();
    },
    get place() {
      return voice === undefined ? undefined : { item: voice.item, frame: voice.frame };
    },
    get gain() {
      return ramp.gain;
    },
    takeReports() {
      const taken = reports;
      reports = [];
      return taken;
    },
  };
}
