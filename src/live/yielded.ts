import { isBackchannelText } from '../timeline/index.ts';
import { textOf } from './heard-words.ts';
import type { LiveState } from './live-state.ts';
import { type Outcome, outcome } from './outcome.ts';
import { isAddressed } from './overlap/addressed.ts';
import { endReply } from './reply-flow.ts';

/** Seconds of speech after a yield that leave no doubt that it was an interruption. */
const certainSpeech = 1.2;

/** The user has taken the floor for certain: what was broken off is history, and an answer can be thought of. */
export function settleInterruption(state: LiveState): Outcome {
  const { agent, turn } = state;
  if (agent.phase !== 'yielded' || turn === undefined) return outcome(state);
  const text = textOf(state.words);
  const spoken = turn.end - turn.start - turn.paused;
  if (!isAddressed(state)) return outcome(state);
  const certain = spoken >= certainSpeech || (text.includes(' ') && !isBackchannelText(text));
  // The playback's own last word on where it stopped comes within a moment.
  return certain && state.at - agent.yieldedAt > 0.4 ? endReply(state, true) : outcome(state);
}
