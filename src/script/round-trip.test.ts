import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { eventTypes } from '../timeline/index.ts';
import { canonicalScript } from './canonical-script.ts';
import { parseScript } from './parse-script.ts';
import { printScript } from './print-script.ts';
import { ScriptError } from './script-error.ts';
import type { Script, ScriptSpeaker, ScriptTurn, TurnOnset, TurnPart } from './types.ts';

/** Text that is likely to look like the format. */
const trickyText = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '--',
        '-',
        '—',
        '\\',
        '[',
        ']',
        '[laughs]',
        '[zh]',
        '#',
        '>',
        ':',
        '：',
        '> ann: mm',
        'ben:',
        '---',
        '…',
        ' ',
        '\n',
        '\t',
        '你好',
        '。',
        '\u200F',
        '\u0000',
        '\u2028',
        '\uFEFF',
        '[S1]',
        '😀',
        '[overlap 1]',
      ),
      fc.string({ unit: 'grapheme', maxLength: 6 }),
    ),
    { minLength: 1, maxLength: 6 },
  )
  .map((pieces) => pieces.join(''));

const text = fc.oneof(trickyText, fc.lorem({ maxCount: 5 })).filter((value) => !/^[\s\p{Cc}]*$/u.test(value));
const language = fc.constantFrom('en', 'en-US', 'zh', 'zh-CN', 'ja', 'fr', 'EN-gb');
const duration = fc.double({ min: 0, max: 600, noNaN: true });
const speed = fc.double({ min: 0.5, max: 2, noNaN: true });
const ids = ['ann', 'Ann', 'ben', 'bem', '__proto__', 'constructor', 'null', '1', 'S-2', '-', '_'];

const speakerFields = fc.record(
  {
    name: text,
    voice: fc.oneof(fc.constant('flite/slt'), text),
    voices: fc.dictionary(fc.constantFrom('en', 'zh', 'fr-CA'), fc.constant('espeak/x'), { maxKeys: 2 }),
    language,
    role: text,
    gender: fc.constantFrom('female' as const, 'male' as const, 'other' as const),
    age: fc.constantFrom('34', 'old', 'null', '~'),
    accent: text,
    speed,
  },
  { requiredKeys: [] },
);

const onset: fc.Arbitrary<TurnOnset> = fc.oneof(
  fc.constant({ type: 'auto' as const }),
  fc.record({ type: fc.constant('gap' as const), duration }),
  fc.record({ type: fc.constant('overlap' as const), duration }),
  fc.constant({ type: 'interrupt' as const }),
);

function parts(listeners: readonly string[]): fc.Arbitrary<TurnPart[]> {
  const own: fc.Arbitrary<TurnPart> = fc.oneof(
    {
      weight: 3,
      arbitrary: fc.record(
        { type: fc.constant('speech' as const), text, language },
        { requiredKeys: ['type', 'text'] },
      ),
    },
    fc.record({ type: fc.constant('pause' as const), duration }),
    fc.record({ type: fc.constant('event' as const), event: fc.constantFrom(...eventTypes) }),
  );
  const first: fc.Arbitrary<TurnPart> = fc.record({ type: fc.constant('speech' as const), text });
  if (listeners.length === 0)
    return fc.tuple(first, fc.array(own, { maxLength: 4 })).map(([a, b]) => [a, ...b]);
  const speaker = fc.constantFrom(...listeners);
  const others: fc.Arbitrary<TurnPart> = fc.oneof(
    fc.record(
      { type: fc.constant('backchannel' as const), speaker, text, language },
      { requiredKeys: ['type', 'speaker', 'text'] },
    ),
    fc.record({ type: fc.constant('event' as const), event: fc.constantFrom(...eventTypes), speaker }),
  );
  return fc
    .tuple(fc.oneof(first, own), fc.array(fc.oneof(own, others), { maxLength: 5 }))
    .map(([a, b]) => [a, ...b]);
}

const speakers: fc.Arbitrary<ScriptSpeaker[]> = fc
  .uniqueArray(fc.constantFrom(...ids), { minLength: 1, maxLength: 5 })
  .chain((chosen) => fc.tuple(...chosen.map((id) => speakerFields.map((fields) => ({ ...fields, id })))));

const script: fc.Arbitrary<Script> = speakers.chain((cast) => {
  const turn: fc.Arbitrary<ScriptTurn> = fc.constantFrom(...cast).chain(({ id }) =>
    fc.record(
      {
        speaker: fc.constant(id),
        onset,
        parts: parts(cast.map((member) => member.id).filter((other) => other !== id)),
        cutShort: fc.boolean(),
        speed,
      },
      { requiredKeys: ['speaker', 'onset', 'parts'] },
    ),
  );
  return fc.record(
    {
      title: text,
      language,
      register: text,
      speakers: fc.constant(cast),
      turns: fc.array(turn, { minLength: 1, maxLength: 5 }).map(possible),
    },
    { requiredKeys: ['language', 'speakers', 'turns'] },
  );
});

/** Nobody cuts into their own turn, and every turn sounds. */
function possible(turns: ScriptTurn[]): ScriptTurn[] {
  return turns.map((turn, index) => {
    const before = turns[index - 1];
    const cuts = turn.onset.type === 'overlap' || turn.onset.type === 'interrupt';
    const sounds = turn.parts.some((part) => part.type === 'speech' || part.type === 'event');
    return {
      ...turn,
      onset:
        cuts && (before === undefined || before.speaker === turn.speaker) ? { type: 'auto' } : turn.onset,
      parts: sounds ? turn.parts : [...turn.parts, { type: 'event', event: 'sigh' }],
    };
  });
}

test('what is printed reads as the same conversation', () => {
  fc.assert(
    fc.property(script, (original) => {
      const printed = printScript(original);
      expect(canonicalScript(parseScript(printed))).toEqual(canonicalScript(original));
      expect(printScript(parseScript(printed))).toBe(printed);
    }),
    { numRuns: 600 },
  );
});

test('a canonical script is its own canonical form', () => {
  fc.assert(
    fc.property(script, (original) => {
      const once = canonicalScript(original);
      expect(canonicalScript(once)).toEqual(once);
    }),
    { numRuns: 300 },
  );
});

function tryParse(input: string): Script | undefined {
  try {
    return parseScript(input);
  } catch (error) {
    if (error instanceof ScriptError) return undefined;
    throw error;
  }
}

test('any text either parses, and prints stably, or is a ScriptError', () => {
  const source = fc
    .array(
      fc.oneof(
        fc.constantFrom(
          '---\n',
          'ann:',
          '  > ben:',
          '\n',
          '  ',
          ' mm',
          '[pause 1]',
          '-- ',
          '--\n',
          '#',
          '[zh]',
          '\\',
          'speakers:\n',
          '  ann: x\n',
          '[',
          ']',
          'title: a\n',
          '\r',
          '\t',
          '&a ',
          '*a ',
          '小明：',
          '{',
          '!!',
        ),
        fc.string({ maxLength: 8 }),
      ),
      { maxLength: 20 },
    )
    .map((pieces) => pieces.join(''));
  fc.assert(
    fc.property(source, (input) => {
      const parsed = tryParse(input);
      if (parsed === undefined) return;
      const printed = printScript(parsed);
      expect(printScript(parseScript(printed))).toBe(printed);
      expect(canonicalScript(parseScript(printed))).toEqual(canonicalScript(parsed));
    }),
    { numRuns: 3_000 },
  );
});
