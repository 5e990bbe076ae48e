import { textWidth } from '../timeline/index.ts';

/** Columns under each other; numbers, given as such or with a unit, to the right. */
export function formatTable(
  rows: readonly (readonly string[])[],
  options: { header?: boolean } = {},
): string {
  const columnCount = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: columnCount }, (_, column) =>
    Math.max(...rows.map((row) => textWidth(row[column] ?? ''))),
  );
  const body = options.header === true ? rows.slice(1) : rows;
  const rightward = widths.map((_, column) => column > 0 && body.every((row) => isFigure(row[column] ?? '')));
  const lines = rows.map((row) =>
    widths
      .map((width, column) => pad(row[column] ?? '', width, rightward[column] === true))
      .join('  ')
      .trimEnd(),
  );
  if (options.header === true) lines.splice(1, 0, widths.map((width) => '─'.repeat(width)).join('  '));
  return `${lines.join('\n')}\n`;
}

/** What fits into so many columns, with an ellipsis where something was left out. */
export function clipText(text: string, columns: number): string {
  if (textWidth(text) <= columns) return text;
  let clipped = '';
  for (const character of text) {
    if (textWidth(clipped + character) > columns - 1) break;
    clipped += character;
  }
  return `${clipped.trimEnd()}…`;
}

function isFigure(cell: string): boolean {
  return cell === '' || cell === '–' || /^[-+−]?\d/.test(cell);
}

function pad(cell: string, width: number, toRight: boolean): string {
  const space = ' '.repeat(Math.max(0, width - textWidth(cell)));
  return toRight ? space + cell : cell + space;
}
