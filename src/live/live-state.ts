import type { Word } from '../timeline/index.ts';
import type { BrainTurn, ToolChoice, ToolDescription } from '../voices/index.ts';
import type { Bout } from './bout.ts';
import type { HeardFrame } from './heard-frame.ts';
import type { ReplyWish } from './live-event.ts';
import type { TurnVoice } from './overlap/addressed.ts';
import type { Judgement } from './overlap.ts';
import type { LivePolicy } from './policy.ts';
import type { Reply } from './reply.ts';
import type { Sounding } from './sounds.ts';
import type { Ending } from './turn-end/ending.ts';
import type { PitchRange } from './turn-end/pitch-range.ts';

/** All that a session knows. Frozen in use: every event makes a new one. */
export type LiveState = {
  /** Seconds since the session began. */
  readonly at: number;
  readonly policy: LivePolicy;
  readonly setting: LiveSetting;
  /** BCP 47: what is being spoken. */
  readonly language: string;
  /** The user's sound that goes on now. */
  readonly bout?: Bout;
  /** The last that sounded over the agent, while its words may still come. */
  readonly overheard?: Overheard;
  /** The latest 1.5 s of frames, oldest first: the melody of what was just said, and the silence after it. */
  readonly tail: readonly HeardFrame[];
  /** What the user says and has not finished. */
  readonly turn?: UserTurnState;
  /** The application says that it is over: its last words are waited for. */
  readonly committed?: CommittedTurn;
  /** The last turn that was answered: late words still change it, and it may be opened again. */
  readonly taken?: TakenTurn;
  readonly agent: AgentState;
  /** Words that belong to nothing yet: the recogniser's last utterances. */
  readonly words: HeardWords;
  readonly learned: Learned;
  /** What was said and heard, oldest first; the user's open turn is not in it. */
  readonly turns: readonly BrainTurn[];
  /** Calls of tools whose outcome is still to come. */
  readonly openCalls: readonly string[];
  /** A line that the agent has still to say, such as that it cannot hear. */
  readonly owed?: string;
  readonly quiet: Quiet;
  /** Something that is no speech sounds now; when the user laughed last. */
  readonly sounding?: Sounding;
  readonly laughedAt?: number;
  readonly listening: Listening;
  /** The next of each kind. */
  readonly numbers: { readonly turn: number; readonly reply: number };
  readonly closed: boolean;
};

/** What the application gives; none of it changes by itself. */
export type LiveSetting = {
  readonly instructions?: string;
  readonly facts?: Readonly<Record<string, unknown>>;
  readonly tools: readonly ToolDescription[];
  readonly toolChoice?: ToolChoice;
  readonly mostTokens?: number | 'unlimited';
  /** Somebody writes down what the user says. */
  readonly recognised: boolean;
  /** Somebody did, and failed. */
  readonly deaf?: boolean;
  /** The brain has nothing to say to a turn without words. */
  readonly brainReads: boolean;
  /** Ask the brain by itself once every tool has answered; false: the application does. */
  readonly answersTools: boolean;
  /** Speaks first. */
  readonly opens: boolean;
};

export type UserTurnState = {
  readonly id: string;
  readonly start: number;
  /** Of its latest speech. */
  readonly end: number;
  /** Seconds of pauses in it. */
  readonly paused: number;
  readonly interrupting: boolean;
  readonly laughter: boolean;
  /** When the recogniser was asked for the last words, if it was since the latest speech. */
  readonly flushedAt?: number;
  /** When its sound was last about as loud as speech; room and ear make the speech itself end later. */
  readonly heardEnd: number;
  /** dBFS of its loudest syllables. */
  readonly loudest: number;
  /** How its bouts sounded that are over. */
  readonly voice?: TurnVoice;
  /** How the latest speech sounded at its end, once it has been silent for a moment. */
  readonly ending?: { readonly melody?: Ending; readonly rising: boolean };
  /** Fillers said while its words are waited for. */
  readonly fillers?: number;
  /** Replies thought of before the turn was over: each costs. */
  readonly guesses: number;
};

export type CommittedTurn = {
  readonly at: number;
  /** A reply to it is wanted. */
  readonly wish?: ReplyWish;
};

export type TakenTurn = {
  readonly turn: UserTurnState;
  /** Where it stands in `turns`. */
  readonly index: number;
  readonly words: HeardWords;
  readonly at: number;
  /** Times that its answer was thought of anew, because words came late. */
  readonly amended?: number;
};

/** A bout over the agent's voice that is over and changed nothing: late words may say that it was something else. */
export type Overheard = {
  readonly bout: Bout;
  readonly judged: Judgement;
  /** When it was over. */
  readonly since: number;
};

export type AgentState =
  | { readonly phase: 'quiet' }
  /** A reply is being thought of or voiced. Speculative until the turn is taken. */
  | { readonly phase: 'preparing'; readonly reply: Reply; readonly fillers: number }
  | {
      readonly phase: 'speaking';
      readonly reply: Reply;
      readonly gain: number;
      /** Since when the agent holds its breath. */
      readonly heldAt?: number;
      /** When it was told to go on after a stop: until then it was to be silent. */
      readonly resumedAt?: number;
    }
  /** Stopped by the user; goes on with the same if it was a false alarm. */
  | { readonly phase: 'yielded'; readonly reply: Reply; readonly yieldedAt: number };

export type HeardWords = {
  readonly finalText: string;
  readonly final: readonly Word[];
  readonly partialText: string;
  readonly partial: readonly Word[];
  readonly language?: string;
  /** When the last of them came, final or not. */
  readonly at: number;
  /** What began before has found its place, though a recogniser may still repeat it. */
  readonly since: number;
  /** The last of those: for whom a sentence is may have been said in a piece of it that was let pass. */
  readonly passed: readonly Word[];
};

/** How the user usually sounds. */
export type Learned = {
  readonly level?: number;
  readonly pitch?: number;
  readonly range?: PitchRange;
  /** Seconds: of the user's pauses inside turns, a running mean and how many went into it. */
  readonly pause: number;
  readonly pauses: number;
};

export type Quiet = {
  /** When anybody was last heard. */
  readonly since: number;
  readonly prompts: number;
};

/** The agent as a listener. */
export type Listening = {
  /** Its last `mm-hm`, and seconds of the user's speech since. */
  readonly lastText?: string;
  readonly spokenSince: number;
  /** The latest stretch of the user's low voice. */
  readonly lowSince?: number;
  readonly lowUntil?: number;
  /** When one was long enough to ask for a `mm-hm`. */
  readonly cueAt?: number;
};
