import type { EventType, Gender } from '../timeline/index.ts';

/** A conversation as written: who says what, and what of its timing the writer decided. */
export type Script = {
  readonly title?: string;
  /** BCP 47. The language of every turn that names none. */
  readonly language: string;
  /** `telephone`, `podcast`, …: how people of this conversation take turns. */
  readonly register?: string;
  readonly speakers: readonly ScriptSpeaker[];
  readonly turns: readonly ScriptTurn[];
};

export type ScriptSpeaker = {
  /** Matches `[A-Za-z0-9_-]+`; what stands before the colon of a line. */
  readonly id: string;
  readonly name?: string;
  /** `provider/voice`, such as `flite/rms`. */
  readonly voice?: string;
  /** The voice for another language that this speaker switches to, by BCP 47 tag. */
  readonly voices?: Readonly<Record<string, string>>;
  readonly language?: string;
  readonly role?: string;
  readonly gender?: Gender;
  readonly age?: string;
  readonly accent?: string;
  /** Rate of speech, 1 is the voice's own. */
  readonly speed?: number;
};

export type ScriptTurn = {
  readonly speaker: string;
  /** How the speaker takes the floor. `auto` leaves it to the style. */
  readonly onset: TurnOnset;
  /** What happens in the turn, in order. At least one `speech` or `event`. */
  readonly parts: readonly TurnPart[];
  /** The writer broke the turn off: the speaker had more to say. */
  readonly cutShort?: boolean;
  /** Rate of speech in this turn, .5 to 2; the speaker's own where none is given. */
  readonly speed?: number;
  /** Line of the source, from 1. */
  readonly line?: number;
};

export type TurnOnset =
  | { readonly type: 'auto' }
  /** After a silence of this many seconds. */
  | { readonly type: 'gap'; readonly duration: number }
  /** This many seconds before the turn before it ends. */
  | { readonly type: 'overlap'; readonly duration: number }
  /** Takes the floor from the turn before it, which yields. */
  | { readonly type: 'interrupt' };

export type TurnPart =
  | { readonly type: 'speech'; readonly text: string; readonly language?: string }
  /** Seconds of silence inside the turn. */
  | { readonly type: 'pause'; readonly duration: number }
  /** With `speaker`: a listener's, while this turn goes on, such as somebody who laughs at what is said. */
  | { readonly type: 'event'; readonly event: EventType; readonly speaker?: string }
  /** Somebody else, while this speaker goes on: its anchor is the word before it. */
  | {
      readonly type: 'backchannel';
      readonly speaker: string;
      readonly text: string;
      readonly language?: string;
    };
