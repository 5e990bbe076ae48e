/**
 * Who decides what the agent says. One verb: the conversation so far in, what to say out, as it comes.
 *
 * Contract (`brainContract` in `duologue/testing` checks it):
 * - `text-said` parts, joined, are the reply; they may end anywhere, in the middle of a word too;
 * - a brain never runs a tool: it asks by `tool-called`, ends, and is asked again with the outcome as a turn;
 * - a `speculative` request may be thrown away: nothing about it may be kept;
 * - an aborted `signal` rejects with the signal's reason within .2 s and leaves nothing running;
 * - a brain with nothing to say ends without a part.
 */
export interface Brain {
  /** `provider/model`, or the plain name of an embedded one: `interviewer`. */
  readonly id: string;
  /** Needs to read what the user says. Default true; one that does not can talk without a recogniser. */
  readonly reads?: boolean;
  respond(request: BrainRequest, options?: { readonly signal?: AbortSignal }): AsyncIterable<BrainPart>;
}

export type BrainRequest = {
  /** Why it is asked to speak now. */
  readonly occasion: Occasion;
  /** Oldest first. */
  readonly turns: readonly BrainTurn[];
  readonly context: BrainContext;
  readonly tools: readonly ToolDescription[];
  readonly toolChoice?: ToolChoice;
  /** Most tokens of the reply; none: the brain's own limit. */
  readonly mostTokens?: number;
  /** Asked before it is certain that the user has finished; the answer may never be heard. */
  readonly speculative: boolean;
};

/** `opening`: nobody has spoken. `answer`: the user has. `silence`: nobody has for long. `tool-answered`: a tool has. */
export type Occasion = 'opening' | 'answer' | 'silence' | 'tool-answered' | 'asked';

export type ToolChoice = 'auto' | 'none' | 'required' | { readonly name: string };

/** What holds for the whole conversation, or has been found out in it. */
export type BrainContext = {
  readonly instructions?: string;
  /** BCP 47: what the user speaks now. */
  readonly language: string;
  /** Seconds since the session began. */
  readonly elapsed: number;
  /** Facts the application gives, such as who calls and from where. */
  readonly facts?: Readonly<Record<string, unknown>>;
};

export type BrainTurn =
  | UserTurn
  | AgentTurn
  | { readonly type: 'note'; readonly text: string }
  | {
      readonly type: 'tool-call';
      readonly id: string;
      readonly name: string;
      /** JSON. */
      readonly arguments: string;
    }
  | { readonly type: 'tool-result'; readonly id: string; readonly output: string };

export type UserTurn = {
  readonly type: 'user';
  /** Empty where nobody listens for words, or none were understood. */
  readonly text: string;
  readonly language?: string;
  /** Written, not said. Default false. */
  readonly typed?: boolean;
  /** What could be heard beside the words. None of a typed turn. */
  readonly sound?: UserSound;
};

export type UserSound = {
  /** Seconds from first to last sound, and of them those spent in pauses. */
  readonly duration: number;
  readonly paused: number;
  readonly laughter: boolean;
  /** The voice rose at the end, as in a question. */
  readonly rising: boolean;
  /** Began while the agent spoke, and stopped it. */
  readonly interrupting: boolean;
};

export type AgentTurn = {
  readonly type: 'agent';
  /** Only what the user heard. */
  readonly text: string;
  /** The user broke in before its end. */
  readonly cutShort: boolean;
};

export type ToolDescription = {
  readonly name: string;
  readonly description?: string;
  /** JSON Schema of the arguments. */
  readonly parameters: Readonly<Record<string, unknown>>;
};

export type BrainPart =
  | { readonly type: 'text-said'; readonly text: string }
  /** What follows is in another language, BCP 47. */
  | { readonly type: 'language-chosen'; readonly language: string }
  | { readonly type: 'tool-called'; readonly id: string; readonly name: string; readonly arguments: string }
  /** After what was said, the agent hangs up. */
  | { readonly type: 'conversation-ended' }
  | { readonly type: 'warning-raised'; readonly message: string }
  | { readonly type: 'tokens-counted'; readonly input: number; readonly output: number };
