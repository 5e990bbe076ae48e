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

/**
 * How loud programme and speakers are behind the limiter, told from the blocks: energies of different speakers add,
 * and the limiter's gain is followed from block to block.
 */
export function hearLevels(plan: LevelPlan, { gains, channels, ceiling }: LevelTrial): HeardLevels {
  const giveBack = -Math.expm1(-plan.frames / (release * plan.sampleRate));
  const alone = gains.map((gain) => gain * gain);
  const rows = channels.map((row) => row.map((share, speaker) => share ** 2 * (alone[speaker] ?? 1)));
  // A speaker in several channels: powers add.
  const shares = gains.map((_, speaker) => rows.reduce((sum, row) => sum + (row[speaker] ?? 0), 0));
  const step = createStep(plan.speakers);
  const programme = createGatedLoudness();
  const voices = gains.map(() => createVoiceLevel(plan.frames));
  let gain = 1;
  let next = 0;
  let active: LevelPiece[] = [];
  for (let at = 0; at < plan.blocks; at += stepBlocks) {
    const length = Math.min(stepBlocks, plan.blocks - at);
    for (
      let piece = plan.pieces[next];
      piece !== undefined && piece.at < at + length;
      piece = plan.pieces[++next]
    ) {
      active.push(piece);
    }
    fillStep(step, active, at, length);
    let energy = 0;
    for (let block = 0; block < length; block++) {
      const peak = Math.sqrt(highestPower(step, rows, block));
      const given = gain + (1 - gain) * giveBack;
      gain = peak * given > ceiling ? ceiling / peak : given;
      const power = gain * gain;
      for (const [speaker, { energies, counted, lengths }] of step.entries()) {
        energy += (energies[block] ?? 0) * (shares[speaker] ?? 0) * power;
        if ((lengths[block] ?? 0) > 0) {
          voices[speaker]?.add((counted[block] ?? 0) * (alone[speaker] ?? 1) * power);
        }
      }
    }
    programme.add(energy, length * plan.frames);
    active = active.filter((piece) => piece.at + piece.energies.length > at + length);
  }
  return { programme: programme.integrated(), speakers: voices.map((voice) => voice.integrated()) };
}

/** 100 ms of one speaker: with all their sounds, and with those that count, block by block. */
type SpeakerStep = {
  readonly energies: Float64Array;
  /** Squares. */
  readonly peaks: Float64Array;
  readonly counted: Float64Array;
  /** How many counted sounds there are. */
  readonly lengths: Uint8Array;
};

function createStep(speakers: number): readonly SpeakerStep[] {
  return Array.from({ length: speakers }, () => ({
    energies: new Float64Array(stepBlocks),
    peaks: new Float64Array(stepBlocks),
    counted: new Float64Array(stepBlocks),
    lengths: new Uint8Array(stepBlocks),
  }));
}

function fillStep(
  step: readonly SpeakerStep[],
  active: readonly LevelPiece[],
  at: number,
  length: number,
): void {
  for (const { energies, peaks, counted, lengths } of step) {
    energies.fill(0);
    peaks.fill(0);
    counted.fill(0);
    lengths.fill(0);
  }
  for (const piece of active) {
    const speaker = step[piece.speaker];
    if (speaker === undefined) continue;
    const power = piece.gain * piece.gain;
    const first = Math.max(0, piece.at - at);
    const last = Math.min(length, piece.at + piece.energies.length - at);
    for (let block = first; block < last; block++) {
      const place = at + block - piece.at;
      const energy = (piece.energies[place] ?? 0) * power;
      speaker.energies[block] = (speaker.energies[block] ?? 0) + energy;
      speaker.peaks[block] = (speaker.peaks[block] ?? 0) + (piece.peaks[place] ?? 0) ** 2 * power;
      if (!piece.counts) continue;
      speaker.counted[block] = (speaker.counted[block] ?? 0) + energy;
      speaker.lengths[block] = 1;
    }
  }
}

/** The square of the highest peak in any channel; where voices overlap their peaks seldom meet, and powers add. */
function highestPower(
  step: readonly SpeakerStep[],
  rows: readonly (readonly number[])[],
  block: number,
): number {
  let highest = 0;
  for (const row of rows) {
    let power = 0;
    for (let speaker = 0; speaker < step.length; speaker++) {
      power += (step[speaker]?.peaks[block] ?? 0) * (row[speaker] ?? 0);
    }
    if (power > highest) highest = power;
  }
  return highest;
}

/** Gathers single blocks into steps of 100 ms. */
function createVoiceLevel(frames: number) {
  const gated = createGatedLoudness();
  let energy = 0;
  let blocks = 0;
  return {
    add(more: number): void {
      energy += more;
      if (++blocks < stepBlocks) return;
      gated.add(energy, blocks * frames);
      energy = 0;
      blocks = 0;
    },
    integrated(): number {
      if (blocks > 0) gated.add(energy, blocks * frames);
      return gated.integrated();
    },
  };
}
