/** Levels of the quantiser's dimensions, the first changing fastest. */
const levels = [8, 5, 5, 5] as const;

/**
 * A colour for each speech token, near ones alike: the first two dimensions are the hue, the others lightness and
 * strength.
 */
export function tokenColour(token: number): string {
  let rest = token;
  const [first = 0, second = 0, third = 0, fourth = 0] = levels.map((count) => {
    const digit = rest % count;
    rest = Math.floor(rest / count);
    return digit / count;
  });
  return hexOf(360 * (first + second / levels[0]), 0.45 + 0.4 * fourth, 0.42 + 0.26 * third);
}

/** Hue in degrees, strength and lightness from 0 to 1. */
function hexOf(hue: number, strength: number, lightness: number): string {
  const reach = strength * Math.min(lightness, 1 - lightness);
  const part = (offset: number): string => {
    const place = (offset + hue / 30) % 12;
    const value = lightness - reach * Math.max(-1, Math.min(place - 3, 9 - place, 1));
    return Math.round(255 * value)
      .toString(16)
      .padStart(2, '0');
  };
  return `#${part(0)}${part(8)}${part(4)}`;
}
