import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRandom } from '../../../dsp/index.ts';
import { parseTopics } from './material.ts';
import { draw, expand, parseSentences, parseTemplate, slotsOf } from './template.ts';

const valueOf = (slot: string): string => `<${slot}>`;

test('every wording of a sentence can be drawn, and no other', () => {
  const [template = []] = parseSentences('(we|the (two|three) of us) went to {place}(, again|).');
  const wordings = new Set(
    Array.from({ length: 400 }, (_, seed) => expand(template, createRandom(seed), valueOf)),
  );
  expect([...wordings].toSorted()).toEqual(
    ['we', 'the two of us', 'the three of us']
      .flatMap((who) => ['', ', again'].map((end) => `${who} went to <place>${end}.`))
      .toSorted(),
  );
  expect(draw(template, createRandom(1), valueOf).bits).toBeGreaterThanOrEqual(2);
  expect(slotsOf(template)).toEqual(['place']);
});

test('what is drawn has no empty place, no bracket and no slot in it', () => {
  const part: fc.Arbitrary<string> = fc.letrec<{ part: string }>((tie) => ({
    part: fc.oneof(
      { maxDepth: 3 },
      fc.constantFrom('we', 'went', ' ', 'home, ', '{place}'),
      fc
        .array(fc.oneof(tie('part'), fc.constant('')), { minLength: 1, maxLength: 3 })
        .map((all) => `(${all.join('|')})`),
      fc.array(tie('part'), { minLength: 1, maxLength: 3 }).map((all) => all.join(' ')),
    ),
  })).part;
  fc.assert(
    fc.property(part, fc.integer(), (source, seed) => {
      const text = expand(parseTemplate(source), createRandom(seed), () => 'there');
      expect(text).not.toMatch(/[(){}|]| {2}| ,|,,/);
    }),
  );
});

test('what is written wrong is said with its line', () => {
  expect(() => parseTopics('# dogs\n> open\nA: (yes|no.')).toThrow(/dogs, line 3: A sentence ends inside/);
  expect(() => parseTopics('# dogs\n> open\nA: yes')).toThrow(/line 3: No end of the sentence/);
  expect(() => parseTopics('# dogs\n> open\nA: (yes.)')).toThrow(/line 3/);
  expect(() => parseTopics('# dogs\nsize + name = big | small + Rex')).toThrow(/line 2: Not 2 of each/);
  expect(() => parseTopics('A: hello.')).toThrow(/line 1: A topic begins with #/);
  expect(() => parseTopics('# dogs\nwoof')).toThrow(/line 2: Neither/);
});

test('moods, facts that belong together and slots that are kept are read', () => {
  const [topic] = parseTopics(
    '# dogs\nkeep = day | time\nsize + name = big + Rex | small + Bo\n> open\nA~: woof, {name}.\n\nB: no.',
  );
  expect(topic?.keeps).toEqual(new Set(['day', 'time']));
  expect(topic?.facts[0]?.names).toEqual(['size', 'name']);
  expect(topic?.sections.get('open')?.map((beat) => beat.map(({ side, mood }) => [side, mood]))).toEqual([
    [['A', 'funny']],
    [['B', 'plain']],
  ]);
});
