import type { PlayerPlace, PlayerReport } from './player.ts';

/** 20 ms as the audio thread hands them over. */
export type BlockMessage = {
  /** Of the block's beginning, since the processor began. */
  readonly frame: number;
  readonly user: Float32Array<ArrayBuffer>;
  readonly agent: Float32Array<ArrayBuffer>;
  /** Of the agent's level at the block's end. */
  readonly gain: number;
  /** Where the player is at the block's end. */
  readonly place?: PlayerPlace;
  readonly reports: readonly PlayerReport[];
};
