import { frameDuration, type HeardFrame, type HeardSound, heardSounds } from './heard-frame.ts';
import type { LiveState } from './live-state.ts';
import { chain, type Outcome, outcome, tell } from './outcome.ts';

/** A sound that is no speech, while it goes on. */
export type Sounding = {
  readonly start: number;
  /** Of its latest frame that was surely a sound. */
  readonly end: number;
  /** Seconds taken for each kind. */
  readonly kinds: Readonly<Partial<Record<HeardSound, number>>>;
};

/** Seconds without it after which a sound is over: claps, keys and the parts of a laugh are one. */
const gap = 0.4;
/** Seconds of it, below which it may have been a consonant; what is short by nature. */
const shortest = 0.1;
const shortestKnock = 0.04;
/** Seconds after which one that goes on is told, and begun again: a fan must not wait for its end. */
const longest = 10;
/** Seconds by which the ear is late in naming a sound. */
const naming = 0.1;
/** Share of the agent's own voice in a frame from which on it is not the room's sound. */
const mostEcho = 0.5;

/** Coughs, knocks, laughter, music: told when they are over, whoever speaks, and changing nothing. */
export function hearSounds(state: LiveState, frame: HeardFrame): Outcome {
  const { at, sounding } = state;
  const sound = frame.echo > mostEcho ? undefined : frame.sound;
  const over = sounding !== undefined && (at - sounding.end > gap || at - sounding.start > longest);
  return chain(over ? endSound(state, sounding) : outcome(state), (next) =>
    sound === undefined ? outcome(next) : outcome({ ...next, sounding: goOn(next, sound) }),
  );
}

function goOn({ sounding, at }: LiveState, sound: HeardSound): Sounding {
  const before: Omit<Sounding, 'end'> = sounding ?? { start: Math.max(0, at - naming), kinds: {} };
  return {
    start: before.start,
    end: at,
    kinds: { ...before.kinds, [sound]: (before.kinds[sound] ?? 0) + frameDuration },
  };
}

function endSound(state: LiveState, { start, end, kinds }: Sounding): Outcome {
  const { sounding: _, ...quiet } = state;
  const total = Object.values(kinds).reduce((sum, time) => sum + time, 0);
  const [sound, time] = longestOf(kinds);
  // What the user says holds consonants that are like coughs and knocks; laughter is laughter there too.
  const spoken = sound !== 'laughter' && wasSaid(state, start, end);
  if (spoken || total < (sound === 'knock' ? shortestKnock : shortest) || time < total * 0.4)
    return outcome(quiet);
  const laughed = sound === 'laughter' ? { laughedAt: end } : {};
  return outcome({ ...quiet, ...laughed }, tell({ type: 'sound-heard', sound, start, end }));
}

function longestOf(kinds: Sounding['kinds']): readonly [HeardSound, number] {
  const times = heardSounds.map((sound) => [sound, kinds[sound] ?? 0] as const);
  return times.reduce((most, one) => (one[1] > most[1] ? one : most), times[0] ?? ['noise', 0]);
}

/** It lies inside of the user's turn. */
function wasSaid({ turn, taken, bout }: LiveState, start: number, end: number): boolean {
  const inside = (from: number, to: number): boolean => start > from - 0.1 && end < to + 0.2;
  if (turn !== undefined && inside(turn.start, turn.end)) return true;
  if (bout?.accepted === true && inside(bout.start, bout.end)) return true;
  return taken !== undefined && inside(taken.turn.start, taken.turn.end);
}

/** Whether the user has laughed since the turn before this one. */
export function hasLaughed({ laughedAt, taken }: LiveState): boolean {
  return laughedAt !== undefined && laughedAt > (taken?.turn.end ?? 0);
}
