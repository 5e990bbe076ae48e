import { type ProblemList, quote } from './script-error.ts';

/** A piece of one line of a turn. Columns count from 1. */
export type InlineToken =
  | { readonly type: 'text'; readonly text: string; readonly column: number }
  | { readonly type: 'tag'; readonly tag: string; readonly column: number };

const longestTag = 60;

/** Splits a line into text, with its escapes resolved, and what stands in brackets. */
export function scanInline(
  source: string,
  line: number,
  firstColumn: number,
  problems: ProblemList,
): InlineToken[] {
  const tokens: InlineToken[] = [];
  const special = /[\\[]/gu;
  let text = '';
  let position = 0;
  const flush = (): void => {
    if (text !== '') tokens.push({ type: 'text', text, column: firstColumn + position });
    text = '';
  };
  for (let match = special.exec(source); match !== null; match = special.exec(source)) {
    text += source.slice(position, match.index);
    if (match[0] === '\\') {
      const next = source.charAt(match.index + 1);
      text += isEscapable(next) ? next : `\\${next}`;
      position = match.index + 1 + next.length;
    } else {
      const tag = /^[^[\]]*(?=\])/u.exec(source.slice(match.index + 1, match.index + 2 + longestTag))?.[0];
      if (tag === undefined) {
        problems.add({
          message: 'This bracket is not closed. To say a bracket, write "\\[".',
          line,
          column: firstColumn + match.index,
          found: source.slice(match.index, match.index + longestTag),
        });
        return tokens;
      }
      flush();
      tokens.push({ type: 'tag', tag: tag.trim(), column: firstColumn + match.index });
      position = match.index + tag.length + 2;
    }
    special.lastIndex = position;
  }
  text += source.slice(position);
  flush();
  return tokens;
}

/** ASCII punctuation and the long dash. Before anything else a backslash is a backslash. */
function isEscapable(character: string): boolean {
  return character === '—' || /^[!-/:-@[-`{-~]$/u.test(character);
}

export function escapeInline(text: string): string {
  return text.replace(/[\\[]/gu, '\\$&');
}

const secondsPattern = /^(\d+(?:\.\d*)?(?:e[+-]?\d+)?|\.\d+)\s*(s|sec|seconds?|ms)?$/iu;

/** Ten minutes: longer than any silence that somebody means. */
export const longestDuration = 600;

/** Seconds from `1.2`, `1.2s` or `800 ms`. */
function parseSeconds(text: string): number | undefined {
  const [, digits, unit] = secondsPattern.exec(text) ?? [];
  if (digits === undefined) return undefined;
  const seconds = unit?.toLowerCase() === 'ms' ? Number(digits) / 1000 : Number(digits);
  return seconds <= longestDuration ? seconds : undefined;
}

/** A duration in a tag, or the tag's own where it gives none. */
export function readSeconds(
  tag: { readonly tag: string; readonly column: number },
  words: readonly string[],
  fallback: number | undefined,
  line: number,
  problems: ProblemList,
): number {
  const text = words.slice(1).join(' ');
  if (text === '' && fallback !== undefined) return fallback;
  const seconds = parseSeconds(text);
  if (seconds !== undefined) return seconds;
  problems.add({
    message: `${quote(`[${tag.tag}]`)} needs a number of seconds from 0 to ${longestDuration}.`,
    line,
    column: tag.column,
    found: `[${tag.tag}]`,
    suggestion: `[${words[0]} 0.5]`,
  });
  return 0;
}

const dashes = /^(?:-{2,}|[-—]*—[-—]*)/u;

/** How many characters of a dash that cuts in stand at the start: `-- wait`, `—wait`. */
export function leadingDash(source: string): number {
  return dashes.exec(source)?.[0].length ?? 0;
}

/** Where the dash that breaks a turn off begins, in a text without white space at its end; -1 without one. */
export function trailingDash(source: string): number {
  let start = source.length;
  while (start > 0 && (source[start - 1] === '-' || source[start - 1] === '—')) start--;
  if (start === source.length) return -1;
  let slashes = start;
  while (slashes > 0 && source[slashes - 1] === '\\') slashes--;
  if ((start - slashes) % 2 === 1) start++;
  return source.length - start >= 2 || source[start] === '—' ? start : -1;
}
