/** Decibels of an amplitude against full scale; `-Infinity` for 0. The sign is ignored. */
export function toDecibels(amplitude: number): number {
  return 20 * Math.log10(Math.abs(amplitude));
}

/** The amplitude of a level in decibels; 0 for `-Infinity`. */
export function fromDecibels(decibels: number): number {
  return 10 ** (decibels / 20);
}
