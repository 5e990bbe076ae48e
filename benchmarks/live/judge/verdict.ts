import type { ScenarioKind } from '../scenarios/scenario.ts';

/** What came of one thing that happened in a scenario. */
export type Verdict = {
  readonly scenario: string;
  readonly kind: ScenarioKind;
  /** Of which figure of the table it is one. */
  readonly measure: Measure;
  readonly variant: string;
  readonly snr?: number;
  readonly passed: boolean;
  readonly why: string;
  /** Seconds, where it is a time that is measured. */
  readonly time?: number;
  /** How often it failed, where one recording is long enough for that to differ. */
  readonly faults?: number;
};

export const measures = [
  'yields',
  'goes on',
  'undisturbed',
  'yields within 1 s',
  'not answered',
  'silent while not spoken to',
  'not one sound in a pause',
  'not taken over in a pause',
  'answers',
  'no self-interruption',
] as const;

export type Measure = (typeof measures)[number];
