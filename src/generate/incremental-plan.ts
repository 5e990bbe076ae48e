import { createRandom } from '../dsp/index.ts';
import type { Timeline, TimelineEvent, Utterance } from '../timeline/index.ts';
import { assembleTimeline, backchannelUtterance, type ConversationDescription } from './assemble-timeline.ts';
import { createListenerDraws } from './incremental-listening.ts';
import { createPauseDraws } from './incremental-pauses.ts';
import { createTransitionDraws, type UpcomingTurn } from './incremental-transitions.ts';
import type { PlacedBackchannel } from './listening.ts';
import type { Clip, ConversationMaterial, TurnMaterial } from './material.ts';
import { pausePlaces } from './pauses.ts';
import type { PlanOptions } from './plan-timeline.ts';
import { createStage, type StagedTurn } from './stage.ts';
import { preRoll, wholeTake } from './turn-layout.ts';
import { createTurnState, type TurnState, tightenHushed } from './turn-state.ts';

export type IncrementalPlanOptions = PlanOptions & {
  readonly conversation: ConversationDescription;
};

/** What can no longer change. */
export type FixedPart = {
  /** The turn, and what listeners say to it, in order of `start`. */
  readonly utterances: readonly Utterance[];
  readonly events: readonly TimelineEvent[];
  /** In order of `at`. */
  readonly clips: readonly Clip[];
  readonly warnings: readonly string[];
  /** Seconds: no later part has anything before it. */
  readonly until: number;
};

/** A plan that grows with the conversation. The same turns in the same order give the same plan. */
export interface IncrementalPlan {
  /**
   * @param turn The next that can be heard.
   * @param next The one after it, as far as it is known; undefined after the last.
   * @param backchannels By listener's id: what they may say to this turn. Default nothing.
   */
  push(
    turn: TurnMaterial,
    next: UpcomingTurn | undefined,
    backchannels?: ConversationMaterial['backchannels'],
  ): FixedPart;
  /** The whole, as far as it was pushed. */
  finish(): Timeline;
}

/**
 * Plans as `planTimeline` does, but each turn as soon as it is rendered. What it does not know it draws: how much
 * the next turn will overlap this one is decided with this one, from the reference alone, and mended where the next
 * turn has no room for it.
 */
export function createIncrementalPlan(options: IncrementalPlanOptions): IncrementalPlan {
  const { conversation, timing, style } = options;
  const random = createRandom(options.seed);
  const utterances: Utterance[] = [];
  const events: TimelineEvent[] = [];
  let warnings: string[] = [];
  const warn = (message: string): void => void warnings.push(message);
  const pauses = createPauseDraws(timing);
  const transitions = createTransitionDraws({
    ...options,
    pauses,
    random: random.fork('transitions'),
    warn,
  });
  const stage = createStage({ ...options, random: random.fork('written-backchannels'), warn });
  const listeners = createListenerDraws({
    speakers: conversation.speakers.map(({ id }) => id),
    busy: stage.busy,
    timing,
    random: random.fork('listening'),
  });
  let index = 0;
  let spoken = 0;
  let until = 0;
  let end = 0;

  const setPauses = (state: TurnState): void => {
    if (style !== 'natural') return;
    const draws = random.fork(`pauses/${index}`);
    for (const place of pausePlaces(state, timing, draws.fork('hesitations'))) pauses.draw(place, draws);
    tightenHushed(state);
  };

  /** The earliest that the next turn can start. */
  const nextStart = ({ placed }: StagedTurn, least: number): number =>
    least < 0
      ? Math.max(placed.end + least, placed.start + Math.min(0.05, timing.turnMargin))
      : stage.floorEnd + least;

  const fix = (turn: StagedTurn, given: readonly PlacedBackchannel[]): FixedPart => {
    const backchannels = [...turn.backchannels, ...given].toSorted((a, b) => a.start - b.start);
    const said = [
      ...(turn.utterance === undefined ? [] : [turn.utterance]),
      ...backchannels.map((each) => backchannelUtterance(each, ++spoken, turn.utterance?.id)),
    ].toSorted((a, b) => a.start - b.start);
    utterances.push(...said);
    events.push(...turn.events);
    end = Math.max(
      end,
      turn.placed.end,
      ...said.map((each) => each.end),
      ...turn.events.map((each) => each.end),
    );
    const raised = warnings;
    warnings = [];
    return {
      utterances: said,
      events: turn.events.toSorted((a, b) => a.start - b.start),
      clips: [
        ...turn.clips,
        ...backchannels.map(
          ({ speaker, take, start }): Clip => ({ speaker, kind: 'backchannel', ...wholeTake(take, start) }),
        ),
      ].toSorted((a, b) => a.at - b.at || a.source - b.source),
      warnings: raised,
      until,
    };
  };

  return {
    push(turn, next, takes = {}) {
      const state = createTurnState(turn);
      const transition = transitions.settle(state, index);
      const floorBefore = stage.floorEnd;
      const least = transitions.expect(next, index + 1, floorBefore + state.tight.duration);
      setPauses(state);
      const staged = stage.place(state, transition);
      const { placed } = staged;
      const following = nextStart(staged, least);
      until = Math.max(until, next === undefined ? stage.floorEnd : following - preRoll);
      const latestEnd = (listener: string): number => {
        const { backchannelClearance, backchannelBeforeTurn } = timing;
        const own =
          listener === next?.speaker
            ? Math.max(backchannelClearance, backchannelBeforeTurn)
            : backchannelClearance;
        // The other goes on: something of the turn is still to come when the listener is done.
        return next === undefined ? placed.end - 0.1 : Math.min(placed.end - 0.1, following - own);
      };
      const given =
        options.backchannels === 'auto' && style === 'natural'
          ? listeners.answer({
              placed,
              index,
              elapsed: stage.floorEnd - floorBefore,
              from: floorBefore,
              latestEnd,
              written: staged.backchannels,
              takes,
            })
          : [];
      index++;
      return fix(staged, given);
    },
    finish: () =>
      assembleTimeline(conversation, {
        utterances,
        events,
        duration: end + timing.leadOut,
        seed: options.seed,
      }),
  };
}
