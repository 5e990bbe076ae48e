import { setImmediate as nextTurn } from 'node:timers/promises';
import { createGatedLoudness, fromDecibels, levelBlockFrames } from '../dsp/index.ts';
import type { MixSource } from './mix-tracks.ts';

/** A plan as blocks of 5 ms: how loud and how high each speaker is in each, with nothing mixed. */
export type LevelPlan = {
  /** Frames of a block, and blocks in all. */
  readonly frames: number;
  readonly blocks: number;
  readonly sampleRate: number;
  readonly speakers: number;
  /** In order of their starts. */
  readonly pieces: readonly LevelPiece[];
};

type LevelPiece = {
  readonly speaker: number;
  readonly at: number;
  readonly energies: Float32Array;
  readonly peaks: Float32Array;
  /** Linear. */
  readonly gain: number;
  /** Whether it tells how loud its speaker is. */
  readonly counts: boolean;
};

/**
 * Only what speakers say in their turns tells how loud they are: laughter, what they say as listeners, and how much
 * of the time they are silent have no part in it. Other sounds stand in where there is no speech.
 */
export function planLevels(source: MixSource): LevelPlan {
  const { clips, speakers, sounds, duration } = source;
  const { sampleRate } = sounds;
  const frames = levelBlockFrames(sampleRate);
  const block = (seconds: number): number => Math.round((seconds * sampleRate) / frames);
  const places = new Map(speakers.map((speaker, index) => [speaker, index]));
  const talkers = new Set(clips.filter(({ kind }) => kind === 'speech').map(({ speaker }) => speaker));
  const pieces = clips.map((clip): LevelPiece => {
    const { energies, peaks } = sounds.levels(clip.source);
    const [from, to] = [block(clip.from), block(clip.to)];
    return {
      speaker: places.get(clip.speaker) ?? 0,
      at: block(clip.at),
      energies: energies.subarray(from, to),
      peaks: peaks.subarray(from, to),
      gain: fromDecibels(clip.gain),
      counts: clip.kind === 'speech' || !talkers.has(clip.speaker),
    };
  });
  return {
    frames,
    blocks: Math.max(1, block(duration)),
    sampleRate,
    speakers: speakers.length,
    pieces: pieces.toSorted((a, b) => a.at - b.at),
  };
}

export type LevelTrial = {
  /** Linear gain of each speaker. */
  readonly gains: readonly number[];
  /** Rows are channels, columns speakers. */
  readonly channels: readonly (readonly number[])[];
  /** Linear: what the limiter lets through. */
  readonly ceiling: number;
};

export type HeardLevels = {
  /** LUFS of all channels. */
  readonly programme: number;
  /** LUFS of each speaker's counted sounds, one after another; -Infinity where there are none. */
  readonly speakers: readonly number[];
};

/** Seconds in which the limiter gives two thirds of a reduction back: its default. */
const release = 0.08;

/** Blocks in a step of BS.1770's windows, 100 ms. */
const stepBlocks = 20;

/** Steps between which other work may run: some milliseconds. */
const stepsAtOnce = 2000;

/**
 * How loud programme and speakers are behind the limiter, told from the blocks: energies of different speakers add,
 * and the limiter's gain is followed from block to block.
 */
export async function hearLevels(
  plan: LevelPlan,
  { gains, channels, ceiling }: LevelTrial,
  signal?: AbortSignal,
): Promise<HeardLevels> {
  const alone = Float64Array.from(gains, (gain) => gain * gain);
  const rows = channels.map((row) =>
    Float64Array.from(alone, (power, speaker) => (row[speaker] ?? 0) ** 2 * power),
  );
  // A speaker in several channels: powers add.
  const shares = alone.map((_, speaker) => rows.reduce((sum, row) => sum + (row[speaker] ?? 0), 0));
  const step: Step = {
    speakers: gains.map(() => ({
      energies: new Float64Array(stepBlocks),
      peaks: new Float64Array(stepBlocks),
      counted: new Float64Array(stepBlocks),
      counts: new Uint8Array(stepBlocks),
    })),
    powers: new Float64Array(stepBlocks),
    highest: new Float64Array(stepBlocks),
    reductions: new Float64Array(stepBlocks),
    ceiling: ceiling ** 2,
    giveBack: -Math.expm1(-plan.frames / (release * plan.sampleRate)),
    gain: Float64Array.of(1),
  };
  const programme = createGatedLoudness();
  const voices = gains.map(() => createVoiceLevel(plan.frames));
  let next = 0;
  let active: LevelPiece[] = [];
  for (let at = 0, done = 0; at < plan.blocks; at += stepBlocks, done++) {
    if (done % stepsAtOnce === 0) {
      await nextTurn();
      signal?.throwIfAborted();
    }
    const length = Math.min(stepBlocks, plan.blocks - at);
    for (
      let piece = plan.pieces[next];
      piece !== undefined && piece.at < at + length;
      piece = plan.pieces[++next]
    ) {
      active.push(piece);
    }
    const sounding = fillStep(step, active, at, length);
    limitStep(step, sounding, rows, length);
    let energy = 0;
    for (const speaker of sounding) {
      energy += (shares[speaker] ?? 0) * sumOf(step, speaker, length);
      voices[speaker]?.add(step, speaker, alone[speaker] ?? 1, length);
    }
    programme.add(energy, length * plan.frames);
    if (active.length > 0) active = active.filter((piece) => piece.at + piece.energies.length > at + length);
  }
  return { programme: programme.integrated(), speakers: voices.map((voice) => voice.integrated()) };
}

