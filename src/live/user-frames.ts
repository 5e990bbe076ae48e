import { type Bout, boutEvidence, boutGap, growBout, isSpeechFrame, startBout } from './bout.ts';
import type { HeardFrame } from './heard-frame.ts';
import { wordsWithin } from './heard-words.ts';
import type { LiveState } from './live-state.ts';
import { type Outcome, outcome, tell } from './outcome.ts';
import { hasAsked } from './overlap/asked.ts';
import type { BoutEvidence } from './overlap.ts';

/** Seconds of speech after which a bout is more than a click. */
const realBout = 0.06;
/** Words are written down some time before or after they are heard. */
const wordSlack = 0.25;
const tailFrames = 75;

/** Follows the user's sound: a bout begins with speech and ends with `boutGap` of silence, by `closeBout`. */
export function followSound(state: LiveState, frame: HeardFrame): Outcome {
  const tail = [...(state.tail.length >= tailFrames ? state.tail.slice(1) : state.tail), frame];
  return followBout({ ...state, tail }, frame);
}

function followBout(state: LiveState, frame: HeardFrame): Outcome {
  const { bout, at } = state;
  if (bout !== undefined) return outcome({ ...state, bout: growBout(bout, frame, at) });
  if (!isSpeechFrame(frame)) return outcome(state);
  const overlapping = state.agent.phase === 'speaking';
  return outcome({ ...state, bout: startBout(frame, at, overlapping) }, tell({ type: 'sound-started', at }));
}

/** The bout is over, and everybody has looked at it. */
export function closeBout(state: LiveState): Outcome {
  const { bout, ...rest } = state;
  if (bout === undefined || state.at - bout.end < boutGap - 1e-9) return outcome(state);
  return outcome(bout.accepted ? { ...rest, learned: learnVoice(state, bout) } : rest);
}

/** How loud and how high the user usually speaks. */
function learnVoice({ learned }: LiveState, bout: Bout): LiveState['learned'] {
  if (bout.voicedFrames < 10) return learned;
  return {
    ...learned,
    level: blend(learned.level, bout.level),
    pitch: blend(learned.pitch, bout.pitchSum / bout.voicedFrames),
  };
}

export function evidenceOf(state: LiveState, bout: Bout): BoutEvidence {
  const heard = wordsWithin(state.words, bout.start - wordSlack, bout.end + wordSlack);
  const { recognised } = state.setting;
  return boutEvidence(bout, state.at, { ...heard, recognised, asked: hasAsked(state.agent) }, state.learned);
}

export function isReal(bout: Bout): boolean {
  return bout.speechFrames * 0.02 >= realBout;
}

function blend(old: number | undefined, value: number): number {
  return old === undefined ? value : old * 0.7 + value * 0.3;
}
