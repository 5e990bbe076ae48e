import { textWidth } from '../../timeline/index.ts';
import type { BoutEvidence, Judgement, OverlapVerdict } from '../overlap.ts';
import type { LivePolicy } from '../policy.ts';
import { addressedLikelihood, boutFeatures, isForOthers } from './addressed.ts';
import { interruptionLikelihood } from './likelihood.ts';
import { readSaid, type SaidOver } from './said-over.ts';
import { isShort, shortLikelihood } from './short-likelihood.ts';

/** Seconds of silence after which a bout is over. */
const boutOver = 0.2;
/** Longest that a listener's word is, said slowly; beyond it somebody speaks. */
const longestListening = 1.6;
/** Sound so long after a listener's word holds another one that the recogniser would have written down by now. */
const unwritten = 0.68;
/**
 * How sure it must be for speech that goes on: seconds before or after that from which sound alone will do. A listener
 * who says two words is about to end by then; who wants the floor goes on.
 */
const sureOfSpeech = [
  { later: -0.1, sure: 0.9 },
  { later: 0, sure: 0.75 },
  { later: 0.2, sure: 0.5 },
] as const;
/** The same where there are words that do not tell, and for speech that goes on for long. */
const sureOfUntold = 0.75;
const sureOfLong = 0.3;
/** Seconds for which a first word is waited for beyond that after which sound alone would do. */
const wordPatience = 0.16;
/** Seconds of a second piece that are enough, however long the first was. */
const secondPiece = 0.3;
/** How sure it must be for what is over: for what was short, by a likelihood of its own; for all else by the same. */
const sureOfShort = 0.75;
const sureOfOver = 0.6;
/** A short one that is as unlikely by the likelihood of all else is none: a loud "mm-hm" is as near as a `wait`. */
const unlikely = 0.2;
/** How sure it must be before the user has been heard to speak: how loud is loud is not known yet. */
const sureOfStranger = 0.85;
/** The same for words that say something: whom they are for is the question then. */
const sureOfWords = 0.62;
const sureOfManyWords = 0.2;
/** Many are so many letters, and so many seconds of speech. */
const manyWords = { width: 10, duration: 1.2 };
/** Below it comes from across the room; from it on it is close enough for a word to count. */
const farBelow = 0.3;
const nearEnough = 0.4;

/** Whether so much silence ends a bout: a difference of two times may be a hair less than what it is. */
export function isOver(silence: number): boolean {
  return silence >= boutOver - 1e-9;
}

/** What somebody's sound over the agent's is, from all that is known of it so far. Asked anew with every frame. */
export function judgeOverlap(evidence: BoutEvidence, policy: LivePolicy): Judgement {
  const { noise, interruptions } = policy;
  // Whoever wants everybody heard takes the far voice for a near one.
  const heard = noise.nearOnly ? evidence : { ...evidence, near: Math.max(evidence.near, 0.8) };
  if (heard.echo > 0.6) return { verdict: 'noise', because: "the agent's own voice", likelihood: 0 };
  if (isNoise(heard)) return { verdict: 'noise', because: 'it is not speech', likelihood: 0 };
  if (heard.near < farBelow && heard.duration >= 0.2) {
    return { verdict: 'side-talk', because: 'it comes from far away', likelihood: 0 };
  }
  const read = readOver(heard, interruptions.stopWords);
  const likelihood = interruptionLikelihood(heard);
  return (
    judgeWords(heard, policy, read, likelihood) ??
    (read.said === 'speech' ? judgeSpeech(heard, policy, read, likelihood) : undefined) ??
    judgeSound(heard, policy, read, likelihood)
  );
}

/** Whom a sentence is for may have been said in its first piece. */
function readOver({ text, earlier }: BoutEvidence, stopWords: readonly string[]): SaidOver {
  const read = readSaid(text, stopWords);
  return earlier === '' ? read : { ...read, aside: readSaid(`${earlier} ${text}`, []).aside };
}

function judgeWords(
  evidence: BoutEvidence,
  { noise }: LivePolicy,
  { said, aside }: SaidOver,
  likelihood: number,
): Judgement | undefined {
  const { duration, silence, near } = evidence;
  const as = (verdict: OverlapVerdict, because: string): Judgement => ({ verdict, because, likelihood });
  if (noise.ignoreSideTalk && isForOthers(aside, addressedBy(evidence, noise)))
    return as('side-talk', 'words for somebody else');
  if (said === 'stop' && near >= nearEnough) return as('interruption', 'a word that asks to stop');
  if (evidence.asked && near >= nearEnough && duration >= (said === 'nothing' ? 0.3 : 0.1)) {
    return as('interruption', 'it answers a question');
  }
  if (said !== 'listening') return undefined;
  if (duration >= longestListening) return as('interruption', 'it goes on for long');
  const last = evidence.words.at(-1);
  const covered = last === undefined || evidence.end - last.end < unwritten;
  if (!covered) return undefined;
  return as(isOver(silence) ? 'backchannel' : 'undecided', 'words of a listener');
}

