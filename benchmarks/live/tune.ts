/**
 * Runs scenarios in this process on a simulated clock, and says what failed and why:
 * npx tsx benchmarks/live/tune.ts --kind backchannel --count 40 [--half tuning|validation|untouched] [--recogniser oracle|none|both] [--verbose] [--only ID] [--lag .06] [--jitter SEED [--load 1]] [--echoed] [--recast] [--strange] [--louder 4] [--distortion .6]
 */
import { parseArgs } from 'node:util';
import type { LiveNotice } from '../../src/live/index.ts';
import { judgeRecording } from './judge/judge-recording.ts';
import { createReferences } from './judge/reference.ts';
import { printRate, printTimes, tallyOf } from './judge/tally.ts';
import { measures, type Verdict } from './judge/verdict.ts';
import { createScenario } from './scenarios/create-scenario.ts';
import { type Scenario, type ScenarioKind, scenarioKinds } from './scenarios/scenario.ts';
import { openSpokenCache } from './scenarios/spoken-cache.ts';
import { withStrangeEcho } from './scenarios/strange-echo.ts';
import { withStrangeVoices } from './scenarios/strange-voices.ts';
import { isScenarioBatch, type ScenarioBatch } from './scenarios/texts.ts';
import { runOnStage } from './stage/run-on-stage.ts';

const { values } = parseArgs({
  options: {
    kind: { type: 'string', default: 'all' },
    count: { type: 'string', default: '40' },
    from: { type: 'string', default: '0' },
    half: { type: 'string', default: 'tuning' },
    recogniser: { type: 'string', default: 'both' },
    only: { type: 'string' },
    lag: { type: 'string', default: '0.06' },
    jitter: { type: 'string' },
    load: { type: 'string', default: '1' },
    echoed: { type: 'boolean', default: false },
    recast: { type: 'boolean', default: false },
    // Echoes of agents, in rooms and out of loudspeakers that are not among what is measured.
    strange: { type: 'boolean', default: false },
    louder: { type: 'string', default: '0' },
    distortion: { type: 'string', default: '0' },
    verbose: { type: 'boolean', default: false },
    quiet: { type: 'boolean', default: false },
  },
});
const { half: batch } = values;
if (!isScenarioBatch(batch)) throw new TypeError(`There is no half ${batch}.`);
const kinds: readonly ScenarioKind[] =
  values.kind === 'all'
    ? scenarioKinds.filter((kind) => kind !== 'echo' && kind !== 'control')
    : scenarioKinds.filter((kind) => values.kind.split(',').includes(kind));
const listening = values.recogniser === 'both' ? [false, true] : [values.recogniser === 'oracle'];

await using cache = withStrangeVoices(openSpokenCache());
const references = createReferences(cache);
for (const kind of kinds) {
  for (const recognised of listening) await runKind(batch, kind, recognised);
}

async function runKind(half: ScenarioBatch, kind: ScenarioKind, recognised: boolean): Promise<void> {
  const verdicts: Verdict[] = [];
  const begun = performance.now();
  for (let index = Number(values.from); index < Number(values.from) + Number(values.count); index++) {
    if (values.only !== undefined && values.only !== `${kind}-${index}`) continue;
    const quiet = await createScenario({ half, kind, index, recast: values.recast }, cache);
    // The same with the agent coming back out of a loudspeaker, as where there is nothing but it.
    const { echo } = values.echoed
      ? await createScenario({ half, kind: 'echo', index, recast: values.recast }, cache)
      : quiet;
    const echoed = echo === undefined ? quiet : { ...quiet, echo: driven(echo) };
    const scenario = values.strange ? await withStrangeEcho(echoed, index, cache) : echoed;
    const recording = await runOnStage(scenario, {
      cache,
      recognised,
      lag: Number(values.lag),
      ...(values.jitter === undefined ? {} : { jitter: { seed: values.jitter, load: Number(values.load) } }),
    });
    const found = await judgeRecording(recording, references);
    verdicts.push(...found);
    const failed = found.filter(({ passed }) => !passed);
    if ((failed.length > 0 && !values.quiet) || values.verbose) {
      const { id, variant, language, snr } = scenario;
      console.log(`${id} (${variant}, ${language}${snr === undefined ? '' : `, ${snr} dB`})`);
      for (const { measure, why } of failed) console.log(`  ${measure}: ${why}`);
      for (const { part, start, end } of recording.played) {
        const text = part.words.map((word) => word.text).join(' ');
        console.log(`  ${start.toFixed(2)}–${end.toFixed(2)} user ${part.role}: ${text}`);
      }
      for (const notice of recording.notices) printNotice(notice);
    }
  }
  console.log(
    `\n${kind}, ${recognised ? 'with an oracle for a recogniser' : 'by sound alone'}, ${half} half, ${((performance.now() - begun) / 1000).toFixed(0)} s`,
  );
  for (const measure of measures) {
    const of = verdicts.filter((verdict) => verdict.measure === measure);
    if (of.length === 0) continue;
    console.log(`  ${measure}: ${printRate(tallyOf(of))} ${printTimes(tallyOf(of))}`);
    if (measure === 'undisturbed' || measure === 'yields within 1 s') continue;
    for (const name of new Set(of.map(nameOf))) {
      const { passed, count } = tallyOf(of.filter((verdict) => nameOf(verdict) === name));
      if (passed < count) console.log(`    ${name}: ${passed} of ${count}`);
    }
  }
}

/** Turned up by so many dB, and through a worse loudspeaker. */
function driven({ response, gain }: NonNullable<Scenario['echo']>): NonNullable<Scenario['echo']> {
  return { response, gain: gain * 10 ** (Number(values.louder) / 20), distortion: Number(values.distortion) };
}

function nameOf({ variant, snr }: Verdict): string {
  return snr === undefined ? variant : `${variant}, ${snr} dB`;
}

function printNotice(notice: LiveNotice): void {
  if (notice.type === 'user-words-heard' && !values.verbose) return;
  if (notice.type === 'reply-text' || notice.type === 'session-ended') return;
  const { type, ...rest } = notice;
  const shown = Object.entries(rest).flatMap(([name, value]) => {
    if (name === 'words') return [];
    return [`${name} ${typeof value === 'number' ? value.toFixed(2) : JSON.stringify(value)}`];
  });
  console.log(`    ${type}: ${shown.join(', ').slice(0, 160)}`);
}
