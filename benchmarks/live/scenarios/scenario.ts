import type { Word } from '../../../src/timeline/index.ts';
import type { NoiseHalf } from '../noises.ts';
import type { ScenarioLanguage } from './texts.ts';

export const scenarioKinds = [
  'interruption',
  'backchannel',
  'noise',
  'background',
  'side-talk',
  'pause',
  'turn',
  'echo',
  'control',
] as const;

/** Rows of the table; `control`: nothing happens while the agent speaks, so that its own silences are known. */
export type ScenarioKind = (typeof scenarioKinds)[number];

/** A conversation of a user who reacts to the agent, with the truth about every sound in it. */
export type Scenario = {
  readonly id: string;
  readonly kind: ScenarioKind;
  /** What kind of it: `cough`, `cut`, `question` and so on, for tables of their own. */
  readonly variant: string;
  readonly half: NoiseHalf;
  readonly language: ScenarioLanguage;
  /** dB of the user's speech over the event, where that is what is varied. */
  readonly snr?: number;
  /** dBFS of the user's speech where it sounds. */
  readonly userLevel: number;
  /** The room's noise, repeated as long as it lasts. 16 kHz. */
  readonly floor: Float32Array;
  readonly parts: readonly UserPart[];
  /** What the agent says, one reply after another; the last for all that follow. */
  readonly replies: readonly string[];
  /** Seconds for which its brain thinks, for each; the last for all that follow. */
  readonly thinking: readonly number[];
  readonly agentVoice: string;
  readonly echo?: {
    readonly response: Float32Array;
    readonly gain: number;
    /** Of the loudspeaker, 0 to 1: how it bends what is loud. Default 0. */
    readonly distortion?: number;
  };
  /** When every part has been played: how long it goes on. */
  readonly until: ScenarioEnd;
  /** Nothing is listened to beyond it. */
  readonly longest: number;
};

/** A sound at the user's microphone. */
export type UserPart = {
  readonly role: 'turn' | 'event' | 'silent-event';
  readonly when: UserTrigger;
  /** 16 kHz. */
  readonly samples: Float32Array;
  /** Seconds into the samples: where what is meant to be heard begins and ends, in the dry sound. */
  readonly start: number;
  readonly end: number;
  /** A pause inside of it. */
  readonly pause?: { readonly start: number; readonly end: number };
  /** What a perfect recogniser would write down, at its times in the samples. */
  readonly words: readonly Word[];
  /** Share of the words that a recogniser misses, because they are far off. */
  readonly missed: number;
};

export type UserTrigger =
  | { readonly type: 'time-reached'; readonly at: number }
  /** So long after the agent began to speak anew. */
  | { readonly type: 'agent-began'; readonly after: number }
  /** So long after the agent, having spoken, fell silent. */
  | { readonly type: 'agent-ended'; readonly after: number };

export type ScenarioEnd =
  | { readonly type: 'parts-played'; readonly after: number }
  /** Of silence of the agent, once it has spoken. */
  | { readonly type: 'agent-ended'; readonly after: number }
  /** The same after it has answered the last part, or five seconds without an answer. */
  | { readonly type: 'answer-ended'; readonly after: number };