/** 100 ms, block by block, with the limiter's state. */
type Step = {
  readonly speakers: readonly SpeakerStep[];
  /** The squares of the peaks in one channel, and in the highest. */
  readonly powers: Float64Array;
  readonly highest: Float64Array;
  /** What the limiter leaves of the power. */
  readonly reductions: Float64Array;
  /** A square, as the peaks are. */
  readonly ceiling: number;
  readonly giveBack: number;
  /** Its gain, one number that stays between steps. */
  readonly gain: Float64Array;
};

type SpeakerStep = {
  readonly energies: Float64Array;
  /** Squares. */
  readonly peaks: Float64Array;
  /** The energies of what counts, and whether anything does. */
  readonly counted: Float64Array;
  readonly counts: Uint8Array;
};

/** Gathers what sounds, and says of which speakers. */
function fillStep({ speakers }: Step, active: readonly LevelPiece[], at: number, length: number): number[] {
  const sounding: number[] = [];
  for (const piece of active) {
    const speaker = speakers[piece.speaker];
    if (speaker === undefined) continue;
    const { energies, peaks, counted, counts } = speaker;
    if (!sounding.includes(piece.speaker)) {
      sounding.push(piece.speaker);
      energies.fill(0);
      peaks.fill(0);
      counted.fill(0);
      counts.fill(0);
    }
    const power = piece.gain * piece.gain;
    const first = Math.max(0, piece.at - at);
    const last = Math.min(length, piece.at + piece.energies.length - at);
    for (let block = first, place = at + first - piece.at; block < last; block++, place++) {
      const energy = (piece.energies[place] ?? 0) * power;
      const peak = piece.peaks[place] ?? 0;
      energies[block] = (energies[block] ?? 0) + energy;
      peaks[block] = (peaks[block] ?? 0) + peak * peak * power;
      if (!piece.counts) continue;
      counted[block] = (counted[block] ?? 0) + energy;
      counts[block] = 1;
    }
  }
  return sounding;
}

/** In each channel powers of voices add: where they overlap, their peaks seldom meet. */
function limitStep(
  { speakers, powers, highest, reductions, ceiling, giveBack, gain }: Step,
  sounding: readonly number[],
  rows: readonly Float64Array[],
  length: number,
): void {
  highest.fill(0);
  for (const row of rows) {
    powers.fill(0);
    for (const speaker of sounding)
      addScaled64(powers, speakers[speaker]?.peaks ?? powers, row[speaker] ?? 0);
    for (let block = 0; block < length; block++) {
      const power = powers[block] ?? 0;
      if (power > (highest[block] ?? 0)) highest[block] = power;
    }
  }
  let state = gain[0] ?? 1;
  for (let block = 0; block < length; block++) {
    const peak = highest[block] ?? 0;
    state += (1 - state) * giveBack;
    if (peak * state * state > ceiling) state = Math.sqrt(ceiling / peak);
    reductions[block] = state * state;
  }
  gain[0] = state;
}

function addScaled64(target: Float64Array, source: Float64Array, share: number): void {
  if (share === 0) return;
  for (let index = 0; index < target.length; index++) {
    target[index] = (target[index] ?? 0) + (source[index] ?? 0) * share;
  }
}

function sumOf({ speakers, reductions }: Step, speaker: number, length: number): number {
  const energies = speakers[speaker]?.energies ?? reductions;
  let sum = 0;
  for (let block = 0; block < length; block++) sum += (energies[block] ?? 0) * (reductions[block] ?? 1);
  return sum;
}

/** Gathers what counts of one speaker, without what is between, into steps of 100 ms. */
function createVoiceLevel(frames: number) {
  const gated = createGatedLoudness();
  let energy = 0;
  let blocks = 0;
  return {
    add({ speakers, reductions }: Step, speaker: number, power: number, length: number): void {
      const found = speakers[speaker];
      if (found === undefined) return;
      const { counts, counted } = found;
      for (let block = 0; block < length; block++) {
        if (counts[block] !== 1) continue;
        energy += (counted[block] ?? 0) * (reductions[block] ?? 1) * power;
        if (++blocks < stepBlocks) continue;
        gated.add(energy, blocks * frames);
        energy = 0;
        blocks = 0;
      }
    },
    integrated(): number {
      if (blocks > 0) gated.add(energy, blocks * frames);
      return gated.integrated();
    },
  };
}
