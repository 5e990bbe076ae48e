/** For text and attributes; what XML cannot hold at all becomes a space. */
export function escapeXml(text: string): string {
  return text
    .replace(/[^\P{Cc}\t\n\r]|[\p{Cs}\uFFFE\uFFFF]/gu, ' ')
    .replace(/[&<>"']/gu, (character) => entities.get(character) ?? character);
}

const entities: ReadonlyMap<string, string> = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
  ["'", '&#39;'],
]);

const wide =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Extended_Pictographic}\u3000-\u303F\uFF00-\uFFEF]/u;
const narrow = /[iljtfrI.,:;'’!|()[\] ]/u;
const broad = /[mwMWA-Z@%—…]/u;

/** About how wide a text is in a usual sans-serif face. Pixels, for a size in pixels. */
export function textWidth(text: string, size: number): number {
  let width = 0;
  for (const character of text) {
    if (wide.test(character)) width += 1.02;
    else if (narrow.test(character)) width += 0.38;
    else if (/\p{M}/u.test(character)) width += 0;
    else width += broad.test(character) ? 0.86 : 0.62;
  }
  return width * size;
}

/** The text, shortened with an ellipsis to at most `width` pixels. */
export function fitText(text: string, size: number, width: number): string {
  if (textWidth(text, size) <= width) return text;
  let fitted = '';
  for (const character of text) {
    if (textWidth(`${fitted}${character}…`, size) > width) break;
    fitted += character;
  }
  return `${fitted.trimEnd()}…`;
}

/** `4:05`, or `1:02:05` from an hour on. */
export function clock(time: number): string {
  const seconds = Math.round(time);
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}

/** Coordinates with one decimal: a tenth of a pixel is finer than anybody sees. */
export function pixels(value: number): string {
  return String(Math.round(value * 10) / 10);
}
