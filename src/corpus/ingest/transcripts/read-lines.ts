import { type Place, transcriptError } from './transcript-error.ts';

export type Line = { readonly text: string; readonly place: Place };

/** The lines that say something: no comments (`;;`), no empty ones. */
export function readLines(text: string, name: string): readonly Line[] {
  return text.split(/\r\n|\r|\n/u).flatMap((line, index) => {
    const trimmed = line.trim();
    return trimmed === '' || trimmed.startsWith(';;')
      ? []
      : [{ text: trimmed, place: { name, line: index + 1 } }];
  });
}

export function fieldsOf({ text }: Line): readonly string[] {
  return text.split(/\s+/u);
}

/** Seconds, in plain notation. */
export function readSeconds(field: string | undefined, what: string, place: Place): number {
  const value = isNumber(field) ? Number(field) : Number.NaN;
  // `-0.00` is what some aligners print.
  if (Number.isFinite(value) && value > -0.0005) return Math.max(0, value);
  throw transcriptError(place, `${what} is "${field ?? ''}"`, 'it must be a number of seconds from 0 on');
}

export function isNumber(field: string | undefined): field is string {
  return field !== undefined && /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/iu.test(field);
}

/** From 0: of `1`, `2`, or `A`, `B`. */
export function readChannel(field: string | undefined): number | null {
  if (field !== undefined && /^[A-Z]$/u.test(field)) return field.charCodeAt(0) - 65;
  if (field === undefined || !/^[1-9]\d?$/u.test(field)) return null;
  return Number(field) - 1;
}

/** Only the rows of one recording: the one that is asked for, or the only one there is. */
export function chooseRecording<Row extends { readonly recording: string }>(
  rows: readonly Row[],
  recording: string | undefined,
  name: string,
): readonly Row[] {
  const names = [...new Set(rows.map((row) => row.recording))];
  if (names.length < 2) return rows;
  const shown = names.slice(0, 5).join(', ') + (names.length > 5 ? ', …' : '');
  if (recording === undefined) {
    throw transcriptError(
      { name },
      `it is of ${names.length} recordings (${shown})`,
      'say which one with `recording`',
    );
  }
  const own = rows.filter((row) => row.recording === recording);
  if (own.length > 0) return own;
  throw transcriptError({ name }, `nothing in it is of ${recording}`, `it is of ${shown}`);
}
