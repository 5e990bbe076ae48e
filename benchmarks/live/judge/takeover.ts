import type { Interval } from '../../../src/dsp/index.ts';
import { agentJoin, findReplyStart } from './agent-sound.ts';
import type { ReplyReference } from './reference.ts';

/** Seconds, and words, of speech that take the turn over (Full-Duplex-Bench). */
const takeoverDuration = 1;
const mostWords = 3;
/** Words of a character of Chinese: a word has about one and a half. */
const characterShare = 2 / 3;
/** Seconds after the beginning of a reply within which it does not begin again. */
const sameStart = 0.3;
/** Seconds after the user's end in which an answer may follow a `mm-hm` without a gap. */
const soonAfter = 0.6;

export type Spoken = {
  /** Where the agent sounds. */
  readonly fine: readonly Interval[];
  /** 16 kHz. */
  readonly agent: Float32Array;
  readonly replies: readonly ReplyReference[];
};

export type Takeover = Interval & { readonly words: number };

/**
 * The longest stretch of the agent's speech that began between two times, if it took the turn over: it lasted a second,
 * or began more than three words. What begins later, such as the answer to the whole, belongs to no stretch.
 */
export function findTakeover(spoken: Spoken, from: number, to: number): Takeover | undefined {
  const starts = wordStarts(spoken, from, to);
  const answers = spoken.replies.flatMap(({ samples }) => {
    return findReplyStart(spoken.agent, samples, to, to + soonAfter) ?? [];
  });
  return stretchesOf(spoken.fine.filter(({ start }) => start >= from && start < to))
    .map(({ start, end }) => ({ start, end: Math.min(end, ...answers) }))
    .map(({ start, end }) => ({
      start,
      end,
      words: starts.reduce(
        (sum, word) => sum + (word.at >= start - 0.05 && word.at < end ? word.share : 0),
        0,
      ),
    }))
    .filter(({ start, end, words }) => end - start >= takeoverDuration || words > mostWords)
    .toSorted((one, other) => other.end - other.start - (one.end - one.start))[0];
}

function stretchesOf(pieces: readonly Interval[]): Interval[] {
  return pieces.reduce<Interval[]>((stretches, { start, end }) => {
    const last = stretches.at(-1);
    if (last === undefined || start - last.end > agentJoin) return [...stretches, { start, end }];
    return [...stretches.slice(0, -1), { start: last.start, end }];
  }, []);
}

type WordStart = { readonly at: number; readonly share: number };

/** When each word of the replies began, wherever one of them begins between two times. */
function wordStarts({ agent, replies }: Spoken, from: number, to: number): WordStart[] {
  return replies.flatMap(({ samples, words }) => {
    const starts: WordStart[] = [];
    let start = findReplyStart(agent, samples, from, to);
    while (start !== undefined) {
      for (const word of words) {
        const share = /\p{Script=Han}/u.test(word.text) ? characterShare : 1;
        starts.push({ at: start + word.start, share });
      }
      start = findReplyStart(agent, samples, start + sameStart, to);
    }
    return starts;
  });
}
