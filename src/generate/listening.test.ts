import { expect, test } from 'vitest';
import { materialOf, type TurnSketch } from './fixtures/material.ts';
import { planTimeline } from './plan-timeline.ts';
import { resolveTiming } from './timing.ts';

/** The words that automatic backchannels answer, with how many came before them in their turn. */
function answered(texts: readonly string[]): { said: number; word: string; turn: string }[] {
  const sketches = Array.from({ length: 120 }, (_, index): TurnSketch => {
    return { speaker: index % 2 === 0 ? 'ann' : 'ben', text: texts[index % texts.length] ?? '' };
  });
  const { timeline } = planTimeline(materialOf(sketches), {
    style: 'natural',
    gap: 0.3,
    timing: resolveTiming('telephone', { backchannelsPerMinute: 20 }),
    backchannels: 'auto',
    interruptions: 'none',
    seed: 5,
  });
  return timeline.utterances.flatMap(({ kind, anchor }) => {
    const host = timeline.utterances.find(({ id }) => id === anchor?.utterance);
    if (kind !== 'backchannel' || host === undefined) return [];
    const said = anchor?.word ?? 0;
    return { said, word: host.words[said]?.text ?? '', turn: host.text };
  });
}

test('nobody says "yeah" in the middle of a question, or before there is something to answer', () => {
  const story = 'Okay, so. I had it on the bus, and then I had it at the bank, and now it is gone.';
  const question = 'And at the bank, when you sat there, did you put it down, or what happened then?';
  const places = answered([story, question]);
  expect(places.length).toBeGreaterThan(20);
  expect(places.filter(({ turn }) => turn === question)).toEqual([]);
  expect(places.filter(({ said }) => said < 3)).toEqual([]);
});

test('a question does not silence the listener of what comes before and after it', () => {
  const places = answered([
    'I had it on the bus, you know. Did you see it there? I called them all day, twice.',
  ]);
  expect(new Set(places.map(({ word }) => word))).toEqual(new Set(['bus,', 'know.', 'day,']));
});
