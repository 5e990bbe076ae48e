import { isNumber } from './read-lines.ts';

export const transcriptFormats = ['ctm', 'stm', 'rttm', 'textgrid', 'vtt', 'srt', 'json'] as const;

export type TranscriptFormat = (typeof transcriptFormats)[number];

/** What a transcript is by what it says; by its name where two would do. `undefined` for none of them. */
export function sniffFormat(text: string, name: string): TranscriptFormat | undefined {
  const start = text.trimStart();
  const extension = /\.(\w+)$/u.exec(name)?.[1]?.toLowerCase();
  const named = transcriptFormats.find((format) => format === extension);
  if (start === '') return named;
  if (/^WEBVTT(\s|$)/u.test(start)) return 'vtt';
  if (/^(File type\s*=\s*)?"ooTextFile/u.test(start)) return 'textgrid';
  if (/^[[{]/u.test(start)) return 'json';
  if (/^\s*(\d+:)?\d{1,2}:\d{1,2}[.,]\d{1,3}\s*-->/mu.test(text)) return 'srt';
  const lines = text.split(/[\r\n]+/u).filter((line) => line.trim() !== '' && !line.startsWith(';;'));
  const rows = lines.slice(0, 100).map((line) => line.trim().split(/\s+/u));
  const fitting = (fits: (fields: readonly string[]) => boolean): boolean =>
    rows.length > 0 && rows.every(fits);
  if (
    fitting(([type = '']) =>
      /^(SPEAKER|SPKR-INFO|LEXEME|NON-LEX|NON-SPEECH|NOSCORE|NO_RT_METADATA|SEGMENT)$/u.test(type),
    )
  )
    return 'rttm';
  const isCtm = fitting(
    (fields) =>
      fields.some((field) => field.startsWith('<ALT')) ||
      (isNumber(fields[2]) && isNumber(fields[3]) && fields.length >= 5 && fields.length <= 8),
  );
  const isStm = fitting((fields) => isNumber(fields[3]) && isNumber(fields[4]));
  if (isCtm && isStm) return named ?? 'ctm';
  if (isCtm) return 'ctm';
  return isStm ? 'stm' : named;
}
