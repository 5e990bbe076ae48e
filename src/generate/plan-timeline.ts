import { createRandom, type Random } from '../dsp/index.ts';
import type { Timeline } from '../timeline/index.ts';
import { assembleTimeline, backchannelUtterance } from './assemble-timeline.ts';
import { placeBackchannels } from './listening.ts';
import type { Clip, ConversationMaterial } from './material.ts';
import { drawPauses, ownGapStrength, type PausePlace, pausePlaces } from './pauses.ts';
import { createStage } from './stage.ts';
import type { Timing } from './timing.ts';
import { drawTransitions, sequentialTransition, type Transition } from './transitions.ts';
import { wholeTake } from './turn-layout.ts';
import { createTurnState, type TurnState, tightenHushed } from './turn-state.ts';

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
  const warn = (message: string): void => void warnings.push(message);
  const random = createRandom(options.seed);
  const { style, timing } = options;
  const states = material.turns.map((turn) => createTurnState(turn));
  const transitions =
    style === 'natural'
      ? drawTransitions(states, {
          timing,
          interruptions: options.interruptions,
          random: random.fork('transitions'),
          warn,
        })
      : sequentialTransitions(states, options.gap, warnings);
  if (style === 'natural') setPauses(states, transitions, timing, random.fork('pauses'));
  const stage = createStage({ ...options, random: random.fork('written-backchannels'), warn });
  const staged = states.map((state, index) =>
    stage.place(state, transitions[index] ?? { type: 'first', offset: 0 }),
  );
  const written = staged.flatMap((turn) => turn.backchannels);
  const ends = [...stage.busy.values()].flatMap((spans) => spans.map((span) => span.end));
  const lastEnd = ends.reduce((most, end) => Math.max(most, end), 0);
  const given =
    options.backchannels === 'auto' && style === 'natural'
      ? placeBackchannels({
          material,
          turns: staged.map(({ placed }) => placed),
          written,
          busy: stage.busy,
          duration: lastEnd,
          timing,
          random: random.fork('listening'),
        })
      : [];
  const backchannels = [...written, ...given].toSorted((a, b) => a.start - b.start);
  const clips = [
    ...staged.flatMap((turn) => turn.clips),
    ...backchannels.map(
      ({ speaker, take, start }): Clip => ({ speaker, kind: 'backchannel', ...wholeTake(take, start) }),
    ),
  ].toSorted((a, b) => a.at - b.at || a.source - b.source);
  const timeline = assembleTimeline(material, {
    utterances: [
      ...staged.flatMap(({ utterance }) => utterance ?? []),
      ...backchannels.map((backchannel, index) =>
        backchannelUtterance(backchannel, index + 1, staged[backchannel.turn]?.utterance?.id),
      ),
    ],
    events: staged.flatMap((turn) => turn.events),
    duration: lastEnd + timing.leadOut,
    seed: options.seed,
  });
  return { timeline, clips, warnings };
}

function sequentialTransitions(states: readonly TurnState[], gap: number, warnings: string[]): Transition[] {
  const early = states.filter(({ turn }) => turn.onset.type === 'overlap' || turn.onset.type === 'interrupt');
  if (early.length > 0) {
    const turns = early.map(({ turn }) => turn.index + 1).join(', ');
    warnings.push(`Nobody overlaps in the sequential style: turn ${turns} waits for the one before it.`);
  }
  return states.map((state, index) => sequentialTransition(state, states[index - 1], gap));
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
      places.push({ strength: ownGapStrength, assign });
    }
    places.push(...pausePlaces(state, timing, random.fork(`hesitations/${index}`)));
    tightenHushed(state);
  }
  drawPauses(places, timing, random.fork('durations'));
}
