import type { Conditions } from '../conditions/conditions.ts';
import type { CorpusSpeaker, Split } from '../record/types.ts';
import type { BurstPlan } from './place-bursts.ts';
import type { Rates } from './spec.ts';

/** Everything that is decided of a dialogue before a word of it is written. Pure: of specification, seed and id. */
export type DialoguePlan = {
  readonly id: string;
  readonly seed: string;
  readonly split: Split;
  /** BCP 47. */
  readonly language: string;
  /** `telephone`, `podcast`, … */
  readonly register: string;
  /** `casual`, `family`, `business`, … */
  readonly domain: string;
  /** About how long it is to be. Seconds. */
  readonly duration: number;
  /** Two, on the channels of their places. */
  readonly speakers: readonly CorpusSpeaker[];
  readonly rates: Rates;
  /** Without single noises, which wait until it is known how long the dialogue has become. */
  readonly conditions: Conditions;
  readonly bursts: BurstPlan;
  /** Where each speaker is, by the name of the place; `null` where it is not said. */
  readonly places: readonly (string | null)[];
};
