import { createRandom, type Random } from '../dsp/index.ts';
import {
  joinWords,
  type Timeline,
  type TimelineEvent,
  timelineVersion,
  type Utterance,
  type Word,
} from '../timeline/index.ts';
import {
  insertSpan,
  type PlacedBackchannel,
  type PlacedTurn,
  placeBackchannels,
  type Span,
} from './listening.ts';
import type { Clip, ConversationMaterial, Take } from './material.ts';
import { drawPauses, findHesitations, type PausePlace, phraseRoom } from './pauses.ts';
import type { Timing } from './timing.ts';
import { drawTransitions, type Transition } from './transitions.ts';
import type { TurnLayout } from './turn-layout.ts';
import { wholeTake } from './turn-layout.ts';
import { createTurnState, finalLayout, isHushed, type TurnState, tightenHushed } from './turn-state.ts';

export type PlanOptions = {
  readonly style: 'natural' | 'sequential';
  /** Seconds between two turns of the sequential style. */
  readonly gap: number;
  readonly timing: Timing;
  readonly backchannels: 'auto' | 'script' | 'none';
  readonly interruptions: 'script' | 'auto' | 'none';
  readonly seed: string | number;
};

/** Where everything starts and ends, what is cut short, on which track. */
export type Plan = {
  readonly timeline: Timeline;
  /** In order of `at`. */
  readonly clips: readonly Clip[];
  readonly warnings: readonly string[];
};

/** Plans a conversation from its measured sounds. Pure: the same arguments give the same plan. */
export function planTimeline(material: ConversationMaterial, options: PlanOptions): Plan {
  const warnings: string[] = [];
  const random = createRandom(options.seed);
  const states = material.turns.map((turn) => createTurnState(turn));
  const transitions =
    options.style === 'natural'
      ? drawTransitions(states, {
          timing: options.timing,
          interruptions: options.interruptions,
          random: random.fork('transitions'),
          warn: (message) => warnings.push(message),
        })
      : sequentialTransitions(states, options.gap, warnings);
  if (options.style === 'natural') setPauses(states, transitions, options.timing, random.fork('pauses'));
  const stage = placeTurns(states, transitions, options, random.fork('written-backchannels'), warnings);
  const ends = [...stage.busy.values()].flatMap((spans) => spans.map((span) => span.end));
  const lastEnd = ends.reduce((most, end) => Math.max(most, end), 0);
  const given =
    options.backchannels === 'auto' && options.style === 'natural'
      ? placeBackchannels({
          material,
          turns: stage.placed,
          written: stage.backchannels,
          busy: stage.busy,
          duration: lastEnd,
          timing: options.timing,
          random: random.fork('listening'),
        })
      : [];
  const backchannels = [...stage.backchannels, ...given].toSorted((a, b) => a.start - b.start);
  const clips = [
    ...stage.clips,
    ...backchannels.map(
      ({ speaker, take, start }): Clip => ({ speaker, kind: 'backchannel', ...wholeTake(take, start) }),
    ),
  ].toSorted((a, b) => a.at - b.at || a.source - b.source);
  const duration = lastEnd + options.timing.leadOut;
  return {
    timeline: assembleTimeline(material, options, stage, backchannels, duration),
    clips,
    warnings,
  };
}

function sequentialTransitions(states: readonly TurnState[], gap: number, warnings: string[]): Transition[] {
  const early = states.filter(({ turn }) => turn.onset.type === 'overlap' || turn.onset.type === 'interrupt');
  if (early.length > 0) {
    const turns = early.map(({ turn }) => turn.index + 1).join(', ');
    warnings.push(`Nobody overlaps in the sequential style: turn ${turns} waits for the one before it.`);
  }
  return states.map((state, index) => {
    const silence = state.tight.before + (states[index - 1]?.tight.after ?? 0);
    if (index === 0) {
      const { onset } = state.turn;
      return { type: 'first', offset: silence + (onset.type === 'gap' ? onset.duration : 0) };
    }
    if (state.turn.onset.type === 'gap')
      return { type: 'written', offset: state.turn.onset.duration + silence };
    return { type: 'written', offset: gap + silence };
  });
}

/** The pauses of the whole conversation are drawn at once, with those between two turns of one speaker. */
function setPauses(
  states: readonly TurnState[],
  transitions: readonly Transition[],
  timing: Timing,
  random: Random,
): void {
  const places: PausePlace[] = [];
  for (const [index, state] of states.entries()) {
    const transition = transitions[index];
    if (transition?.type === 'same-speaker') {
      const assign = (duration: number): void => {
        transition.offset = Math.max(timing.ownGap, duration);
      };
      places.push({ strength: 5.5, assign });
    }
    const hushed = (joint: number): boolean => isHushed(state, joint);
    const hesitations = new Set(
      findHesitations(state.joints, hushed, timing, random.fork(`hesitations/${index}`)),
    );
    for (const [joint, { kind, strength }] of state.joints.entries()) {
      if (joint >= state.said - 1 || hushed(joint)) continue;
      if (kind !== 'pause' && !hesitations.has(joint)) continue;
      const assign = (duration: number): void => {
        state.silences[joint] = duration;
      };
      places.push({ strength: strength + phraseRoom(state.joints, joint), assign });
    }
    tightenHushed(state);
  }
  drawPauses(places, timing, random.fork('durations'));
}

