import type { NoiseHalf } from '../noises.ts';
import { reportTexts } from './texts-report.ts';
import { tuningTexts } from './texts-tuning.ts';

export type ScenarioLanguage = 'en' | 'zh';

/** What is said in the scenarios. No text of one half is in the other. */
export type ScenarioTexts = {
  /** The user's first turn where the scenario is about what comes after it. */
  readonly questions: readonly string[];
  /** Of the agent: some ten seconds, without a long pause in them. */
  readonly answers: readonly string[];
  readonly shortAnswers: readonly string[];
  readonly interruptions: readonly string[];
  readonly backchannels: readonly string[];
  readonly sideTalk: readonly string[];
  readonly background: readonly string[];
  /** Sentences that have room for a pause. */
  readonly long: readonly string[];
  /** Whole turns, questions and statements. */
  readonly turns: readonly string[];
};

export const scenarioTexts: Readonly<Record<NoiseHalf, Readonly<Record<ScenarioLanguage, ScenarioTexts>>>> = {
  tuning: tuningTexts,
  report: reportTexts,
};
