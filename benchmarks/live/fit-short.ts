/**
 * Fits how surely a short sound over the agent's own was an interruption once it is over, on the tuning half and on
 * practice, and prints the table of `src/live/overlap/short-likelihood.ts` and what thresholds come to:
 * npx tsx benchmarks/live/fit-short.ts [--count 240]
 */
import { parseArgs } from 'node:util';
import { createRandom } from '../../src/dsp/index.ts';
import { isShort, shortFeatureNames, shortFeatures } from '../../src/live/overlap/short-likelihood.ts';
import { fitLogistic, type LogisticSample } from './overlap/fit-logistic.ts';
import { type OverlapSample, overlapKinds, samplesOf } from './overlap/samples.ts';
import { createScenario, type ScenarioWish } from './scenarios/create-scenario.ts';
import { openSpokenCache } from './scenarios/spoken-cache.ts';

const { values } = parseArgs({ options: { count: { type: 'string', default: '240' } } });

type Kind = (typeof overlapKinds)[number];

/** How much each kind counts, and every how many scenes of each are heard. */
const shares: Readonly<Record<Kind, number>> = {
  interruption: 1,
  backchannel: 0.6,
  'side-talk': 0.2,
  noise: 0.1,
  background: 0.1,
};
const every: Readonly<Record<Kind, number>> = {
  interruption: 1,
  backchannel: 1,
  'side-talk': 3,
  noise: 3,
  background: 3,
};
/** dB by which one who speaks again is louder or softer than before, and how often each sound is taken so. */
const shake = 2;
const shaken = 6;
/** Seconds by which the same comes later: frames begin elsewhere in it. */
const delays = [0, 0.005, 0.01, 0.015];

await using cache = openSpokenCache();
const samples: OverlapSample[] = [];
for (const half of ['tuning', 'practice'] as const) {
  for (const kind of overlapKinds) {
    for (let index = 0; index < Number(values.count); index += every[kind]) {
      await hear({ half, kind, index });
    }
  }
}
const weights = fit();
for (const [place, name] of [...shortFeatureNames, 'bias'].entries()) {
  console.log(`  ${name}: ${(weights[place] ?? 0).toFixed(2)},`);
}
for (const limit of [0.6, 0.65, 0.7, 0.75, 0.8]) report(limit);

/** Of interruptions those that are short as a whole: there are few, so each is heard at several times. */
async function hear(wish: ScenarioWish): Promise<void> {
  const rare = wish.kind === 'interruption';
  if (rare && (await createScenario(wish, cache)).variant !== 'short') return;
  const after = rare ? delays : delays.slice(wish.index % delays.length).slice(0, 1);
  for (const late of after) {
    const { overs } = await samplesOf(wish, cache, late);
    samples.push(...overs.filter(({ evidence }) => isAsked(evidence)));
  }
}

/** Other sounds are known for what they are without it. */
function isAsked({ near, duration, sounds }: OverlapSample['evidence']): boolean {
  return near >= 0.3 && duration >= 0.06 && isShort(duration) && Object.keys(sounds).length === 0;
}

function inputsOf({ evidence, id, kind }: OverlapSample, turn?: number): number[] {
  const shift = turn === undefined ? 0 : shake * createRandom(`shake/${kind}/${id}/${turn}`).normal();
  const features = shortFeatures({ ...evidence, level: evidence.level + shift });
  return shortFeatureNames.map((name) => features[name]);
}

function fit(): number[] {
  const sizes = new Map<string, number>();
  for (const { kind } of samples) sizes.set(kind, (sizes.get(kind) ?? 0) + 1);
  const weighted = samples.flatMap((sample) => {
    const share = overlapKinds.find((kind) => kind === sample.kind);
    const weight = (1000 * (share === undefined ? 0 : shares[share])) / ((sizes.get(sample.kind) ?? 0) + 20);
    return Array.from(
      { length: shaken },
      (_, turn): LogisticSample => ({
        inputs: inputsOf(sample, turn),
        isTrue: sample.kind === 'interruption',
        weight: weight / shaken,
      }),
    );
  });
  return fitLogistic(weighted, 2);
}

/** What of each kind would be taken for an interruption. */
function report(limit: number): void {
  const shown = overlapKinds.map((kind) => {
    const all = samples.filter((sample) => sample.kind === kind);
    const taken = all.filter((sample) => chanceOf(sample) >= limit).length;
    return `${kind} ${taken} of ${all.length}`;
  });
  console.log(`at ${limit}: ${shown.join(', ')}`);
}

function chanceOf(sample: OverlapSample): number {
  const sum = [...inputsOf(sample), 1].reduce(
    (total, input, place) => total + input * (weights[place] ?? 0),
    0,
  );
  return 1 / (1 + Math.exp(-sum));
}
