// Finds the weights with which the ear tells sounds apart, from scenes of the tuning half, and writes them into
// src/live/ear/*-weights.ts: npx tsx benchmarks/live/fit-ear.ts [all|sounds|near] [scenes] [rounds]
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createRandom } from '../../src/dsp/index.ts';
import { createHearing } from '../../src/live/ear/hearing.ts';
import { createNearFeatures, nearInputCount } from '../../src/live/ear/near-features.ts';
import { soundClasses } from '../../src/live/ear/sound-classes.ts';
import { inputCount } from '../../src/live/ear/sound-features.ts';
import { createSoundJudge } from '../../src/live/ear/sound-judge.ts';
import { openWebrtcDetector } from '../../src/live/ear/speech-detector.ts';
import { frameLength } from '../../src/live/heard-frame.ts';
import { fitNetwork, type Sample } from './fit-network.ts';
import { createNearScene, type NearScene } from './near-scenes.ts';
import { createScene, type Scene, type SceneKind } from './scenes.ts';
import { openSpeechPool } from './speech-pool.ts';

const sceneCount = Number(process.argv[3] ?? 1000);
const rounds = Number(process.argv[4] ?? 12);
const pool = await openSpeechPool('tuning');
const wanted = process.argv[2] ?? 'all';

if (wanted !== 'near') await fitSounds();
if (wanted !== 'sounds') await fitNear();

async function fitSounds(): Promise<void> {
  const samples: Sample[] = [];
  for (let seed = 0; seed < sceneCount; seed++) {
    samples.push(...(await soundSamples(createScene({ half: 'tuning', seed, pool }))));
  }
  for (const [index, name] of soundClasses.entries()) {
    console.log(name, samples.filter(({ label }) => label === index).length);
  }
  const random = createRandom('fit-ear');
  const options = { inputs: inputCount, hidden: 20, outputs: soundClasses.length, rounds, random };
  writeWeights('sound', inputCount, fitNetwork(samples, options));
}

async function fitNear(): Promise<void> {
  const samples: Sample[] = [];
  for (let seed = 0; seed < sceneCount / 4; seed++) {
    samples.push(...(await nearSamples(createNearScene({ half: 'tuning', seed, pool }))));
  }
  console.log(`${samples.length} frames, ${samples.filter(({ label }) => label === 1).length} of the user`);
  const random = createRandom('fit-near');
  const options = { inputs: nearInputCount, hidden: 8, outputs: 2, rounds, random };
  writeWeights('near', nearInputCount, fitNetwork(samples, options));
}

type Layers = { readonly hidden: Float64Array; readonly output: Float64Array };

function writeWeights(name: string, inputs: number, { hidden, output }: Layers): void {
  const lines = [
    "import { type NetworkWeights, weightsOf } from './network.ts';",
    '',
    '// Written by benchmarks/live/fit-ear.ts, in thousandths.',
    '// biome-ignore format: a table',
    `const hidden = [\n${table(hidden)}\n];`,
    '// biome-ignore format: a table',
    `const output = [\n${table(output)}\n];`,
    '',
    `export const ${name}Weights: NetworkWeights = weightsOf(${inputs}, hidden, output);`,
    '',
  ];
  const path = fileURLToPath(new URL(`../../src/live/ear/${name}-weights.ts`, import.meta.url));
  writeFileSync(path, lines.join('\n'));
}

function table(values: Float64Array): string {
  const rows: string[] = [];
  for (let at = 0; at < values.length; at += 18) {
    rows.push(`  ${Array.from(values.slice(at, at + 18), (value) => Math.round(value * 1000)).join(', ')},`);
  }
  return rows.join('\n');
}

async function soundSamples(scene: Scene): Promise<Sample[]> {
  const detector = await openWebrtcDetector();
  const hearing = createHearing(detector);
  const found: Sample[] = [];
  for (let frame = 0; (frame + 1) * frameLength <= scene.samples.length; frame++) {
    hearing.hear(scene.samples.subarray(frame * frameLength, (frame + 1) * frameLength));
    const { label, weight } = labelOf(scene, frame);
    if (label >= 0) found.push({ inputs: Float32Array.from(hearing.inputs), label, weight });
  }
  detector.close();
  return found;
}

/** What a frame should be taken for: -1 where nobody could say. */
function labelOf({ events }: Scene, frame: number): { label: number; weight: number } {
  const unknown = { label: -1, weight: 0 };
  for (const { kind, start, active } of events) {
    const index = frame - Math.floor((start * 16_000) / frameLength);
    if (index < 0) continue;
    if (index >= active.length + 8) continue;
    const label = soundClasses.indexOf(kind === 'babble' || kind === 'breath' ? 'noise' : kind);
    const age = index - active.indexOf(true);
    if (age < 0) return unknown;
    if (active[index] === true) {
      // What lasts becomes the background.
      if (label === soundClasses.indexOf('noise') && age > 100) return unknown;
      return { label, weight: weightOf(kind, age) };
    }
    const goesOn = active.indexOf(true, index) >= 0;
    if (goesOn && (kind === 'typing' || kind === 'music')) return { label, weight: 0.6 };
    // What dies away is no voice.
    if (kind !== 'speech' && kind !== 'noise' && kind !== 'babble') return { label, weight: 0.5 };
    return unknown;
  }
  return { label: 0, weight: 0.5 };
}

/** Speech taken for a noise costs a user's word; the rare kinds count for more than their frames. */
function weightOf(kind: SceneKind, age: number): number {
  if (kind === 'speech') return age < 15 ? 4 : 2;
  const rare = kind === 'cough' || kind === 'knock' ? 2.5 : kind === 'babble' ? 1.5 : 1;
  return rare * (age < 3 ? 0.5 : 1);
}

async function nearSamples({ samples, user, far }: NearScene): Promise<Sample[]> {
  const detector = await openWebrtcDetector();
  const hearing = createHearing(detector);
  const judge = createSoundJudge();
  const features = createNearFeatures();
  const found: Sample[] = [];
  for (let frame = 0; frame < user.length; frame++) {
    hearing.hear(samples.subarray(frame * frameLength, (frame + 1) * frameLength));
    judge.hear(hearing.inputs);
    const { level, floor, bands, floorBands, periodicity, pitch } = hearing;
    features.hear({ speech: judge.speech, level, floor, bands, floorBands, periodicity, pitch, echo: 0 });
    if (judge.speech < 0.3 || (user[frame] !== true && far[frame] !== true)) continue;
    const label = user[frame] === true ? 1 : 0;
    found.push({ inputs: Float32Array.from(features.inputs), label, weight: label === 1 ? 1 : 1.2 });
  }
  detector.close();
  return found;
}
