import { isBackchannelText } from '../timeline/index.ts';
import type { BoutEvidence, OverlapVerdict } from './overlap.ts';
import type { LivePolicy } from './policy.ts';

export type Judgement = { readonly verdict: OverlapVerdict; readonly because: string };

/** What somebody's sound over the agent's is, from all that is known of it so far. Asked anew with every frame. */
export function judgeOverlap(evidence: BoutEvidence, policy: LivePolicy): Judgement {
  const { interruptions, noise } = policy;
  if (isNoise(evidence)) return { verdict: 'noise', because: 'it is not speech' };
  if (noise.nearOnly && evidence.near < 0.5 && evidence.duration > 0.2) {
    return { verdict: 'side-talk', because: 'it comes from far away' };
  }
  if (evidence.text !== '' && hasStopWord(evidence.text, interruptions.stopWords)) {
    return { verdict: 'interruption', because: 'a word that asks to stop' };
  }
  const over = evidence.silence >= 0.2;
  if (evidence.text !== '' && isBackchannelText(evidence.text)) {
    return over || evidence.duration < 1.2
      ? { verdict: over ? 'backchannel' : 'undecided', because: 'words of a listener' }
      : { verdict: 'interruption', because: 'it goes on for long' };
  }
  if (evidence.duration >= interruptions.yieldAfter) {
    return { verdict: 'interruption', because: 'it goes on for long' };
  }
  if (over) return { verdict: 'backchannel', because: 'it was short' };
  return { verdict: 'undecided', because: 'too early to say' };
}

/** Whether a bout of sound is speech at all. */
export function isNoise(evidence: BoutEvidence): boolean {
  const heard = Object.values(evidence.sounds).reduce((sum, time) => sum + time, 0);
  return heard > 0 && heard >= evidence.duration * 0.5;
}

const stopWords =
  /\b(?:wait|stop|hold on|hang on|excuse me|sorry|no no|one (?:second|moment)|actually)\b|等一下|等等|停|打住|不对|不是|别说/iu;

function hasStopWord(text: string, more: readonly string[]): boolean {
  const lower = text.toLowerCase();
  return stopWords.test(lower) || more.some((word) => lower.includes(word.toLowerCase()));
}
