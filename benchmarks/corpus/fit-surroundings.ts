// Fits how noise kinds and reverberation are told: npx tsx benchmarks/corpus/fit-surroundings.ts FOLDER
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openConditioner } from '../../src/corpus/conditions/create-conditioner.ts';
import { pieceAnswers } from '../../src/corpus/ingest/two-track/noise-kinds.ts';
import { pieceInputs } from '../../src/corpus/ingest/two-track/noise-pieces.ts';
import { createRandom } from '../../src/dsp/index.ts';
import { decodeFile } from '../../src/media/index.ts';
import { fitNetwork } from '../live/fit-network.ts';
import { makeScenes } from './ingest-scenes.ts';
import { tableOf } from './piece-tables.ts';
import { listenAround, listenToDry, type SurroundedTrack } from './surrounded-tracks.ts';

const sampleRate = 16_000;
/** Scenes with two speakers, and with noise alone, in calls and in one room; seconds of each. */
const spoken = { scenes: 85, rooms: 24, seconds: 40 };
const noise = { scenes: 420, rooms: 100, seconds: 7, speechLevel: -24 };
const hidden = 24;
const rounds = 25;
const ridge = 0.3;

const folder = process.argv[2] ?? 'out/fit-surroundings';
const scenes = await makeScenes(join(folder, 'dry'), {
  half: 'tuning',
  snr: 30,
  bleed: -40,
  minutes: 10,
  batch: 7,
  spec: { conditions: { dry: 1 } },
});
const createConditioner = await openConditioner();
const tracks: SurroundedTrack[] = [];
const decoded = await Promise.all(scenes.map(({ path }) => decodeFile(path)));
for (let index = 0; index < spoken.scenes; index++) listenToDialogue(`train/${index}`, 'call');
for (let index = 0; index < spoken.rooms; index++) listenToDialogue(`room-train/${index}`, 'room');
// What is left of speech where no noise hides it is no noise.
for (const { channels } of decoded) tracks.push(...listenToDry(channels, sampleRate));
for (let index = 0; index < noise.scenes; index++) listenToNoise(`noise-train/${index}`, 'call');
for (let index = 0; index < noise.rooms; index++) listenToNoise(`noise-room-train/${index}`, 'room');

await writeFile(
  'src/corpus/ingest/two-track/surrounding-weights.ts',
  `import { pieceInputs } from './noise-pieces.ts';
import { weightsFromTables } from './piece-network.ts';
import type { ReverberationWeights } from './reverberation.ts';

// Written by benchmarks/corpus/fit-surroundings.ts.
// biome-ignore format: a table
export const reverberationWeights: ReverberationWeights = [
${lines(fitReverberation(tracks).map((weight) => weight.toFixed(4)))}
];

${networkSource(fitKinds(tracks))}`,
);

function listenToDialogue(seed: string, setting: 'call' | 'room'): void {
  const random = createRandom(seed);
  const channels = decoded[random.integer(decoded.length)]?.channels ?? [];
  const frames = spoken.seconds * sampleRate;
  const from = random.integer((channels[0]?.length ?? 0) - frames);
  const dry = channels.map((channel) => channel.slice(from, from + frames));
  tracks.push(...listenAround(dry, { createConditioner, sampleRate, seed, setting }));
}

function listenToNoise(seed: string, setting: 'call' | 'room'): void {
  const dry = [0, 1].map(() => new Float32Array(noise.seconds * sampleRate));
  const { speechLevel } = noise;
  tracks.push(...listenAround(dry, { createConditioner, sampleRate, seed, speechLevel, setting }));
}

function fitKinds(all: readonly SurroundedTrack[]) {
  const samples = all.flatMap(({ pieces }) => pieces);
  const counts = pieceAnswers.map((_, label) => samples.filter((sample) => sample.label === label).length);
  const weighted = samples.map(({ inputs, label }) => {
    const share = samples.length / pieceAnswers.length / Math.max(1, counts[label] ?? 0);
    return { inputs: Float32Array.from(inputs), label, weight: Math.sqrt(Math.min(3, share)) };
  });
  const outputs = pieceAnswers.length;
  return fitNetwork(weighted, { inputs: pieceInputs, hidden, outputs, rounds, random: createRandom('fit') });
}

function networkSource(weights: { readonly hidden: Float64Array; readonly output: Float64Array }): string {
  return `// biome-ignore format: a table
export const noiseWeights = weightsFromTables(
  pieceInputs,
  [
${table(weights.hidden)}
  ],
  [
${table(weights.output)}
  ],
);
`;
}

function table(values: Float64Array): string {
  return tableOf(values)
    .map((line) => `    '${line}',`)
    .join('\n');
}

/** Least squares on octaves, with a little weight on small weights. */
function fitReverberation(all: readonly SurroundedTrack[]): readonly number[] {
  const rows = all.flatMap(({ decays, reverberation }) =>
    decays === null ? [] : [{ inputs: [...decays, 1], aim: Math.log2(reverberation) }],
  );
  const size = rows[0]?.inputs.length ?? 0;
  const system = Array.from({ length: size }, (_, row) =>
    Float64Array.from({ length: size + 1 }, (_column, column) => {
      const sum = rows.reduce(
        (whole, { inputs, aim }) =>
          whole + (inputs[row] ?? 0) * (column === size ? aim : (inputs[column] ?? 0)),
        0,
      );
      return row === column && row < size - 1 ? sum + ridge : sum;
    }),
  );
  return solve(system);
}

/** By Gauss and Jordan; the last column is the right side. */
function solve(system: readonly Float64Array[]): readonly number[] {
  const rows = [...system];
  for (let column = 0; column < rows.length; column++) {
    const sizes = rows.map((row, index) => (index < column ? -1 : Math.abs(row[column] ?? 0)));
    const pivot = sizes.indexOf(Math.max(...sizes));
    const [here, there] = [rows[column], rows[pivot]];
    if (here === undefined || there === undefined) break;
    rows[column] = there;
    rows[pivot] = here;
    for (const [index, row] of rows.entries()) {
      if (index === column) continue;
      const factor = (row[column] ?? 0) / (there[column] ?? 1);
      for (let at = column; at < row.length; at++) row[at] = (row[at] ?? 0) - factor * (there[at] ?? 0);
    }
  }
  return rows.map((row, index) => (row.at(-1) ?? 0) / (row[index] ?? 1));
}

function lines(values: readonly string[]): string {
  const rows: string[] = [];
  for (let at = 0; at < values.length; at += 10) rows.push(`  ${values.slice(at, at + 10).join(', ')},`);
  return rows.join('\n');
}
