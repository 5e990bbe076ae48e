import { expect, test } from 'vitest';
import { createRandom } from '../dsp/index.ts';
import { quantile } from '../timeline/index.ts';
import { materialOf, type TurnSketch } from './fixtures/material.ts';
import { drawPauses } from './pauses.ts';
import { planTimeline } from './plan-timeline.ts';
import { resolveTiming } from './timing.ts';

const timing = resolveTiming('telephone');

/** Seconds after each of these words, over many turns that begin with it. */
function silencesAfter(wanted: string): number[] {
  const sketches = Array.from({ length: 80 }, (_, index): TurnSketch => {
    return {
      speaker: index % 2 === 0 ? 'ann' : 'ben',
      text: 'Well, I walked home along the river when it was dry, and then I sat down under the bridge.',
    };
  });
  const { timeline } = planTimeline(materialOf(sketches), {
    style: 'natural',
    gap: 0.3,
    timing,
    backchannels: 'none',
    interruptions: 'none',
    seed: 3,
  });
  return timeline.utterances.flatMap(({ words }) => {
    const at = words.findIndex((word) => word.text === wanted);
    return (words[at + 1]?.start ?? 0) - (words[at]?.end ?? 0);
  });
}

test('long pauses stand between long phrases, not after a first word', () => {
  const [afterWell, afterPhrase] = [silencesAfter('Well,'), silencesAfter('dry,')];
  const [early, late] = [afterWell, afterPhrase].map(
    (list) => list.filter((silence) => silence > quantile(timing.pause, 0.6)).length,
  );
  expect(early).toBeLessThan((late ?? 0) / 5);
});

test('nobody falls silent in a turn for as long as a call on hold', () => {
  const places = Array.from({ length: 5000 }, () => ({ strength: 1, duration: 0 }));
  const assigned = places.map((place) => ({
    strength: place.strength,
    assign: (duration: number) => {
      place.duration = duration;
    },
  }));
  drawPauses(assigned, timing, createRandom('hold'));
  const longest = Math.max(...places.map(({ duration }) => duration));
  expect(longest).toBe(quantile(timing.pause, 0.995));
});
