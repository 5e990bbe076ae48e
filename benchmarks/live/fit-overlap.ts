/**
 * Fits how surely sound over the agent's own is an interruption, on the tuning half and the validation's people
 * and texts, and prints the tables of `src/live/overlap/likelihood.ts` and `addressed.ts`: npx tsx benchmarks/live/fit-overlap.ts [--count 200]
 */
import { parseArgs } from 'node:util';
import { createRandom } from '../../src/dsp/index.ts';
import { addressedFeatures, addressedLikelihood } from '../../src/live/overlap/addressed.ts';
import { overlapAge, overlapFeatureNames, overlapFeatures } from '../../src/live/overlap/likelihood.ts';
import { fitLogistic, type LogisticSample } from './overlap/fit-logistic.ts';
import { type OverlapSample, overlapKinds, samplesOf, type VoiceSample } from './overlap/samples.ts';
import { openSpokenCache } from './scenarios/spoken-cache.ts';

const { values } = parseArgs({ options: { count: { type: 'string', default: '200' } } });

/** How much each kind counts: half for what is to stop the agent; of the rest most for what is most alike. */
const shares: Readonly<Record<(typeof overlapKinds)[number], number>> = {
  interruption: 1,
  backchannel: 0.4,
  noise: 0.25,
  background: 0.25,
  'side-talk': 0.25,
};
/** dB by which one who speaks again is louder or softer than before. */
const shake = 2;
/** Seconds: what is later is like what was then. */
const oldest = 1.6;

await using cache = openSpokenCache();
const samples: OverlapSample[] = [];
const voices: VoiceSample[] = [];
for (const half of ['tuning', 'validation'] as const) {
  for (const kind of overlapKinds) {
    for (let index = 0; index < Number(values.count) / 2; index++) {
      const found = await samplesOf({ half, kind, index }, cache);
      samples.push(...found.looks);
      voices.push(...found.voices);
    }
  }
}
const early = samples.filter(({ age }) => age <= oldest);
for (const fold of [0, 1]) {
  report(
    early.filter((look) => foldOf(look) === fold),
    fit(early.filter((look) => foldOf(look) !== fold)),
  );
}
const weights = fit(early);
const width = overlapFeatureNames.length;
const row = (name: string, place: number, slope: number): string =>
  `  ${name}: [${(weights[place] ?? 0).toFixed(2)}, ${(weights[slope] ?? 0).toFixed(2)}],`;
console.log(row('bias', 2 * width + 1, 2 * width));
for (const [place, name] of overlapFeatureNames.entries()) console.log(row(name, place, width + place));

fitAddressed();

/** Scenarios in a row have every variant. */
function foldOf({ id }: OverlapSample): number {
  return Math.floor(Number(id.split('-').at(-1)) / 48) % 2;
}

function inputsOf({ evidence, id, kind }: OverlapSample): number[] {
  const shift = shake * createRandom(`shake/${kind}/${id}`).normal();
  const { level, meanLevel } = evidence;
  const features = overlapFeatures({ ...evidence, level: level + shift, meanLevel: meanLevel + shift });
  const inputs = overlapFeatureNames.map((name) => features[name]);
  const age = overlapAge(evidence);
  return [...inputs, ...inputs.map((input) => input * age), age];
}

function groupOf({ kind, age }: OverlapSample): string {
  return `${kind}/${Math.floor(age / 0.2)}`;
}

function fit(looks: readonly OverlapSample[]): number[] {
  const sizes = new Map<string, number>();
  for (const look of looks) sizes.set(groupOf(look), (sizes.get(groupOf(look)) ?? 0) + 1);
  return fitLogistic(
    looks.map((look): LogisticSample => {
      const share = overlapKinds.find((kind) => kind === look.kind);
      // A few looks at what is rare at its age must not outweigh all others.
      const weight =
        (1000 * (share === undefined ? 0 : shares[share])) / ((sizes.get(groupOf(look)) ?? 0) + 20);
      return { inputs: inputsOf(look), isTrue: look.kind === 'interruption', weight };
    }),
    2,
  );
}

/** Of a half that was not fitted: what would be taken for an interruption where 95 in 100 of them are. */
function report(looks: readonly OverlapSample[], fitted: readonly number[]): void {
  for (const [from, to] of [
    [0.2, 0.32],
    [0.32, 0.5],
    [0.5, 0.8],
    [0.8, 1.2],
  ] as const) {
    const chances = (kind: string): number[] =>
      looks
        .filter(
          (look) => look.kind === kind && look.age >= from && look.age < to && look.evidence.silence < 0.1,
        )
        .map((look) => chanceOf(look, fitted))
        .toSorted((a, b) => a - b);
    const wanted = chances('interruption');
    const threshold = wanted[Math.floor(wanted.length * 0.05)] ?? 0;
    const taken = overlapKinds.slice(1).map((kind) => {
      const all = chances(kind);
      const share = all.filter((chance) => chance >= threshold).length / Math.max(1, all.length);
      return `${kind} ${(100 * share).toFixed(0)} %`;
    });
    console.log(`${from}–${to} s, at ${threshold.toFixed(2)}: ${taken.join(', ')}`);
  }
}

function chanceOf(look: OverlapSample, fitted: readonly number[]): number {
  const sum = [...inputsOf(look), 1].reduce((total, input, place) => total + input * (fitted[place] ?? 0), 0);
  return 1 / (1 + Math.exp(-sum));
}

/** What is said to the agent against what is not, all of it heard. */
function fitAddressed(): void {
  const told = voices.filter(({ kind }) => kind !== 'backchannel');
  const sizes = new Map<string, number>();
  for (const { kind } of told) sizes.set(kind, (sizes.get(kind) ?? 0) + 1);
  const fitted = fitLogistic(
    told.map((sample) => {
      const { near, level, mean } = shaken(sample);
      const isTrue = sample.kind === 'interruption';
      const weight = (1000 * (isTrue ? 3 : 1)) / (sizes.get(sample.kind) ?? 1);
      return { inputs: [near, level, mean], isTrue, weight };
    }),
    2,
  );
  const [near = 0, level = 0, mean = 0, bias = 0] = fitted.map((weight) => Math.round(weight * 100) / 100);
  console.log(`const weights = ${JSON.stringify({ bias, near, level, mean })};`);
  for (const kind of overlapKinds) {
    const all = voices.filter((sample) => sample.kind === kind);
    const chances = all.map((sample) => addressedLikelihood(shaken(sample), { bias, near, level, mean }));
    const share = (limit: number): string => {
      const below = chances.filter((chance) => chance < limit).length;
      return `${((100 * below) / Math.max(1, all.length)).toFixed(0)} % below ${limit}`;
    };
    console.log(`${kind}: ${[0.05, 0.15, 0.3, 0.5].map(share).join(', ')}`);
  }
}

function shaken({ id, kind, voice, usualLevel }: VoiceSample) {
  const shift = shake * createRandom(`shake/${kind}/${id}`).normal();
  return addressedFeatures(voice, usualLevel === undefined ? undefined : usualLevel + shift);
}
