import { fewestEvents, printRate, printTimes, quantile, type Tally, tallyOf } from '../judge/tally.ts';
import type { Measure, Verdict } from '../judge/verdict.ts';
import type { ScenarioKind } from '../scenarios/scenario.ts';

/** Some of what was measured: of one kind, and of one recogniser. */
export function of(verdicts: readonly Verdict[], kind: ScenarioKind, measure: Measure): Verdict[] {
  return verdicts.filter((verdict) => verdict.kind === kind && verdict.measure === measure);
}

/** A scenario in which all of several things went well is one that went well. */
export function allOf(verdicts: readonly Verdict[], kind: ScenarioKind, wanted: readonly Measure[]): Tally {
  const failed = new Map<string, boolean>();
  for (const verdict of verdicts) {
    if (verdict.kind !== kind || !wanted.includes(verdict.measure)) continue;
    failed.set(verdict.scenario, (failed.get(verdict.scenario) ?? false) || !verdict.passed);
  }
  const passed = [...failed.values()].filter((bad) => !bad).length;
  return { passed, count: failed.size, times: [] };
}

export function rate(verdicts: readonly Verdict[]): string {
  return printRate(tallyOf(verdicts));
}

export function times(verdicts: readonly Verdict[]): string {
  return printTimes(tallyOf(verdicts));
}

export function percentOf(verdicts: readonly Verdict[]): string {
  const { passed, count } = tallyOf(verdicts);
  return count < fewestEvents ? '–' : `${((100 * passed) / count).toFixed(0)} %`;
}

/** As the benches of the field print it: a share of 1. */
export function shareOf(verdicts: readonly Verdict[]): string {
  const { passed, count } = tallyOf(verdicts);
  return count < fewestEvents ? '–' : (passed / count).toFixed(2);
}

export function medianOf(verdicts: readonly Verdict[]): string {
  const { times: sorted } = tallyOf(verdicts);
  return sorted.length < fewestEvents ? '–' : quantile(sorted, 0.5).toFixed(2);
}
