// Finds the weights by which the ear knows a listener's words from what wants the floor, from what many voices say, and
// writes them into src/live/ear/listener-weights.ts: npx tsx benchmarks/live/fit-listener.ts [scenes] [rounds]
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createRandom } from '../../src/dsp/index.ts';
import { listenerInputCount } from '../../src/live/ear/listener-features.ts';
import { type Fitted, fitRecurrent, type Sequence } from './listener/fit-recurrent.ts';
import { listenerSamples } from './listener/samples.ts';
import { createListenerScene } from './listener/scenes.ts';
import { listenerTexts } from './listener/texts.ts';
import { varySpeech } from './listener/vary.ts';
import { openSpokenCache } from './scenarios/spoken-cache.ts';

const sceneCount = Number(process.argv[2] ?? 520);
const rounds = Number(process.argv[3] ?? 22);
const units = 28;

await using cache = openSpokenCache();
const texts = { en: listenerTexts('en'), zh: listenerTexts('zh') };
const sequences: Sequence[] = [];
for (let seed = 0; seed < sceneCount; seed++) {
  // As in the scenarios, one in four speaks Mandarin.
  const language = seed % 4 === 3 ? 'zh' : 'en';
  const { samples, events } = await createListenerScene(seed, language, texts[language], cache);
  for (const { inputs, listening } of await listenerSamples(samples, events)) {
    sequences.push({ inputs, label: listening ? 1 : 0 });
  }
}
console.log(
  `${sequences.length} stretches, ${sequences.filter(({ label }) => label === 1).length} of listeners`,
);
const varying = createRandom('vary');
const fitted = fitRecurrent(sequences, {
  inputs: listenerInputCount,
  units,
  rounds,
  random: createRandom('fit-listener'),
  vary: (frames) => varySpeech(frames, varying),
  told: (round, loss) => console.log(`round ${round + 1}: ${loss.toFixed(4)}`),
});
writeWeights(fitted);

function writeWeights({ rows, output }: Fitted): void {
  const lines = [
    "import { listenerInputCount } from './listener-features.ts';",
    "import { type RecurrentWeights, recurrentOf } from './recurrent.ts';",
    '',
    '// Written by benchmarks/live/fit-listener.ts, in hundredths.',
    '// biome-ignore format: a table',
    `const rows = [\n${table(rows)}\n];`,
    '// biome-ignore format: a table',
    `const output = [\n${table(output)}\n];`,
    '',
    'export const listenerWeights: RecurrentWeights = recurrentOf(listenerInputCount, rows, output);',
    '',
  ];
  const path = fileURLToPath(new URL('../../src/live/ear/listener-weights.ts', import.meta.url));
  writeFileSync(path, lines.join('\n'));
}

function table(values: Float64Array): string {
  const lines: string[] = [];
  for (let at = 0; at < values.length; at += 22) {
    lines.push(`  ${Array.from(values.slice(at, at + 22), (value) => Math.round(value * 100)).join(', ')},`);
  }
  return lines.join('\n');
}
