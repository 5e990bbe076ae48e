// Finds the weights by which ingest tells backchannels and interruptions from turns, from dialogues of the tuning half
// of which every word is known, and writes src/corpus/ingest/two-track/label-weights.ts:
// npx tsx benchmarks/corpus/fit-labels.ts [minutes] [folder in which the dialogues are kept]
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { DialogueRecord } from '../../src/corpus/index.ts';
import type { LabelWeights } from '../../src/corpus/ingest/two-track/label-weights.ts';
import { contestContext, findHeld, listenerContext } from '../../src/corpus/ingest/two-track/unit-context.ts';
import { makeScenes } from './ingest-scenes.ts';
import { trueUnits } from './true-speech.ts';

type Sample = { readonly inputs: readonly number[]; readonly is: boolean };

/** Seconds by which a unit may stand apart from what it is in truth. */
const tolerance = 0.2;

const minutes = Number(process.argv[2] ?? 120);
const folder = process.argv[3] ?? (await mkdtemp(join(tmpdir(), 'duologue-fit-labels-')));
const scenes = await makeScenes(folder, {
  half: 'tuning',
  snr: 30,
  bleed: -40,
  minutes,
  batch: 100,
  spec: { registers: { conversation: 3, telephone: 1, 'video-call': 1, collaboration: 1, instruction: 1 } },
});
const samples = scenes.map(({ truth }) => samplesOf(truth));
const listener = samples.flatMap((each) => each.listener);
const contest = samples.flatMap((each) => each.contest);
for (const [name, all] of Object.entries({ backchannels: listener, interruptions: contest })) {
  console.log(`${all.filter(({ is }) => is).length} ${name} of ${all.length} units`);
}
const lines = [
  '// Written by benchmarks/corpus/fit-labels.ts.',
  '',
  "/** Odds, as a logarithm: `bias` and each number of a unit's context by its weight. */",
  'export type LabelWeights = { readonly bias: number; readonly weights: readonly number[] };',
  '',
  '/** Of `listenerContext`: that a unit is a backchannel. */',
  `export const listenerWeights: LabelWeights = ${print(fitOdds(listener))};`,
  '',
  '/** Of `contestContext`: that a unit interrupts. */',
  `export const contestWeights: LabelWeights = ${print(fitOdds(contest))};`,
  '',
];
const path = fileURLToPath(new URL('../../src/corpus/ingest/two-track/label-weights.ts', import.meta.url));
await writeFile(path, lines.join('\n'));

function samplesOf(truth: DialogueRecord): Record<'listener' | 'contest', readonly Sample[]> {
  const units = trueUnits(truth);
  const found: Record<'listener' | 'contest', Sample[]> = { listener: [], contest: [] };
  for (const [channel, own] of units.entries()) {
    const others = units[1 - channel] ?? [];
    const speaker = truth.speakers.find((each) => each.channel === channel)?.id;
    const said = truth.utterances.filter((utterance) => utterance.speaker === speaker);
    const [listening, taking] = (['backchannel', 'interruption'] as const).map((kind) =>
      said.filter((utterance) => utterance.kind === kind),
    );
    const starts = (all: typeof said = [], start: number) =>
      all.some((utterance) => Math.abs(utterance.start - start) < tolerance);
    for (const [index, unit] of own.entries()) {
      const isListening = starts(listening, unit.start);
      if (unit.end - unit.start <= 1.5) {
        found.listener.push({ inputs: listenerContext(own, others, index), is: isListening });
      }
      if (isListening || findHeld(unit, others) < 0) continue;
      found.contest.push({ inputs: contestContext(own, others, index), is: starts(taking, unit.start) });
    }
  }
  return found;
}

/** Logistic regression by descent with momentum, on inputs of mean 0 and deviation 1, with a little decay. */
function fitOdds(all: readonly Sample[]): LabelWeights {
  const columns = all[0]?.inputs.map((_, column) => all.map(({ inputs }) => inputs[column] ?? 0)) ?? [];
  const means = columns.map((values) => values.reduce((sum, value) => sum + value, 0) / values.length);
  const deviations = columns.map((values, column) => {
    const mean = means[column] ?? 0;
    return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length) || 1;
  });
  const rows = all.map(({ inputs }) =>
    inputs.map((value, column) => (value - (means[column] ?? 0)) / (deviations[column] ?? 1)),
  );
  const weights = columns.map(() => 0);
  const speeds = columns.map(() => 0);
  let [bias, biasSpeed] = [0, 0];
  for (let round = 0; round < 800; round++) {
    const slopes = weights.map((weight) => 0.005 * weight);
    let biasSlope = 0;
    for (const [index, row] of rows.entries()) {
      const odds = row.reduce((sum, value, column) => sum + value * (weights[column] ?? 0), bias);
      const error = (1 / (1 + Math.exp(-odds)) - (all[index]?.is ? 1 : 0)) / rows.length;
      biasSlope += error;
      for (const [column, value] of row.entries()) slopes[column] = (slopes[column] ?? 0) + error * value;
    }
    for (const [column, slope] of slopes.entries()) {
      speeds[column] = 0.9 * (speeds[column] ?? 0) - slope;
      weights[column] = (weights[column] ?? 0) + (speeds[column] ?? 0);
    }
    biasSpeed = 0.9 * biasSpeed - biasSlope;
    bias += biasSpeed;
  }
  const scaled = weights.map((weight, column) => weight / (deviations[column] ?? 1));
  return {
    bias: scaled.reduce((sum, weight, column) => sum - weight * (means[column] ?? 0), bias),
    weights: scaled,
  };
}

function print({ bias, weights }: LabelWeights): string {
  const rounded = weights.map((weight) => weight.toFixed(3)).join(', ');
  return `{\n  bias: ${bias.toFixed(3)},\n  weights: [${rounded}],\n}`;
}