/** Everything that the script gave, on the clock. */
type Stage = {
  readonly placed: readonly PlacedTurn[];
  readonly clips: readonly Clip[];
  readonly events: readonly TimelineEvent[];
  readonly backchannels: readonly PlacedBackchannel[];
  readonly busy: ReadonlyMap<string, Span[]>;
  readonly utterances: readonly Utterance[];
};

function placeTurns(
  states: readonly TurnState[],
  transitions: readonly Transition[],
  { timing, backchannels, style }: PlanOptions,
  random: Random,
  warnings: string[],
): Stage {
  const placed: PlacedTurn[] = [];
  const clips: Clip[] = [];
  const events: TimelineEvent[] = [];
  const spoken: PlacedBackchannel[] = [];
  const utterances: Utterance[] = [];
  const busy = new Map<string, Span[]>();
  const lastEnd = new Map<string, number>();
  const occupy = (speaker: string, span: Span): void => {
    const spans = busy.get(speaker) ?? [];
    busy.set(speaker, spans);
    insertSpan(spans, span);
    lastEnd.set(speaker, Math.max(lastEnd.get(speaker) ?? 0, span.end));
  };
  let floorEnd = timing.leadIn;
  let previous: PlacedTurn | undefined;
  for (const [index, state] of states.entries()) {
    const { turn } = state;
    const layout = finalLayout(state);
    const transition = transitions[index] ?? { type: 'first', offset: 0 };
    const start = onsetOf(transition, previous, floorEnd, lastEnd.get(turn.speaker), timing, (message) =>
      warnings.push(`Turn ${turn.index + 1} ${message}`),
    );
    const end = start + layout.duration;
    const words = shiftWords(layout.words, start);
    const anchor = anchorOf(transition, previous, utterances.at(-1), start, timing);
    if (words.length > 0) {
      utterances.push({
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
        ...(turn.cutShort || state.taken ? { cutShort: true } : {}),
      });
    }
    for (const clip of layout.clips) clips.push({ ...clip, at: clip.at + start });
    for (const event of layout.events) {
      events.push(scriptEvent(event.type, turn.speaker, event.start + start, event.end + start));
    }
    occupy(turn.speaker, { start, end });
    const strengths = state.joints.map((joint) => joint.strength);
    previous = { speaker: turn.speaker, language: turn.language, start, end, words, strengths };
    placed.push(previous);
    floorEnd = Math.max(floorEnd, end);
    for (const [order, insertion] of turn.insertions.entries()) {
      if (insertion.type !== 'backchannel' && insertion.type !== 'listener-event') continue;
      if (insertion.type === 'backchannel' && backchannels === 'none') continue;
      const anchorEnd = insertion.after === 0 ? start : (words[insertion.after - 1]?.end ?? end);
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
        const word = Math.max(0, Math.min(insertion.after, words.length) - 1);
        spoken.push({ ...insertion, ...span, turn: index, word });
      }
    }
  }
  return { placed, clips, events, backchannels: spoken, busy, utterances };
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

function assembleTimeline(
  material: ConversationMaterial,
  options: PlanOptions,
  stage: Stage,
  backchannels: readonly PlacedBackchannel[],
  duration: number,
): Timeline {
  const ids = new Map<number, string>();
  for (const [index, turn] of material.turns.entries()) ids.set(index, `t${turn.index + 1}`);
  const told = new Set(stage.utterances.map((utterance) => utterance.id));
  const utterances: Utterance[] = [...stage.utterances];
  for (const [index, backchannel] of backchannels.entries()) {
    const words = wordsOf(backchannel.take, backchannel.start);
    const answered = ids.get(backchannel.turn);
    utterances.push({
      id: `b${index + 1}`,
      speaker: backchannel.speaker,
      kind: 'backchannel',
      text: joinWords(words.map((word) => word.text)),
      start: backchannel.start,
      end: backchannel.end,
      words,
      language: backchannel.language,
      ...(answered !== undefined && told.has(answered)
        ? { anchor: { utterance: answered, word: backchannel.word } }
        : {}),
    });
  }
  const { title, register } = material;
  return {
    version: timelineVersion,
    id: material.id,
    languages: material.languages,
    duration,
    speakers: material.speakers,
    utterances: utterances.toSorted((a, b) => a.start - b.start),
    events: stage.events.toSorted((a, b) => a.start - b.start),
    scenario: {
      ...(title === undefined ? {} : { title }),
      ...(register === undefined ? {} : { register }),
      style: 'script',
    },
    provenance: { origin: 'synthesised', generator: 'duologue', seed: String(options.seed) },
  };
}

function wordsOf(take: Take, start: number): Word[] {
  return take.words.map((word) => ({
    ...word,
    start: start + word.start - take.start,
    end: start + word.end - take.start,
  }));
}
