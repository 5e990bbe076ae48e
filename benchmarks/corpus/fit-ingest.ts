// Finds the weights with which ingest tells speech, laughter, breath and cough apart, from scenes of the tuning half, and
// writes them into src/corpus/ingest/two-track/sound-weights.ts: npx tsx benchmarks/corpus/fit-ingest.ts FOLDER [rounds]
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { noiseKinds } from '../../src/corpus/conditions/conditions.ts';
import type { SpecInput } from '../../src/corpus/index.ts';
import type { SoundWeights } from '../../src/corpus/ingest/two-track/sound-network.ts';
import { createRandom } from '../../src/dsp/index.ts';
import { fitNetwork, type HeardExample } from './fit-ingest-network.ts';
import { examplesOf, hearExamples } from './ingest-examples.ts';
import { makeScenes } from './ingest-scenes.ts';
import { createSpeechlessTracks, speechlessRate } from './ingest-silence.ts';

const [folder = 'scenes', rounds = '7'] = process.argv.slice(2);

/** Whole numbers to one: two bytes for each weight. */
const scale = 4096;

type Batch = {
  readonly batch: number;
  readonly minutes: number;
  readonly snr: [number, number];
  readonly kinds: readonly string[] | undefined;
};

const batches: readonly Batch[] = [
  { batch: 101, minutes: 15, snr: [3, 35], kinds: noiseKinds },
  { batch: 102, minutes: 24, snr: [3, 35], kinds: noiseKinds },
  { batch: 103, minutes: 24, snr: [3, 20], kinds: undefined },
];

const examples: HeardExample[] = [];
for (const { batch, minutes, snr, kinds } of batches) {
  const scenes = await makeScenes(join(folder, `train-${batch}`), {
    half: 'tuning',
    snr: 20,
    bleed: -30,
    minutes,
    batch,
    spec: variedSpec(snr, kinds),
  });
  for (const scene of scenes) examples.push(...(await examplesOf(scene)));
}
for (const tracks of createSpeechlessTracks()) examples.push(...hearExamples(tracks, speechlessRate, []));
console.log(`${examples.reduce((sum, { labels }) => sum + labels.length, 0)} frames`);
const random = createRandom('fit-ingest');
writeWeights(fitNetwork(examples, { rounds: Number(rounds), random }));

/** Every device and codec, calls and rooms, all the laughter that there can be. */
function variedSpec(snr: [number, number], kinds: readonly string[] | undefined): Partial<SpecInput> {
  return {
    rates: { laughter: 3 },
    conditions: {
      setting: { call: 4, room: 1 },
      dry: 0.05,
      places: { bedroom: 1, living: 1, office: 1, kitchen: 1 },
      devices: { studio: 1, headset: 1, mobile: 3, 'mobile-hands-free': 1, laptop: 1, car: 1, landline: 1 },
      codecs: { none: 4, 'g711-mu': 1, gsm: 1, 'amr-wb': 1, 'opus-24k': 1, 'opus-12k': 1 },
      bleed: [-50, -15],
      noise: {
        steady: 0.85,
        bursts: 1.5,
        snr,
        ...(kinds !== undefined && { kinds: Object.fromEntries(kinds.map((kind) => [kind, 1])) }),
      },
    },
  };
}

function writeWeights(layers: SoundWeights): void {
  const tables = layers.map((weights) => {
    const bytes = Buffer.alloc(2 * weights.length);
    for (const [index, weight] of weights.entries()) {
      bytes.writeInt16LE(Math.max(-32_768, Math.min(32_767, Math.round(weight * scale))), 2 * index);
    }
    const lines = bytes.toString('base64').match(/.{1,100}/g) ?? [];
    return `  [\n${lines.map((line) => `    '${line}',`).join('\n')}\n  ],`;
  });
  const text = `import type { SoundWeights } from './sound-network.ts';

// Written by benchmarks/corpus/fit-ingest.ts: integers of two bytes, ${scale} to one.
const one = ${scale};
// biome-ignore format: a table
const tables = [
${tables.join('\n')}
];

export const soundWeights: SoundWeights = tables.map((lines) => {
  const bytes = Buffer.from(lines.join(''), 'base64');
  return Float32Array.from({ length: bytes.length / 2 }, (_, index) => bytes.readInt16LE(2 * index) / one);
});
`;
  const path = '../../src/corpus/ingest/two-track/sound-weights.ts';
  writeFileSync(fileURLToPath(new URL(path, import.meta.url)), text);
}
