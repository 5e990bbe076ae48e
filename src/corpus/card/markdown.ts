/** Pieces of a page in Markdown. */

type Row = readonly string[];

/** `numbers`: all columns but the first stand to the right. */
export function markdownTable(head: Row, rows: readonly Row[], cells: 'numbers' | 'words' = 'words'): string {
  const line = (row: Row): string => `| ${row.map(cellText).join(' | ')} |`;
  const rule = `|${head.map((_, index) => (index === 0 || cells === 'words' ? '---' : '---:')).join('|')}|`;
  return [line(head), rule, ...rows.map(line)].join('\n');
}

/** What somebody wrote, as words and not as mark-up. */
export function markdownText(text: string): string {
  return text.replaceAll(/\s+/gu, ' ').replaceAll(/[\\`*_[\]<>|#]/gu, '\\$&');
}

/** A name as it is, in the type of programs. */
export function markdownCode(name: string): string {
  return `\`${name.replaceAll(/\s+/gu, ' ').replaceAll('`', "'")}\``;
}

function cellText(cell: string): string {
  return cell.replaceAll(/\s+/gu, ' ').replaceAll(/(?<!\\)\|/gu, '\\|');
}
