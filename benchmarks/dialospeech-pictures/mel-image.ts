import { encodeIndexedPng } from './indexed-png.ts';

/** Levels between nothing and full colour: more would only make the file larger. */
const levels = 24;
/** Normalised mel values at which colour begins and is full. */
const [faintest, fullest] = [-1.6, 2.2];

/**
 * Mel frames as a picture in one colour on nothing, so that it lies on a light page and on a dark one. Low bands are at
 * the bottom.
 */
export function melImage(
  mel: Float32Array,
  bands: number,
  [red, green, blue]: readonly [number, number, number],
): string {
  const width = mel.length / bands;
  const pixels = new Uint8Array(width * bands);
  for (let frame = 0; frame < width; frame++) {
    for (let band = 0; band < bands; band++) {
      const share = ((mel[frame * bands + band] ?? 0) - faintest) / (fullest - faintest);
      const level = Math.round(Math.min(1, Math.max(0, share)) * (levels - 1));
      pixels[(bands - 1 - band) * width + frame] = level;
    }
  }
  const palette = Array.from(
    { length: levels },
    (_, level) => [red, green, blue, Math.round((255 * level) / (levels - 1))] as const,
  );
  const png = encodeIndexedPng({ width, height: bands, pixels, palette });
  return `data:image/png;base64,${Buffer.from(png).toString('base64')}`;
}
