import { splitWords } from 'duologue/timeline';
import * as fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { createDialogueText } from './create-dialogue-text.ts';
import type { DialogueText, ReadOptions, ReadText } from './dialogue-text.ts';
import { longestUnit } from './text-units.ts';
import { vocabulary } from './vocabulary.ts';

let reader: DialogueText;
beforeAll(async () => {
  reader = await createDialogueText();
});

/** Names of the symbols, with the tones of those that have one. */
function said(text: string, options: ReadOptions = { language: 'en' }): string {
  const { units } = reader.read(text, options);
  return units
    .map(({ symbols, tones }) =>
      symbols
        .map((id, index) => {
          const tone = tones[index] ?? 0;
          return `${(vocabulary.symbols[id] ?? '').replace(/^(?:en|zh)_/u, '')}${tone > 0 ? `/${tone}` : ''}`;
        })
        .join(' '),
    )
    .join(' | ');
}

describe('English', () => {
  it.each([
    ['Hello there.', '<turn> hh ax l ow dh eh r <.>'],
    ['Well, you see… it’s 5?', '<turn> w eh l <,> y uw s iy <…> ih t s f ay v <?>'],
    ['Mm-hm. Uh-huh!', '<turn> m hh m <.> ah hh ah <!>'],
    ['I was —', '<turn> ay w aa z <cut>'],
    ['Say 你好!', '<turn> s ey n i/2 h ao/3 <!>'],
  ])('%s', (text, symbols) => {
    expect(said(text)).toBe(symbols);
  });

  it('begins and ends as it is told', () => {
    const options = { language: 'en', role: 'interruption', cut: true } as const;
    expect(said('No', options)).toBe('<interruption> n ow <cut>');
  });
});

describe('Mandarin', () => {
  it.each([
    ['你好。', '<turn> n i/2 h ao/3 <.>'],
    ['我不是，不要一个？', '<turn> uo/3 b u/2 sh i1/4 <,> b u/2 iao/4 i/2 g e/4 <?>'],
    ['有点儿贵', '<turn> iu/2 d ian/3 rr g ui/4 <.>'],
    ['女儿', '<turn> n v/3 er/2 <.>'],
    ['嗯，自己', '<turn> ng/4 <,> z i0/4 j i/3 <.>'],
    ['两只 cat', '<turn> l iang/3 zh i1/1 k ae t <.>'],
    ['学生用 GPU', '<turn> x ve/2 sh eng/1 iong/4 jh iy p iy y uw <.>'],
  ])('%s', (text, symbols) => {
    expect(said(text, { language: 'zh' })).toBe(symbols);
  });
});

/** None where there is nothing to say: the only thing that a text can have wrong. */
function readOrNothing(text: string, language: ReadOptions['language']): ReadText | undefined {
  try {
    return reader.read(text, { language });
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

describe('any text', () => {
  const languages = fc.constantFrom('en' as const, 'zh' as const);
  const pieces = fc.array(
    fc.oneof(fc.string(), fc.string({ unit: 'grapheme' }), fc.constantFrom('对', '，', '12.5%', 'no', '–')),
    { maxLength: 12 },
  );

  it('is symbols of the vocabulary and words in order, or a range error', () => {
    fc.assert(
      fc.property(pieces, languages, (parts, language) => {
        const text = parts.join(' ');
        const read = readOrNothing(text, language);
        if (read === undefined) return;
        expect(read.units.flatMap(({ words }) => words.map((word) => word.text))).toEqual(splitWords(text));
        for (const { symbols, tones, words } of read.units) {
          expect(symbols.length).toBe(tones.length);
          expect(symbols.length).toBeLessThanOrEqual(longestUnit);
          expect(symbols.every((id) => vocabulary.symbols[id] !== undefined)).toBe(true);
          expect(tones.every((id) => vocabulary.tones[id] !== undefined)).toBe(true);
          let reached = 1;
          for (const { from, to } of words) {
            expect(from).toBeGreaterThanOrEqual(reached);
            expect(to).toBeGreaterThanOrEqual(from);
            reached = to;
          }
          expect(reached).toBeLessThan(symbols.length);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('without anything to say is an error that shows it', () => {
    expect(() => reader.read(' …！🎉', { language: 'zh' })).toThrow(/nothing to say in " …！🎉"/);
    expect(() => reader.read('', { language: 'en' })).toThrow(RangeError);
  });

  it('loses what nobody can say, with a warning', () => {
    const { warnings, units } = reader.read('hello Привет there', { language: 'en' });
    expect(warnings).toEqual(['The model has no sounds for Привет: left out.']);
    expect(units[0]?.words.map(({ from, to }) => to - from)).toEqual([4, 0, 3]);
  });

  it('that is no text ends soon, and says what is not said', () => {
    const { units, warnings } = reader.read('7'.repeat(20_000), { language: 'zh' });
    expect(units[0]?.symbols).toHaveLength(122);
    expect(warnings).toEqual([expect.stringMatching(/^Of 7{20}… only the beginning/u)]);
    expect(() => reader.read(`${'-'.repeat(20_000)}a`, { language: 'en' })).toThrow(/nothing to say/u);
    expect(reader.read('a我'.repeat(300), { language: 'zh' }).units.length).toBeGreaterThan(2);
  });

  it('that is long is parted at pauses, or at words where there is none', () => {
    const clauses = Array.from({ length: 12 }, () => 'and then we talked about the weather again').join(', ');
    const { units } = reader.read(clauses, { language: 'en', cut: true });
    expect(units.map(({ role }) => role)).toEqual(['turn', ...units.slice(1).map(() => 'continue')]);
    const ends = units.map(({ symbols }) => vocabulary.symbols[symbols.at(-1) ?? 0]);
    expect(ends).toEqual([...units.slice(1).map(() => '<,>'), '<cut>']);
    expect(units.slice(0, -1).every(({ words }) => words.at(-1)?.text.endsWith(','))).toBe(true);
    const endless = reader.read('对'.repeat(500), { language: 'zh' }).units;
    expect(endless.flatMap(({ words }) => words)).toHaveLength(500);
    expect(endless.length).toBeLessThan(8);
  });
});
