import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

const sheet = readFileSync(new URL('../../studio/style/colours.css', import.meta.url), 'utf8');
const [light = '', dark = ''] = sheet.split('@media');

function coloursOf(part: string): ReadonlyMap<string, string> {
  return new Map(
    [...part.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6})\b(?![0-9a-f])/g)].map(([, name = '', value = '']) => [
      name,
      value,
    ]),
  );
}

/** Relative luminance and contrast as WCAG 2.2 defines them. */
function luminance(colour: string): number {
  const channel = (at: number): number => {
    const value = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
}

function contrast(one: string, other: string): number {
  const [high = 0, low = 0] = [luminance(one), luminance(other)].toSorted((a, b) => b - a);
  return (high + 0.05) / (low + 0.05);
}

const grounds = ['ground', 'surface', 'sunken'];
const texts = ['ink', 'muted', 'user', 'agent', 'interruption', 'side-talk', 'backchannel'];
const marks = ['control', 'focus', 'noise', 'good', 'warn'];

describe.each([
  ['light', coloursOf(light)],
  ['dark', new Map([...coloursOf(light), ...coloursOf(dark)])],
])('in %s', (_, colours) => {
  const of = (name: string): string => colours.get(name) ?? 'missing';

  test.each(grounds)('text can be read on %s', (ground) => {
    const faint = texts.filter((text) => contrast(of(text), of(ground)) < 4.5);
    expect(faint).toEqual([]);
  });

  test.each(grounds)('marks and controls can be told from %s', (ground) => {
    expect(marks.filter((mark) => contrast(of(mark), of(ground)) < 3)).toEqual([]);
  });

  test('on the button and on the notice too', () => {
    expect(contrast(of('on-user'), of('user'))).toBeGreaterThan(4.5);
    expect(contrast(of('ink'), of('notice'))).toBeGreaterThan(4.5);
  });
});
