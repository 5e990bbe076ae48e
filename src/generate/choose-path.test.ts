import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { createFakeDialogueVoice, type FakeDialogueVoice } from '../testing/index.ts';
import { choosePath, type DialogueBlock } from './choose-path.ts';
import type { Draft, SoundRequest, TurnDraft } from './draft-script.ts';

type Said = { readonly name: string; readonly text: string };

function choose(dialogue: FakeDialogueVoice, said: readonly Said[]) {
  const requests = said.map(
    ({ name, text }, index): SoundRequest => ({
      key: String(index),
      speaker: name,
      voice: dialogue.voice(name),
      fallback: [],
      where: {},
      purpose: 'turn',
      speech: { text },
    }),
  );
  const turns = said.map(
    ({ name }, index): TurnDraft => ({
      index,
      speaker: name,
      keys: [String(index)],
      speech: [String(index)],
      assemble: () => {
        throw new TypeError('Nothing is assembled to choose a path.');
      },
    }),
  );
  const draft: Draft = { requests, turns, listeners: [] };
  const speakers = [...new Set(said.map(({ name }) => name))].map((id) => ({ id }));
  const script = {
    language: 'en',
    speakers,
    turns: said.map(({ name, text }) => ({
      speaker: name,
      onset: { type: 'auto' as const },
      parts: [{ type: 'speech' as const, text }],
    })),
  };
  const manner = { backchannels: 'auto', interruptions: 'script', pronunciations: [], delivery: {} } as const;
  return choosePath(draft, { engine: undefined, path: 'auto', style: 'sequential', script, ...manner });
}

test('a dialogue is cut as few times as its limits allow, or not at all where no cut holds them', () => {
  const said = fc.array(
    fc.record({ name: fc.constantFrom('ann', 'ben', 'eve'), text: fc.constantFrom('Yes.', 'Not at all.') }),
    { minLength: 1, maxLength: 9 },
  );
  const limits = fc.record({
    leastVoices: fc.integer({ min: 1, max: 2 }),
    mostVoices: fc.constant(3),
    mostTurns: fc.integer({ min: 1, max: 5 }),
    mostCharacters: fc.integer({ min: 11, max: 40 }),
  });
  fc.assert(
    fc.property(said, limits, (turns, bounds) => {
      const path = choose(createFakeDialogueVoice({ limits: bounds }), turns);
      const fits = ({ first, end }: DialogueBlock): boolean => {
        const own = turns.slice(first, end);
        const voices = new Set(own.map(({ name }) => name)).size;
        const characters = own.reduce((sum, { text }) => sum + text.length, 0);
        return (
          own.length <= bounds.mostTurns &&
          voices >= bounds.leastVoices &&
          characters <= bounds.mostCharacters
        );
      };
      const fewest = (first: number): number => {
        if (first === turns.length) return 0;
        const ends = turns.map((_, index) => index + 1).filter((end) => end > first && fits({ first, end }));
        return Math.min(Number.POSITIVE_INFINITY, ...ends.map((end) => 1 + fewest(end)));
      };
      const wanted = fewest(0);
      const blocks = path.type === 'stitch' ? undefined : path.blocks;
      expect(blocks?.length ?? Number.POSITIVE_INFINITY).toBe(wanted);
      expect(blocks?.filter((block) => !fits(block)) ?? []).toEqual([]);
      const spoken = blocks?.flatMap(({ first, end }) => [...turns.keys()].slice(first, end));
      expect(spoken ?? [...turns.keys()]).toEqual([...turns.keys()]);
    }),
    { numRuns: 300 },
  );
});
