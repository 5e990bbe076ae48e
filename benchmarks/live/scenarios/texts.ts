import type { NoiseHalf } from '../noises.ts';
import { practiceTexts } from './texts-practice.ts';
import { reportTexts } from './texts-report.ts';
import { tuningTexts } from './texts-tuning.ts';
import { untouchedTexts } from './texts-untouched.ts';
import { validationTexts } from './texts-validation.ts';

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

/** What is said over the agent or beside it, and what is said to it. */
export type SpokenOver = Pick<ScenarioTexts, 'interruptions' | 'backchannels' | 'sideTalk' | 'turns'>;

/**
 * Beside the halves, `validation`: what the user says, and who does, is new; the agent and the noises are as in
 * tuning. `untouched`: the same again, with other texts. `practice`: many voices and texts to fit by; nothing that the
 * others measure with.
 */
export type ScenarioBatch = NoiseHalf | 'validation' | 'untouched' | 'practice';

export function isScenarioBatch(name: string): name is ScenarioBatch {
  return Object.hasOwn(scenarioTexts, name);
}

const measuredTexts: ReadonlySet<string> = new Set(
  [reportTexts, validationTexts, untouchedTexts]
    .flatMap((languages) => Object.values(languages))
    .flatMap((all) => Object.values(all).flat())
    .filter((text) => !tunedWith(text))
    .map(bare),
);

export const scenarioTexts: Readonly<
  Record<ScenarioBatch, Readonly<Record<ScenarioLanguage, ScenarioTexts>>>
> = {
  tuning: tuningTexts,
  report: reportTexts,
  validation: beside(validationTexts),
  untouched: beside(untouchedTexts),
  practice: unmeasured(practiceTexts),
};

function beside(
  texts: Readonly<Record<ScenarioLanguage, SpokenOver>>,
): Readonly<Record<ScenarioLanguage, ScenarioTexts>> {
  return { en: { ...tuningTexts.en, ...texts.en }, zh: { ...tuningTexts.zh, ...texts.zh } };
}

/** Without what is said where something is measured. */
function unmeasured(
  texts: Readonly<Record<ScenarioLanguage, SpokenOver>>,
): Readonly<Record<ScenarioLanguage, ScenarioTexts>> {
  const mine = (language: ScenarioLanguage): ScenarioTexts => {
    const { interruptions, backchannels, sideTalk } = texts[language];
    return {
      ...tuningTexts[language],
      interruptions: withoutMeasured(interruptions),
      backchannels: withoutMeasured(backchannels),
      sideTalk: [...tuningTexts[language].sideTalk, ...withoutMeasured(sideTalk)],
    };
  };
  return { en: mine('en'), zh: mine('zh') };
}

/** Each once, without those that are said where something is measured, however they are written there. */
export function withoutMeasured(texts: readonly string[]): string[] {
  return [...new Set(texts)].filter((text) => !measuredTexts.has(bare(text)));
}

function tunedWith(text: string): boolean {
  return Object.values(tuningTexts).some((all) => Object.values(all).flat().includes(text));
}

/** The words alone. */
function bare(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
