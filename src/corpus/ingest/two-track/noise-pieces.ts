import { bandCount, type TrackFeatures } from './track-features.ts';

/** Frames of a piece that is listened to by itself: 1.5 s. */
export const pieceFrames = 150;
const leastFrames = 60;
/** Bands that flutter together. */
const group = 4;
const groups = bandCount / group;
/** Mean square: what is fainter is as silence. */
const silence = 1e-10;

/** A stretch of what is heard where nobody speaks, as numbers about 0 and no larger than a few. */
export type NoisePiece = {
  readonly inputs: Float64Array;
  /** Mean square. */
  readonly energy: number;
  /** The first of its frames. */
  readonly frame: number;
};

export const pieceInputs = bandCount + 4 * groups + 6;

/** What is heard in the frames that are chosen, piece by piece; frames left out between them are as if they were not. */
export function findNoisePieces(track: TrackFeatures, chosen: (frame: number) => boolean): NoisePiece[] {
  const pieces: NoisePiece[] = [];
  let frames: number[] = [];
  for (let frame = 0; frame < track.frames; frame++) {
    if (!chosen(frame)) continue;
    frames.push(frame);
    if (frames.length < pieceFrames) continue;
    pieces.push(describePiece(track, frames));
    frames = [];
  }
  if (frames.length >= leastFrames) pieces.push(describePiece(track, frames));
  return pieces;
}

function describePiece({ bands, energy, voicing }: TrackFeatures, frames: readonly number[]): NoisePiece {
  const inputs = new Float64Array(pieceInputs);
  const means = new Float64Array(bandCount);
  for (const frame of frames)
    for (let band = 0; band < bandCount; band++)
      means[band] = (means[band] ?? 0) + (bands[frame * bandCount + band] ?? 0) / frames.length;
  const logs = means.map((power) => Math.log10(power + silence));
  const middle = logs.reduce((sum, value) => sum + value, 0) / bandCount;
  // Spectrum: what it is, wherever the level.
  for (let band = 0; band < bandCount; band++) inputs[band] = (logs[band] ?? 0) - middle;
  for (let part = 0; part < groups; part++) {
    const levels = frames.map((frame) => {
      let sum = 0;
      for (let band = part * group; band < (part + 1) * group; band++)
        sum += Math.log10((bands[frame * bandCount + band] ?? 0) + silence);
      return sum / group;
    });
    inputs.set(flutterOf(levels), bandCount + 4 * part);
  }
  const whole = frames.map((frame) => energy[frame] ?? 0);
  const mean = whole.reduce((sum, value) => sum + value, 0) / frames.length;
  const rising = whole.toSorted((a, b) => a - b);
  const at = (share: number): number => rising[Math.floor(share * (rising.length - 1))] ?? 0;
  const voices = frames.map((frame) => voicing[frame] ?? 0);
  inputs.set(
    [
      (Math.log10(mean + silence) + 5) / 2,
      Math.log10((at(1) + silence) / (mean + silence)),
      Math.log10((at(0.1) + silence) / (mean + silence)),
      3 * (voices.reduce((sum, value) => sum + value, 0) / frames.length) - 1,
      4 * spreadOf(voices),
      3 * (voices.filter((value) => value > 0.7).length / frames.length),
    ],
    bandCount + 4 * groups,
  );
  return { inputs, energy: mean, frame: frames[0] ?? 0 };
}

/** How levels go up and down: how far, how fast, how much at once, how slowly. */
function flutterOf(levels: readonly number[]): readonly number[] {
  let [steps, most, slow] = [0, 0, 0];
  for (let index = 1; index < levels.length; index++) {
    const step = (levels[index] ?? 0) - (levels[index - 1] ?? 0);
    steps += Math.abs(step) / (levels.length - 1);
    most = Math.max(most, step);
  }
  const reach = 10;
  for (let index = reach; index < levels.length; index++)
    slow +=
      Math.abs((levels[index] ?? 0) - (levels[index - reach] ?? 0)) / Math.max(1, levels.length - reach);
  return [2 * spreadOf(levels), 5 * steps, most, 2 * slow];
}

function spreadOf(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, values.length));
}
