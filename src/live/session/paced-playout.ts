import { agentSampleRate, type LiveOutput } from '../session-options.ts';
import { createLevelRamp } from './level-ramp.ts';
import type { Playout, PlayoutTick } from './playout.ts';
import type { ReplySound } from './reply-sound.ts';
import { syllableEnd } from './syllable-end.ts';

const tickFrames = agentSampleRate / 50;
/** Frames of the fade with which a voice breaks off. */
const fadeFrames = 480;
const asideGain = 0.7;

type Playing = {
  readonly reply: string;
  readonly sound: ReplySound;
  position: number;
  /** Where it began, if in the middle: it comes in softly. */
  fadeFrom?: number;
  /** Where it falls silent, in frames of its sound. */
  stopAt?: { readonly position: number; readonly forGood: boolean };
};

const nothing: PlayoutTick = {};

/** The session mixes what the user hears and sends it `lead` seconds early at most, so every order is in it. */
export function createPacedPlayout(send: (output: LiveOutput) => void, lead: number): Playout {
  const ramp = createLevelRamp();
  const ahead: PlayoutTick[] = [];
  const leadTicks = Math.round(lead * 50);
  let playing: Playing | undefined;
  let aside: Float32Array | undefined;

  const breakOff = (reply: string, within: number, forGood: boolean): void => {
    if (playing?.reply !== reply) return;
    const coming = new Float32Array(Math.round(within * agentSampleRate) + fadeFrames);
    const frames = playing.sound.read(playing.position, coming);
    const end = Math.max(fadeFrames / 2, syllableEnd(coming.subarray(0, frames)));
    playing.stopAt = { position: playing.position + Math.min(frames, end), forGood };
  };

  const pull = (): PlayoutTick => {
    if (playing === undefined && aside === undefined) return nothing;
    const samples = new Float32Array(tickFrames);
    const from = (playing?.position ?? 0) / agentSampleRate;
    let mixed = mixReply(samples);
    if (aside !== undefined) {
      mixed = { ...mixed, heard: samples };
      for (let index = 0; index < Math.min(tickFrames, aside.length); index += 1) {
        samples[index] = (samples[index] ?? 0) + (aside[index] ?? 0) * asideGain;
      }
      aside = aside.length > tickFrames ? aside.subarray(tickFrames) : undefined;
    }
    const { heard, moved } = mixed;
    if (heard !== undefined) {
      send({
        type: 'audio-ready',
        ...(moved === undefined ? {} : { reply: moved.reply }),
        position: moved === undefined ? 0 : from,
        samples: heard,
      });
    }
    return mixed;
  };

  const mixReply = (samples: Float32Array): PlayoutTick => {
    // Nobody says `one moment` and the answer at once.
    if (playing === undefined || (aside !== undefined && playing.position === 0)) return nothing;
    const { reply, sound, stopAt } = playing;
    const room = stopAt === undefined ? tickFrames : Math.min(tickFrames, stopAt.position - playing.position);
    const frames = sound.read(playing.position, samples.subarray(0, Math.max(0, room)));
    if (stopAt !== undefined) fadeTowards(samples.subarray(0, frames), stopAt.position - playing.position);
    if (playing.fadeFrom !== undefined)
      fadeIn(samples.subarray(0, frames), playing.position - playing.fadeFrom);
    ramp.apply(samples);
    playing.position += frames;
    const moved = { reply, position: playing.position / agentSampleRate };
    const ended = stopAt !== undefined && playing.position >= stopAt.position;
    if (ended) playing = undefined;
    return {
      ...(frames > 0 ? { heard: samples, moved } : {}),
      ...(ended ? { stopped: moved } : {}),
    };
  };

  return {
    play(reply, sound, position) {
      const start = Math.round(position * agentSampleRate);
      playing = { reply, sound, position: start, ...(start > 0 ? { fadeFrom: start } : {}) };
    },
    hold: (reply, within) => breakOff(reply, within, false),
    stop: (reply, within) => breakOff(reply, within, true),
    setLevel: (gain, within) => ramp.moveTo(gain, within),
    playAside(samples) {
      aside = samples;
    },
    drop(reply) {
      // One that is breaking off comes to the end of its fade.
      if (playing?.reply === reply && playing.stopAt === undefined) playing = undefined;
    },
    report: () => false,
    tick(): PlayoutTick {
      ahead.push(pull());
      return (ahead.length > leadTicks ? ahead.shift() : undefined) ?? nothing;
    },
  };
}

/** Up from nothing over the first frames, of which so many have passed. */
function fadeIn(samples: Float32Array, passed: number): void {
  const frames = Math.min(samples.length, fadeFrames / 2 - passed);
  for (let index = 0; index < frames; index += 1) {
    samples[index] = ((samples[index] ?? 0) * (passed + index)) / (fadeFrames / 2);
  }
}

/** Down to nothing over the last frames before the end. */
function fadeTowards(samples: Float32Array, end: number): void {
  const start = end - fadeFrames / 2;
  for (let index = Math.max(0, start); index < samples.length; index += 1) {
    const gain = Math.max(0, (end - index) / (fadeFrames / 2));
    samples[index] = (samples[index] ?? 0) * gain;
  }
}
