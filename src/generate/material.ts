import type { TurnOnset } from '../script/index.ts';
import type { EventType, Speaker, Word } from '../timeline/index.ts';

/** One rendered piece of sound, measured. The samples lie in the spool under `source`. Seconds. */
export type Take = {
  readonly source: number;
  /** All of it, with the silence at its ends. */
  readonly duration: number;
  /** Where the sound begins and ends: the first word starts at `start`, the last ends at `end`. */
  readonly start: number;
  readonly end: number;
  readonly words: readonly Word[];
  /** For each boundary between two words, the quietest moment near it: where a cut is heard least. */
  readonly seams: readonly number[];
  /** How loud each seam is beside the whole, dB; of sound that runs on it is near 0. */
  readonly seamLevels: readonly number[];
  /** Loudness of its sound, LUFS; -Infinity where it is silent. */
  readonly level: number;
  /** dB that put it at its place beside its speaker's other sounds. */
  readonly gain: number;
};

/** What a turn is made of, rendered. */
export type TurnMaterial = {
  /** In the script, from 0. */
  readonly index: number;
  readonly speaker: string;
  readonly onset: TurnOnset;
  readonly cutShort: boolean;
  /** BCP 47 of most of it. */
  readonly language: string;
  /** Its speech, in order; more than one where the language changes. */
  readonly takes: readonly Take[];
  readonly insertions: readonly Insertion[];
  readonly line?: number;
};

/** What happens between two words. `after` counts the words of the turn before it. In order of `after`. */
export type Insertion =
  | { readonly type: 'pause'; readonly after: number; readonly duration: number }
  | { readonly type: 'event'; readonly after: number; readonly event: EventType; readonly take: Take }
  /** A listener's laughter and the like, while the turn goes on. */
  | {
      readonly type: 'listener-event';
      readonly after: number;
      readonly event: EventType;
      readonly speaker: string;
      readonly take: Take;
    }
  | {
      readonly type: 'backchannel';
      readonly after: number;
      readonly speaker: string;
      readonly language: string;
      readonly take: Take;
    };

/** A backchannel that a listener may give, and how often against the others. */
export type BackchannelTake = {
  readonly take: Take;
  readonly weight: number;
  readonly language: string;
};

/** Everything that the plan needs to know. */
export type ConversationMaterial = {
  readonly id: string;
  readonly title?: string;
  readonly register?: string;
  readonly languages: readonly string[];
  /** In order of their channels, from 0. */
  readonly speakers: readonly Speaker[];
  readonly turns: readonly TurnMaterial[];
  /** By speaker's id. */
  readonly backchannels: Readonly<Record<string, readonly BackchannelTake[]>>;
};

/** A stretch of a rendered sound, put on a track. Seconds; gain in dB. */
export type Clip = {
  readonly speaker: string;
  /** Of what it is a part; a speaker's loudness is that of the speech of their turns. */
  readonly kind: 'speech' | 'event' | 'backchannel';
  readonly source: number;
  readonly from: number;
  readonly to: number;
  /** Where on the clock `from` comes to lie. */
  readonly at: number;
  readonly gain: number;
  readonly fadeIn: number;
  readonly fadeOut: number;
};

/** The words of a turn, in order, with what is known about the place after each. */
export function turnWords(turn: TurnMaterial): Word[] {
  return turn.takes.flatMap((take) => take.words);
}

/** Whether there is anything in a turn to be heard of its own speaker. */
export function isAudible(turn: TurnMaterial): boolean {
  return (
    turn.takes.some((take) => take.words.length > 0) || turn.insertions.some(({ type }) => type === 'event')
  );
}
