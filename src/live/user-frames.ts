import { type Bout, boutEvidence, boutGap, growBout, isSpeechFrame, startBout } from './bout.ts';
import { frameDuration, type HeardFrame } from './heard-frame.ts';
import { forgetWords, wordsPassed, wordsWithin } from './heard-words.ts';
import type { LiveState, UserTurnState } from './live-state.ts';
import { type Outcome, outcome, tell } from './outcome.ts';
import { addVoice } from './overlap/addressed.ts';
import { hasAsked } from './overlap/asked.ts';
import type { BoutEvidence } from './overlap.ts';
import { spokenLevel } from './spoken-level.ts';

/** Seconds of speech after which a bout is more than a click. */
const realBout = 0.06;
/** How fast the user is got to know; much softer speech may be somebody else's, or theirs from now on. */
const usualShare = 0.3;
const softerShare = 0.12;
/** dB over what dies away. */
const speakingUp = 8;
/** Words are written down some time before or after they are heard. */
const wordSlack = 0.25;
/** Seconds after which words that belong to nothing are let go. */
const wordAge = 4;
const tailFrames = 75;

/** Follows the user's sound: a bout begins with speech and ends with `boutGap` of silence, by `closeBout`. */
export function followSound(state: LiveState, frame: HeardFrame): Outcome {
  const tail = state.tail.slice(state.tail.length >= tailFrames ? 1 : 0);
  tail.push(frame);
  return followBout({ ...state, tail }, frame);
}

function followBout(state: LiveState, frame: HeardFrame): Outcome {
  const { bout, at } = state;
  // What dies away has been judged before it is quite over; who speaks up again is judged anew.
  const again = bout?.settled === true && isSpeechFrame(frame) && frame.level > bout.smoothed + speakingUp;
  const anew = again || (bout !== undefined && goesOn(state, bout, frame));
  if (bout !== undefined && !anew) return outcome({ ...state, bout: growBout(bout, frame, at) });
  if (!isSpeechFrame(frame)) return outcome(state);
  const overlapping = state.agent.phase === 'speaking';
  const learned = bout?.accepted === true ? learnFrom(state, bout) : state;
  return outcome(
    { ...learned, bout: startBout(frame, at, overlapping) },
    tell({ type: 'sound-started', at }),
  );
}

/** Its turn was taken while it died away, and now it is as loud as before: what sounds is judged by itself. */
function goesOn({ turn, taken }: LiveState, bout: Bout, frame: HeardFrame): boolean {
  if (!bout.accepted || turn !== undefined || taken === undefined || beganAfter(taken.turn, bout))
    return false;
  return isSpeechFrame(frame) && spokenLevel(frame, taken.turn.loudest).loud;
}

/** The bout is over, and everybody has looked at it. */
export function closeBout(state: LiveState): Outcome {
  const { bout } = state;
  if (bout === undefined || state.at - bout.end < boutGap - 1e-9) return outcome(state);
  const { bout: _, ...rest } = state;
  const { turn } = state;
  if (!bout.accepted) {
    const waited = turn !== undefined || state.overheard !== undefined;
    // Words of what nobody took for the user's must not pile up.
    return outcome(waited ? rest : { ...rest, words: forgetWords(state.words, bout.start - wordAge) });
  }
  return outcome(learnFrom(rest, bout));
}

/** What a bout of the user's tells of them, and of how their turn sounds, be it open or taken while the bout died away. */
function learnFrom(state: LiveState, bout: Bout): LiveState {
  const { turn, taken } = state;
  const learned = learnVoice(state, bout);
  if (turn !== undefined) return { ...state, learned, turn: withVoice(turn, bout) };
  if (taken === undefined || beganAfter(taken.turn, bout)) return { ...state, learned };
  return { ...state, learned, taken: { ...taken, turn: withVoice(taken.turn, bout) } };
}

function withVoice(turn: UserTurnState, bout: Bout): UserTurnState {
  return { ...turn, voice: addVoice(turn.voice, bout) };
}

/** A sound that began after a turn that was taken is of another one, which was cleared. */
function beganAfter(taken: UserTurnState, { start }: Bout): boolean {
  return start > taken.heardEnd;
}

/** How loud and how high the user usually speaks. */
function learnVoice({ learned }: LiveState, bout: Bout): LiveState['learned'] {
  if (bout.voicedFrames < 10 || !Number.isFinite(bout.level)) return learned;
  const softer = learned.level !== undefined && bout.level < learned.level - 6;
  return {
    ...learned,
    level: blend(learned.level, bout.level, softer ? softerShare : usualShare),
    pitch: blend(learned.pitch, bout.pitchSum / bout.voicedFrames, usualShare),
  };
}

export function evidenceOf(state: LiveState, bout: Bout): BoutEvidence {
  const heard = wordsWithin(state.words, bout.start - wordSlack, bout.end + wordSlack);
  const { recognised } = state.setting;
  const earlier = wordsPassed(state.words, bout.start - wordSlack);
  const before = spokenBefore(state, bout);
  const known = { ...heard, earlier, before, recognised, asked: hasAsked(state.agent) };
  return boutEvidence(bout, state.at, known, state.learned);
}

/** Longest pause within what is said in one go, and how close both of its pieces are. */
const samePause = 0.6;
const closeBy = 0.5;

function spokenBefore({ tail, at }: LiveState, { start }: Bout): number {
  const first = tail.length - Math.round((at - start) / frameDuration);
  let [silent, spoken] = [0, 0];
  for (let index = first - 1; index >= 0 && silent <= samePause; index--) {
    const frame = tail[index];
    if (frame === undefined) break;
    const counts = isSpeechFrame(frame) && frame.near >= closeBy;
    if (counts) spoken += frameDuration;
    silent = counts ? 0 : silent + frameDuration;
  }
  return spoken;
}

export function isReal(bout: Bout): boolean {
  return bout.speechFrames * 0.02 >= realBout;
}

function blend(old: number | undefined, value: number, share: number): number {
  return old === undefined ? value : old + (value - old) * share;
}
