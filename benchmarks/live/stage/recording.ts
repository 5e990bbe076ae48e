import type { LiveNotice } from '../../../src/live/index.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import type { PlayedPart } from './user-player.ts';

/** One scenario as it went: what the user heard on the user's clock, and what was said to it when. */
export type Recording = {
  readonly scenario: Scenario;
  /** 16 kHz, from the first sample of the user's track. */
  readonly agent: Float32Array;
  readonly played: readonly PlayedPart[];
  /** For whoever wants to know why; nothing is measured by them. */
  readonly notices: readonly LiveNotice[];
};
