import type { Random } from '../dsp/index.ts';
import { joinWords, type TimelineEvent, type Utterance, type Word } from '../timeline/index.ts';
import { insertSpan, type PlacedBackchannel, type PlacedTurn, type Span } from './listening.ts';
import type { Clip } from './material.ts';
import type { Timing } from './timing.ts';
import type { Transition } from './transitions.ts';
import { type TurnLayout, wholeTake } from './turn-layout.ts';
import { finalLayout, type TurnState } from './turn-state.ts';

export type StageOptions = {
  readonly style: 'natural' | 'sequential';
  readonly backchannels: 'auto' | 'script' | 'none';
  readonly timing: Timing;
  /** Draws how soon the written backchannels come. */
  readonly random: Random;
  readonly warn: (message: string) => void;
};

/** Everything that the script gave with a turn, on the clock. */
export type StagedTurn = {
  readonly placed: PlacedTurn;
  readonly clips: readonly Clip[];
  readonly events: readonly TimelineEvent[];
  /** Those that the writer placed. */
  readonly backchannels: readonly PlacedBackchannel[];
  /** None where the turn has no words. */
  readonly utterance: Utterance | undefined;
};

/** Puts turns on the clock one after another. */
export interface Stage {
  /** When each speaker sounds, in order of `start`. */
  readonly busy: ReadonlyMap<string, Span[]>;
  /** Where all turns so far have ended: the silence before the first, where there is none. */
  readonly floorEnd: number;
  place(state: TurnState, transition: Transition): StagedTurn;
}

export function createStage({ style, backchannels, timing, random, warn }: StageOptions): Stage {
  const busy = new Map<string, Span[]>();
  const lastEnd = new Map<string, number>();
  const occupy = (speaker: string, span: Span): void => {
    const spans = busy.get(speaker) ?? [];
    busy.set(speaker, spans);
    insertSpan(spans, span);
    lastEnd.set(speaker, Math.max(lastEnd.get(speaker) ?? 0, span.end));
  };
  let index = 0;
  let floorEnd = timing.leadIn;
  let previous: PlacedTurn | undefined;
  let lastUtterance: Utterance | undefined;

  const placeListeners = (state: TurnState, turn: PlacedTurn): Omit<StagedTurn, 'placed' | 'utterance'> => {
    const clips: Clip[] = [];
    const events: TimelineEvent[] = [];
    const spoken: PlacedBackchannel[] = [];
    for (const [order, insertion] of state.turn.insertions.entries()) {
      if (insertion.type !== 'backchannel' && insertion.type !== 'listener-event') continue;
      if (insertion.type === 'backchannel' && backchannels === 'none') continue;
      const anchorEnd =
        insertion.after === 0 ? turn.start : (turn.words[insertion.after - 1]?.end ?? turn.end);
      const [least, most] = timing.backchannelDelay;
      const delay =
        style === 'natural' ? least + (most - least) * random.fork(`${index}/${order}`).next() : least;
      const own = lastEnd.get(insertion.speaker);
      const onset = Math.max(anchorEnd + delay, own === undefined ? 0 : own + timing.ownGap);
      const span = { start: onset, end: onset + insertion.take.end - insertion.take.start };
      occupy(insertion.speaker, span);
      if (insertion.type === 'listener-event') {
        clips.push({ speaker: insertion.speaker, kind: 'event', ...wholeTake(insertion.take, onset) });
        events.push(scriptEvent(insertion.event, insertion.speaker, span.start, span.end));
      } else {
        const word = Math.max(0, Math.min(insertion.after, turn.words.length) - 1);
        spoken.push({ ...insertion, ...span, turn: index, word });
      }
    }
    return { clips, events, backchannels: spoken };
  };

  return {
    busy,
    get floorEnd() {
      return floorEnd;
    },
    place(state, transition) {
      const { turn } = state;
      const layout = finalLayout(state);
      const ownEnd = lastEnd.get(turn.speaker);
      const start = onsetOf(transition, previous, floorEnd, ownEnd, timing, (message) =>
        warn(`Turn ${turn.index + 1} ${message}`),
      );
      const end = start + layout.duration;
      const words = shiftWords(layout.words, start);
      const anchor = anchorOf(transition, previous, lastUtterance, start, timing);
      const strengths = state.joints.map((joint) => joint.strength);
      const placed: PlacedTurn = {
        speaker: turn.speaker,
        language: turn.language,
        start,
        end,
        words,
        strengths,
      };
      const utterance = utteranceOf(state, transition, placed, words, anchor);
      occupy(turn.speaker, { start, end });
      const listeners = placeListeners(state, placed);
      previous = placed;
      lastUtterance = utterance ?? lastUtterance;
      floorEnd = Math.max(floorEnd, end);
      index++;
      return {
        placed,
        utterance,
        clips: [...layout.clips.map((clip) => ({ ...clip, at: clip.at + start })), ...listeners.clips],
        events: [
          ...layout.events.map((event) =>
            scriptEvent(event.type, turn.speaker, event.start + start, event.end + start),
          ),
          ...listeners.events,
        ],
        backchannels: listeners.backchannels,
      };
    },
  };
}

