// Finds the weights by which the end of a turn is told from a pause, from turns of the tuning half heard by the ear,
// and writes them into src/live/turn-end/weights.ts: npx tsx benchmarks/live/fit-turn-end.ts [turns of each voice]
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { endingNames } from '../../src/live/turn-end/ending.ts';
import { clueNames, textClues } from '../../src/live/turn-end/text-clues.ts';
import { openSpokenCache } from './scenarios/spoken-cache.ts';
import { fitLogistic, score } from './turn-end/fit-logistic.ts';
import { heardTurns, type SilenceSample, silencesOf, tuningSpeakers, weightOf } from './turn-end/samples.ts';

type Inputs = (sample: SilenceSample) => readonly number[];

const ridge = 3;
const melody: Inputs = (sample) => sample.melody ?? [];
const words: Inputs = ({ text, language }) => {
  const clues = textClues(text, language);
  return clueNames.map((name) => clues[name]);
};
const both: Inputs = (sample) => [...melody(sample), ...words(sample)];
const tables = { melody, words, both };

await using cache = openSpokenCache();
const samples: SilenceSample[] = [];
for (const speaker of tuningSpeakers) {
  const turns = await heardTurns(speaker, cache, Number(process.argv[2] ?? 100));
  samples.push(...turns.flatMap(silencesOf).filter((sample) => sample.melody !== undefined));
}
const lines = (['en', 'zh'] as const).flatMap((language) => {
  const own = samples.filter((sample) => sample.language === language);
  console.log(`${language}: ${own.length} silences`);
  return [
    `  ${language}: {`,
    ...Object.entries(tables).map(([name, inputs]) => {
      console.log(`  ${name}: area under the curve, for voices left out, ${areaOf(own, inputs).toFixed(3)}`);
      return `    ${name}: [${weightsOf(own, inputs)
        .map((weight) => weight.toFixed(2))
        .join(', ')}],`;
    }),
    '  },',
  ];
});
const target = fileURLToPath(new URL('../../src/live/turn-end/weights.ts', import.meta.url));
writeFileSync(
  target,
  `${heading()}\n// biome-ignore format: a table\nexport const endWeights = {\n${lines.join('\n')}\n} as const satisfies Readonly<Record<string, EndWeights>>;\n`,
);

function weightsOf(from: readonly SilenceSample[], inputs: Inputs): number[] {
  // As many ends as pauses, whatever was drawn.
  const total = (end: boolean): number =>
    from.filter(({ kind }) => (kind === 'end') === end).reduce((sum, sample) => sum + weightOf(sample), 0);
  const [ends, pauses] = [total(true), total(false)];
  return fitLogistic(
    from.map((sample) => ({
      inputs: inputs(sample),
      label: sample.kind === 'end' ? 1 : 0,
      weight: (weightOf(sample) * (ends + pauses)) / (2 * (sample.kind === 'end' ? ends : pauses)),
    })),
    ridge,
  );
}

/** How often an end scores higher than a pause, each voice judged by weights that know nothing of it. */
function areaOf(from: readonly SilenceSample[], inputs: Inputs): number {
  const scored = [...new Set(from.map(({ voice }) => voice))].flatMap((voice) => {
    const weights = weightsOf(
      from.filter((sample) => sample.voice !== voice),
      inputs,
    );
    return from
      .filter((sample) => sample.voice === voice)
      .map((sample) => ({ end: sample.kind === 'end', score: score(weights, inputs(sample)) }));
  });
  const ordered = scored.toSorted((a, b) => a.score - b.score);
  const ends = ordered.filter(({ end }) => end).length;
  const ranks = ordered.reduce((sum, { end }, index) => sum + (end ? index + 1 : 0), 0);
  return (ranks - (ends * (ends + 1)) / 2) / (ends * (ordered.length - ends));
}

function heading(): string {
  return `// Written by benchmarks/live/fit-turn-end.ts. Log-odds of an end over a pause: one weight for each of
// ${endingNames.length} measures of melody (\`endingNames\`), then one for each of ${clueNames.length} of words (\`clueNames\`), the bias last.

/** By what is known: the melody alone, the words alone, both. */
export type EndWeights = {
  readonly melody: readonly number[];
  readonly words: readonly number[];
  readonly both: readonly number[];
};
`;
}
