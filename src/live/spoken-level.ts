import type { HeardFrame } from './heard-frame.ts';

/** dB under the loudest syllables, and over the room, at which speech has died away. */
const quieter = 20;
const overRoom = 5;
/** dB by which the loudest counts for less with every frame: 4 a second. */
const forgetting = 0.08;

/** A frame of a turn: whether it is about as loud as speech, and how loud the turn's loudest syllables are with it. */
export type SpokenLevel = { readonly loudest: number; readonly loud: boolean };

/** Rooms and ears draw speech out: what has died away is silence, though the ear still hears speech in it. */
export function spokenLevel(frame: HeardFrame, before: number): SpokenLevel {
  const loudest = Math.max(frame.level, before - forgetting);
  const quiet = Math.max(loudest - quieter, Math.min(frame.floor + overRoom, loudest - 10));
  return { loudest, loud: frame.level >= quiet };
}
