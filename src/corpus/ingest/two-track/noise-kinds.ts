import { noiseKinds } from '../../conditions/conditions.ts';
import { findNoisePieces } from './noise-pieces.ts';
import { answer, type PieceWeights } from './piece-network.ts';
import type { TrackFeatures } from './track-features.ts';

/** What a piece may be, in the order of the network's answers; the last is nothing. */
export const pieceAnswers: readonly string[] = [...noiseKinds, 'nothing'];

/** Mean square: -80 dBFS and less is as good as silence, and so is 40 dB below speech. */
const faint = 1e-8;
const besideSpeech = 1e-4;
/** What is in so many of the pieces is there all the time. */
const always = 0.3;
/** A single noise: how sure, how many times louder than what is usual, and beside speech: ends of words are fainter. */
const sure = 0.8;
const single = 2;
const singleBesideSpeech = 1e-3;
const mostKinds = 3;

type FindNoiseOptions = {
  /** Whether a frame is without speech. */
  readonly chosen: (frame: number) => boolean;
  /** Mean square of the speech; 0 where there is none. */
  readonly speech: number;
  readonly weights: PieceWeights;
};

/** The kinds of noise where nobody speaks, the loudest first. */
export function findNoiseKinds(
  track: TrackFeatures,
  { chosen, speech, weights }: FindNoiseOptions,
): readonly string[] {
  const least = Math.max(faint, besideSpeech * speech);
  const pieces = findNoisePieces(track, chosen).map(({ inputs, energy }) => ({
    energy,
    shares: energy > least ? answer(weights, inputs) : null,
  }));
  const usual =
    pieces.map(({ energy }) => energy).toSorted((a, b) => a - b)[Math.floor(pieces.length / 2)] ?? 0;
  const found = noiseKinds.map((kind, index) => {
    const shares = pieces.map((piece) => piece.shares?.[index] ?? 0);
    const mean = shares.reduce((sum, share) => sum + share, 0) / Math.max(1, pieces.length);
    const isSingle = pieces.some(
      ({ energy }, place) =>
        (shares[place] ?? 0) >= sure && energy > Math.max(single * usual, singleBesideSpeech * speech),
    );
    const power = pieces.reduce((sum, { energy }, place) => sum + energy * (shares[place] ?? 0), 0);
    return { kind, power, isThere: mean >= always || isSingle };
  });
  return found
    .filter(({ isThere }) => isThere)
    .toSorted((a, b) => b.power - a.power)
    .slice(0, mostKinds)
    .map(({ kind }) => kind);
}