function utteranceOf(
  { turn, taken }: TurnState,
  transition: Transition,
  { start, end }: PlacedTurn,
  words: readonly Word[],
  anchor: Utterance['anchor'],
): Utterance | undefined {
  if (words.length === 0) return undefined;
  return {
    id: `t${turn.index + 1}`,
    speaker: turn.speaker,
    kind: transition.type === 'interruption' ? 'interruption' : 'turn',
    text: joinWords(words.map((word) => word.text)),
    start: words[0]?.start ?? start,
    end: words.at(-1)?.end ?? end,
    words,
    language: turn.language,
    turnIndex: turn.index,
    ...(anchor === undefined ? {} : { anchor }),
    ...(turn.cutShort || taken ? { cutShort: true } : {}),
  };
}

/** When a turn starts. What was written is kept; nobody talks over themselves, and no turn is inside another. */
function onsetOf(
  transition: Transition,
  previous: PlacedTurn | undefined,
  floorEnd: number,
  ownEnd: number | undefined,
  timing: Timing,
  warn: (message: string) => void,
): number {
  if (previous === undefined) return timing.leadIn + transition.offset;
  const base = transition.offset >= 0 ? floorEnd : previous.end;
  let start = base + transition.offset;
  if (transition.offset < 0 && start < previous.start + Math.min(0.05, timing.turnMargin)) {
    start = previous.start + timing.turnMargin;
    warn(
      `can overlap the turn before it by ${(previous.end - start).toFixed(2)} s at most: that is all of it.`,
    );
  }
  const ownGap = transition.offset >= 0 && transition.type === 'written' ? 0 : timing.ownGap;
  if (ownEnd !== undefined && start < ownEnd + ownGap) {
    if (transition.type === 'written') {
      warn(
        `starts ${(ownEnd + ownGap - start).toFixed(2)} s later than written: its speaker is still talking.`,
      );
    }
    start = ownEnd + ownGap;
  }
  return start;
}

function anchorOf(
  transition: Transition,
  previous: PlacedTurn | undefined,
  utterance: Utterance | undefined,
  start: number,
  timing: Timing,
): Utterance['anchor'] {
  if (transition.type !== 'interruption' || previous === undefined || utterance === undefined)
    return undefined;
  const latest = utterance.words.findLastIndex((word) => word.end <= start - timing.reaction.minimum);
  const word = transition.anchor ?? latest;
  return word < 0 ? undefined : { utterance: utterance.id, word };
}

function shiftWords(words: TurnLayout['words'], by: number): Word[] {
  return words.map((word) => ({ ...word, start: word.start + by, end: word.end + by }));
}

function scriptEvent(
  type: TimelineEvent['type'],
  speaker: string,
  start: number,
  end: number,
): TimelineEvent {
  return { type, speaker, start, end, source: 'script' };
}
