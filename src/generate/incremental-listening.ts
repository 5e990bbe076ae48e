import {
  countScale,
  createListeners,
  findCandidates,
  type ListenersOptions,
  type PlacedBackchannel,
  type PlacedTurn,
  pairRate,
  rankCandidates,
} from './listening.ts';
import type { ConversationMaterial } from './material.ts';

export type HeardTurn = {
  readonly placed: PlacedTurn;
  /** In the plan. */
  readonly index: number;
  /** How much longer the conversation is with it. Seconds. */
  readonly elapsed: number;
  /** When the turn before it is over: from then on, a listener is one of two voices and not of three. */
  readonly from: number;
  /** When a listener has to be done. */
  readonly latestEnd: (listener: string) => number;
  readonly written: readonly PlacedBackchannel[];
  readonly takes: ConversationMaterial['backchannels'];
};

/** Backchannels for one turn after another, as many as the register and the pair have. */
export interface ListenerDraws {
  answer(turn: HeardTurn): PlacedBackchannel[];
}

/** Nobody makes up for more of them at once. */
const mostDue = 3;

export function createListenerDraws(options: ListenersOptions): ListenerDraws {
  const { timing, random } = options;
  const listeners = createListeners(options);
  const pair = pairRate(timing, random);
  let due = 0;
  return {
    answer({ placed, index, elapsed, from, latestEnd, written, takes }) {
      const rate = (countScale([placed], timing) * timing.backchannelsPerMinute) / 60;
      due = Math.min(mostDue, due + rate * pair * elapsed) - written.length;
      for (const { start } of written) listeners.hear(start);
      const draws = random.fork(`turn/${index}`);
      let left = Math.floor(due + draws.fork('count').next());
      const given: PlacedBackchannel[] = [];
      const ranked = rankCandidates(findCandidates(placed, index), draws.fork('places'));
      const choose = draws.fork('takes');
      for (const candidate of ranked) {
        if (left <= 0) break;
        if (candidate.end < from) continue;
        const backchannel = listeners.answer(placed, candidate, takes, choose, latestEnd);
        if (backchannel === undefined) continue;
        given.push(backchannel);
        left--;
      }
      due -= given.length;
      return given;
    },
  };
}