function addressedBy(evidence: BoutEvidence, { nearOnly }: LivePolicy['noise']): number {
  return nearOnly ? addressedLikelihood(boutFeatures(evidence)) : 1;
}

/** It is no listener's word: either it is for the agent, or for somebody else. */
function judgeSpeech(
  evidence: BoutEvidence,
  { interruptions, noise }: LivePolicy,
  { aside, whole }: SaidOver,
  likelihood: number,
): Judgement | undefined {
  const { duration, silence, text } = evidence;
  const addressed = addressedBy(evidence, noise);
  const many = duration >= manyWords.duration && textWidth(text) >= manyWords.width && aside <= 0;
  // What is over and short has said all that it has to say.
  const enough = duration >= interruptions.yieldAfter || (isOver(silence) && whole);
  const sure = enough && addressed >= sureOfWords && aside < 1;
  return sure || (many && addressed >= sureOfManyWords)
    ? { verdict: 'interruption', because: 'words with something to say', likelihood }
    : undefined;
}

function judgeSound(
  evidence: BoutEvidence,
  { interruptions }: LivePolicy,
  { said, aside }: SaidOver,
  likelihood: number,
): Judgement {
  const { duration, silence, recognised, text } = evidence;
  const as = (verdict: OverlapVerdict, because: string): Judgement => ({ verdict, because, likelihood });
  if (isOver(silence)) return judgeOver(evidence, likelihood);
  // What words there are do not tell whom they are for: so it is to sound the clearer.
  const told = said === 'speech' && textWidth(text) >= manyWords.width;
  const patience = recognised && text === '' ? wordPatience : 0;
  // With a recogniser it is its words that say for whom the second piece is.
  const before = recognised ? 0 : evidence.before;
  const after = Math.max(secondPiece, interruptions.yieldAfter - before) + patience;
  const sure = surenessAfter(duration - after, told);
  if (likelihood >= sure && aside < 0.5) {
    return as('interruption', 'somebody speaks close by');
  }
  if (duration >= 2 * interruptions.yieldAfter && likelihood >= sureOfLong && !recognised) {
    return as('interruption', 'it goes on for long');
  }
  return as('undecided', 'too early to say');
}

/** Its words, if there are any, do not tell. */
function judgeOver(evidence: BoutEvidence, whole: number): Judgement {
  const { duration, recognised, text, usualLevel } = evidence;
  // Words will tell, soon after: what might be one is to be waited for.
  const short = !recognised && isShort(duration);
  const likelihood = short && whole >= unlikely ? shortLikelihood(evidence) : whole;
  const as = (verdict: OverlapVerdict, because: string): Judgement => ({ verdict, because, likelihood });
  const known = short ? sureOfShort : sureOfOver;
  if (likelihood < (usualLevel === undefined ? sureOfStranger : known))
    return as(passing(evidence), 'it was short or soft');
  // A recogniser's word is waited for.
  return recognised && text === ''
    ? as('undecided', 'it was clear, but no word is known')
    : as('interruption', 'it was clear');
}

/** The longer it goes on the less it takes. `told`: there are words. */
function surenessAfter(later: number, told: boolean): number {
  if (told) return later >= 0 ? sureOfUntold : Number.POSITIVE_INFINITY;
  return sureOfSpeech.findLast((step) => later >= step.later - 1e-9)?.sure ?? Number.POSITIVE_INFINITY;
}

/** What is over and was no interruption. */
function passing({ duration, near, voiced }: BoutEvidence): 'backchannel' | 'side-talk' | 'noise' {
  if (voiced < 0.15 && near < 0.5) return 'noise';
  return duration > 1.2 || near < nearEnough ? 'side-talk' : 'backchannel';
}

/** Whether a bout of sound is no speech at all. */
export function isNoise(evidence: BoutEvidence): boolean {
  const heard = Object.values(evidence.sounds).reduce((sum, time) => sum + time, 0);
  return heard > 0 && heard >= evidence.duration * 0.5;
}
