import type { EventType, Word } from '../timeline/index.ts';
import type { Joint } from './joints.ts';
import { leastPause } from './joints.ts';
import type { Clip, Take, TurnMaterial } from './material.ts';

/** A turn on a clock of its own, which starts with its first sound. Seconds. */
export type TurnLayout = {
  readonly duration: number;
  /** Silence that the writer put before the first sound, and after the last. */
  readonly before: number;
  readonly after: number;
  readonly words: readonly Word[];
  readonly clips: readonly Clip[];
  readonly events: readonly { readonly type: EventType; readonly start: number; readonly end: number }[];
};

export type TurnLayoutOptions = {
  /** The silence after each word, by the word's index; where there is none, what the voice left is kept. */
  readonly silences: readonly (number | undefined)[];
  /** Words that are said before the speaker is cut short. */
  readonly said: number;
  /** The speaker breaks off: the sound is faded, not let ring out. */
  readonly cut: boolean;
};

/** Quiet sound that is kept around speech, so that neither a soft onset nor a last echo is lost. Seconds. */
export const preRoll = 0.01;
const postRoll = 0.03;
/** Fades where speech ran on and is parted, into silence more slowly, and where a speaker is cut off. Seconds. */
const seamFade = 0.012;
const partingFade = 0.025;
const cutFade = 0.045;
/** Between speech and laughter that belongs to it; and where two renderings meet. Seconds. */
const eventMargin = 0.06;
const takeMargin = 0.04;

/** Lays out a turn's words, pauses and events one after another. */
export function layOutTurn(
  turn: TurnMaterial,
  joints: readonly Joint[],
  { silences, said, cut }: TurnLayoutOptions,
): TurnLayout {
  const words: Word[] = [];
  const clips: Clip[] = [];
  const events: { type: EventType; start: number; end: number }[] = [];
  const whole = said >= joints.length + 1 || joints.length === 0;
  let cursor = 0;
  let before = 0;
  let pending = 0;
  let sounding = false;
  const hush = (duration: number): void => {
    if (sounding) pending += duration;
    else before += duration;
  };
  const beginSound = (): number => {
    cursor += pending;
    pending = 0;
    sounding = true;
    return cursor;
  };
  const insertAt = (position: number): void => {
    for (const insertion of turn.insertions) {
      if (insertion.after !== position) continue;
      if (insertion.type === 'pause') hush(insertion.duration);
      if (insertion.type !== 'event') continue;
      if (sounding && pending === 0) hush(eventMargin);
      const { take } = insertion;
      const start = beginSound();
      clips.push({ speaker: turn.speaker, kind: 'event', ...wholeTake(take, start) });
      cursor += take.end - take.start;
      events.push({ type: insertion.event, start, end: cursor });
    }
  };
  insertAt(0);
  for (const run of findRuns(turn, joints, silences, said)) {
    if (run.margin > 0 && sounding && pending === 0) hush(run.margin);
    const start = beginSound();
    const last = run.index + run.words.length === said;
    for (const word of run.words) {
      words.push({ ...word, start: start + word.start - run.from, end: start + word.end - run.from });
    }
    const broken = last && cut;
    clips.push({
      speaker: turn.speaker,
      kind: 'speech',
      source: run.take.source,
      from: run.from - run.preRoll,
      to: broken ? run.to : run.to + run.postRoll,
      at: start - run.preRoll,
      gain: run.take.gain,
      fadeIn: run.preRoll > 0 ? run.preRoll : seamFade,
      fadeOut: broken
        ? Math.min(cutFade, (run.to - run.from) / 2)
        : run.postRoll > 0
          ? run.postRoll
          : Math.min(partingFade, (run.to - run.from) / 2),
    });
    cursor = start + run.to - run.from;
    const after = run.index + run.words.length;
    if (!last && joints[after - 1]?.kind !== 'fixed') hush(silences[after - 1] ?? takeMargin);
    if (!last || whole) insertAt(after);
  }
  return { duration: cursor, before, after: pending, words, clips, events };
}

/** A whole rendering, such as a laugh, so that its sound begins at `start`. */
export function wholeTake(take: Take, start: number): Omit<Clip, 'speaker' | 'kind'> {
  const pre = Math.min(preRoll, take.start);
  const post = Math.min(postRoll, take.duration - take.end);
  return {
    source: take.source,
    from: take.start - pre,
    to: take.end + post,
    at: start - pre,
    gain: take.gain,
    fadeIn: Math.max(pre, 0.002),
    fadeOut: Math.max(post, 0.005),
  };
}

/** Words that are played as the voice said them, without a cut. */
type Run = {
  readonly take: Take;
  /** Of its first word, in the turn. */
  readonly index: number;
  /** Seconds in the take. */
  readonly words: readonly Word[];
  readonly from: number;
  readonly to: number;
  readonly preRoll: number;
  readonly postRoll: number;
  /** Silence before it where nothing else decides. */
  readonly margin: number;
};

function findRuns(
  turn: TurnMaterial,
  joints: readonly Joint[],
  silences: readonly (number | undefined)[],
  said: number,
): Run[] {
  const runs: Run[] = [];
  let offset = 0;
  for (const take of turn.takes) {
    const count = Math.min(take.words.length, said - offset);
    let first = 0;
    for (let index = 0; index < count; index++) {
      const joint = offset + index;
      const parted = index === count - 1 || joints[joint]?.kind === 'fixed' || silences[joint] !== undefined;
      if (!parted) continue;
      runs.push(cutRun(take, offset, first, index));
      first = index + 1;
    }
    offset += take.words.length;
  }
  return runs;
}

/** The words `first` to `last` of a take, cut in the silence beside them or at the seam. */
function cutRun(take: Take, offset: number, first: number, last: number): Run {
  const words = take.words.slice(first, last + 1);
  const head = take.words[first] ?? { text: '', start: take.start, end: take.end };
  const tail = take.words[last] ?? head;
  const silenceBefore = head.start - (take.words[first - 1]?.end ?? 0);
  const silenceAfter = (take.words[last + 1]?.start ?? take.duration) - tail.end;
  const quietBefore = first === 0 || silenceBefore >= leastPause;
  const quietAfter = last === take.words.length - 1 || silenceAfter >= leastPause;
  const from = quietBefore
    ? head.start
    : inside(take.seams[first - 1] ?? head.start, take.words[first - 1], head);
  const to = quietAfter ? tail.end : inside(take.seams[last] ?? tail.end, tail, take.words[last + 1]);
  return {
    take,
    index: offset + first,
    words: words.map((word, index) => ({
      ...word,
      start: index === 0 ? from : word.start,
      end: index === words.length - 1 ? to : word.end,
    })),
    from,
    to,
    preRoll: quietBefore
      ? Math.max(0, Math.min(preRoll, first === 0 ? silenceBefore : silenceBefore / 2))
      : 0,
    postRoll: quietAfter
      ? Math.max(0, Math.min(postRoll, last === take.words.length - 1 ? silenceAfter : silenceAfter / 2))
      : 0,
    margin: takeMargin,
  };
}

/** A seam may not take the whole of the word on either side of it. */
function inside(
  seam: number,
  before: { start: number } | undefined,
  after: { end: number } | undefined,
): number {
  const least = (before?.start ?? seam) + 0.01;
  const most = (after?.end ?? seam) - 0.01;
  return Math.min(Math.max(seam, least), Math.max(least, most));
}
