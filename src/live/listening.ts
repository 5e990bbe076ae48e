import { isSpeechFrame } from './bout.ts';
import { frameDuration } from './heard-frame.ts';
import { primaryLanguage } from './language.ts';
import { linesIn } from './lines.ts';
import type { Listening, LiveState } from './live-state.ts';
import { type Outcome, outcome, tell } from './outcome.ts';
import { isAddressed } from './overlap/addressed.ts';
import { semitones } from './turn-end/pitch-range.ts';
import { judgeEnd } from './turn-end-flow.ts';

/** Seconds into a pause of the user at which a listener speaks up. */
const earliest = 0.14;
const latest = 0.3;
/**
 * Ward and Tsukahara (2000): .7 s after .11 s of pitch below its 26th percentile, which of a normal distribution is
 * .64 spreads below the mean, in speech that has gone on for .7 s.
 */
const lowPitch = 0.64;
const lowFor = 0.11;
const lowAfter = 0.7;
const cueDelay = 0.7;
/** Mandarin has it inside the turn, and sooner. */
const insideDelay = 0.35;
/** Frames of voice by which a speaker's range is known. */
const rangeFrames = 100;
/** Seconds without a low voice within which the stretch is the same. */
const lowGap = 0.06;
/** A turn that is over so surely, or will be in so many seconds, gets an answer instead. */
const overLikelihood = 0.5;
const answerWithin = 0.6;

/** The agent shows that it listens: `mm-hm` at the ends of phrases in a long turn, not too often. */
export function backchannel(state: LiveState): Outcome {
  const { turn, policy, agent } = state;
  if (turn === undefined || !policy.backchannels.enabled || policy.backchannels.perMinute <= 0) {
    return outcome(state);
  }
  if (agent.phase === 'speaking') return outcome(state);
  const listening = listen(state);
  const heard: LiveState = listening === state.listening ? state : { ...state, listening };
  return isWanted(heard) && isCued(heard) ? speakUp(heard) : outcome(heard);
}

/** Follows the user's speech, and the low stretches in it. */
function listen({ listening, tail, learned, turn, bout, at }: LiveState): Listening {
  const frame = tail.at(-1);
  if (frame === undefined || turn === undefined || !isSpeechFrame(frame)) return listening;
  const spoken: Listening = { ...listening, spokenSince: listening.spokenSince + frameDuration };
  const { range } = learned;
  if (frame.pitch === undefined || range === undefined || range.frames < rangeFrames) return spoken;
  if (semitones(frame.pitch) > range.mean - lowPitch * range.spread) return spoken;
  const goesOn = spoken.lowUntil !== undefined && at - spoken.lowUntil <= lowGap;
  const lowSince = goesOn ? (spoken.lowSince ?? at) : at - frameDuration;
  const low = at - lowSince >= lowFor - 1e-9 && bout !== undefined && at - bout.start >= lowAfter;
  return { ...spoken, lowSince, lowUntil: at, ...(low ? { cueAt: at } : {}) };
}

/** Often enough, in a turn long enough. */
function isWanted(state: LiveState): boolean {
  const { turn, policy, listening, agent } = state;
  if (turn === undefined || agent.phase !== 'quiet' || !isAddressed(state)) return false;
  const { after, perMinute } = policy.backchannels;
  const never = listening.lastText === undefined;
  return turn.end - turn.start - turn.paused >= after && (never || listening.spokenSince >= 60 / perMinute);
}

function isCued(state: LiveState): boolean {
  const { turn, listening, language, at } = state;
  if (turn === undefined) return false;
  const silence = at - turn.heardEnd;
  const inside = primaryLanguage(language) === 'zh';
  const delay = inside ? insideDelay : cueDelay;
  const low = listening.cueAt !== undefined && at - listening.cueAt >= delay - 1e-9;
  const recent = listening.cueAt !== undefined && at - listening.cueAt < delay + latest;
  if (silence < frameDuration * 2) return low && recent;
  if (inside || silence < earliest || silence > latest) return false;
  const { likelihood, wait } = judgeEnd(state);
  return likelihood < overLikelihood && wait - silence > answerWithin;
}

function speakUp(state: LiveState): Outcome {
  const { language, listening, at } = state;
  const forms = linesIn(language).backchannels;
  const last = listening.lastText === undefined ? -1 : forms.indexOf(listening.lastText);
  // Never the same twice running, and not always in the same order.
  const steps = 1 + (Math.round(at / frameDuration) % Math.max(1, forms.length - 1));
  const text = forms[(last + steps) % forms.length] ?? '';
  return outcome(
    { ...state, listening: { lastText: text, spokenSince: 0 } },
    { type: 'play-backchannel', text, language },
    tell({ type: 'agent-backchannelled', at, text }),
  );
}
