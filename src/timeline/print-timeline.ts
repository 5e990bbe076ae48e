import { TimelineError } from './timeline-error.ts';
import type { Timeline } from './types.ts';

/** The order of fields in what is printed, whatever order they were made in. */
const fieldOrder =
  'version id type languages duration name channel role speaker kind text utterance word start end ' +
  'language gender age accent voice turnIndex anchor cutShort words source confidence speakers utterances ' +
  'events scenario environment provenance';
const ranks = new Map(fieldOrder.split(' ').map((field, index) => [field, index]));
const lineWidth = 110;

/**
 * The timeline as JSON: fields in one order, a word or a speaker on one line, numbers rounded to 8 decimals.
 * The same timeline gives the same text, and `parseTimeline` gives it back.
 */
export function printTimeline(timeline: Timeline): string {
  return `${print(timeline, '', '')}\n`;
}

function print(value: unknown, indent: string, path: string): string {
  if (Array.isArray(value)) {
    const items = value.map((item: unknown, index) => print(item, `${indent}  `, `${path}[${index}]`));
    return bracket('[', items, ']', indent);
  }
  if (typeof value === 'object' && value !== null) {
    const fields = Object.entries(value)
      .filter(([, field]) => field !== undefined)
      .toSorted(([one], [other]) => rank(one) - rank(other));
    const items = fields.map(([name, field]) => {
      const inner = path === '' ? name : `${path}.${name}`;
      return `${JSON.stringify(name)}: ${print(field, `${indent}  `, inner)}`;
    });
    return bracket('{', items, '}', indent);
  }
  return typeof value === 'number' ? printNumber(value, path) : JSON.stringify(value);
}

function printNumber(value: number, path: string): string {
  if (!Number.isFinite(value)) {
    throw new TimelineError({ path, found: `found ${value}`, remedy: 'it must be a finite number' });
  }
  const rounded = Number(value.toFixed(8));
  return JSON.stringify(rounded === 0 ? 0 : rounded);
}

function bracket(open: string, items: readonly string[], close: string, indent: string): string {
  if (items.length === 0) return open + close;
  const space = open === '{' ? ' ' : '';
  const length = items.reduce((sum, item) => sum + item.length + 2, indent.length + 2);
  if (length <= lineWidth && items.every((item) => !item.includes('\n'))) {
    return `${open}${space}${items.join(', ')}${space}${close}`;
  }
  return `${open}\n${indent}  ${items.join(`,\n${indent}  `)}\n${indent}${close}`;
}

function rank(field: string): number {
  return ranks.get(field) ?? ranks.size;
}
