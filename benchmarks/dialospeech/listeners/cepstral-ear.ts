import { logMel } from '../../../packages/dialospeech/src/sound/log-mel.ts';
import { groupBy } from '../../../src/timeline/group-by.ts';
import type { VoiceEar } from '../measures/similarity.ts';

/** Some seconds of somebody, 16 kHz. */
export type VoicePiece = { readonly speaker: string; readonly samples: Float32Array };

const shape = { sampleRate: 16_000, hop: 320, bands: 80, mean: 0, deviation: 1 };
/** Cepstral coefficients from the second on: the first is the level. */
const coefficients = 20;
/** Natural logarithm below the loudest frame, under which a frame is no speech. */
const speechRange = 5;
/** Of the variance of single numbers that is added to theirs, since the pieces are few. */
const shrinkage = 0.1;

/**
 * Hears voices without any network: means and deviations of cepstra, on a scale on which pieces of one speaker differ as
 * much in every direction. The scale is fitted to voices that are not measured.
 */
export function fitCepstralEar(pieces: readonly VoicePiece[]): VoiceEar {
  const known = pieces.flatMap(({ speaker, samples }) => {
    const vector = cepstralStatistics(samples);
    return vector === undefined ? [] : [{ speaker, vector }];
  });
  if (known.length < 2) throw new RangeError('There is no speech to fit an ear to.');
  const centre = meanOf(known.map(({ vector }) => vector));
  const own = groupBy(known, ({ speaker }) => speaker);
  const deviations = [...own.values()].flatMap((group) => {
    const mean = meanOf(group.map(({ vector }) => vector));
    return group.map(({ vector }) => vector.map((value, index) => value - (mean[index] ?? 0)));
  });
  const lower = choleskyOf(covarianceOf(deviations));
  return {
    name: 'cepstral statistics',
    vectorOf(samples) {
      const vector = cepstralStatistics(samples) ?? centre;
      const away = vector.map((value, index) => value - (centre[index] ?? 0));
      return Promise.resolve(Float32Array.from(solveLower(lower, away)));
    },
  };
}

function cepstralStatistics(samples: Float32Array): number[] | undefined {
  const mel = logMel(samples, shape);
  const frames = mel.length / shape.bands;
  const levels = Array.from({ length: frames }, (_, frame) => {
    const own = mel.subarray(frame * shape.bands, (frame + 1) * shape.bands);
    return own.reduce((sum, value) => sum + value, 0) / shape.bands;
  });
  const loudest = levels.reduce((most, level) => Math.max(most, level), Number.NEGATIVE_INFINITY);
  const cepstra = levels.flatMap((level, frame) =>
    level < loudest - speechRange
      ? []
      : [cepstrum(mel.subarray(frame * shape.bands, (frame + 1) * shape.bands))],
  );
  if (cepstra.length < 10) return undefined;
  const mean = meanOf(cepstra);
  const deviation = mean.map((middle, index) => {
    const squares = cepstra.reduce((sum, each) => sum + ((each[index] ?? 0) - middle) ** 2, 0);
    return Math.log(Math.sqrt(squares / cepstra.length) + 1e-3);
  });
  return [...mean, ...deviation];
}

/** Cosines of the second type, the first left out. */
function cepstrum(bands: Float32Array): number[] {
  return Array.from({ length: coefficients }, (_, order) => {
    let sum = 0;
    for (const [band, value] of bands.entries())
      sum += value * Math.cos((Math.PI * (order + 1) * (band + 0.5)) / bands.length);
    return sum / bands.length;
  });
}

function meanOf(vectors: readonly (readonly number[])[]): number[] {
  const width = vectors[0]?.length ?? 0;
  return Array.from(
    { length: width },
    (_, index) => vectors.reduce((sum, vector) => sum + (vector[index] ?? 0), 0) / vectors.length,
  );
}

function covarianceOf(deviations: readonly (readonly number[])[]): number[][] {
  const width = deviations[0]?.length ?? 0;
  return Array.from({ length: width }, (_, row) =>
    Array.from({ length: width }, (__, column) => {
      const sum = deviations.reduce((all, each) => all + (each[row] ?? 0) * (each[column] ?? 0), 0);
      const covariance = sum / deviations.length;
      return row === column ? covariance * (1 + shrinkage) + 1e-6 : covariance * (1 - shrinkage);
    }),
  );
}

/** The lower triangle whose product with itself is the matrix. */
function choleskyOf(matrix: readonly (readonly number[])[]): number[][] {
  const lower: number[][] = matrix.map((row) => row.map(() => 0));
  for (const [row, values] of matrix.entries()) {
    const own = lower[row] ?? [];
    for (let column = 0; column <= row; column++) {
      const other = lower[column] ?? [];
      let rest = values[column] ?? 0;
      for (let index = 0; index < column; index++) rest -= (own[index] ?? 0) * (other[index] ?? 0);
      own[column] = column === row ? Math.sqrt(Math.max(rest, 1e-9)) : rest / (other[column] ?? 1);
    }
  }
  return lower;
}

function solveLower(lower: readonly (readonly number[])[], values: readonly number[]): number[] {
  const solved: number[] = [];
  for (const [row, own] of lower.entries()) {
    let rest = values[row] ?? 0;
    for (const [column, value] of solved.entries()) rest -= (own[column] ?? 0) * value;
    solved.push(rest / (own[row] ?? 1));
  }
  return solved;
}
