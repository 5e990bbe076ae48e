/**
 * Who said what, when, on which track. All times are seconds on one clock that starts at 0.
 * Everything here is plain, frozen data: what can be derived from it is a function in this folder.
 */
export type Timeline = {
  readonly version: typeof timelineVersion;
  readonly id: string;
  /** BCP 47 tags, the main language first. */
  readonly languages: readonly string[];
  readonly duration: number;
  readonly speakers: readonly Speaker[];
  /** In order of `start`. */
  readonly utterances: readonly Utterance[];
  /** In order of `start`. */
  readonly events: readonly TimelineEvent[];
  readonly scenario?: Scenario;
  readonly environment?: Environment;
  readonly provenance?: Provenance;
};

export const timelineVersion = 1;

export type Speaker = {
  /** Matches `[A-Za-z0-9_-]+`. */
  readonly id: string;
  readonly name?: string;
  /** The track that holds this speaker alone, from 0. */
  readonly channel: number;
  readonly role?: string;
  readonly language?: string;
  readonly gender?: Gender;
  readonly age?: string;
  readonly accent?: string;
  readonly voice?: string;
};

export type Gender = 'female' | 'male' | 'other';

export type UtteranceKind = 'turn' | 'backchannel' | 'interruption';

export type Utterance = {
  readonly id: string;
  readonly speaker: string;
  readonly kind: UtteranceKind;
  /** What was said: the words after a cut are not in it. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly words: readonly Word[];
  readonly language?: string;
  /** Which turn of the script this is, from 0. */
  readonly turnIndex?: number;
  /** The words of another speaker that this one answers: a backchannel's or an interruption's. */
  readonly anchor?: Anchor;
  /** The speaker was interrupted before the end of what they meant to say. */
  readonly cutShort?: boolean;
};

export type Anchor = {
  readonly utterance: string;
  /** The index in that utterance's words. */
  readonly word: number;
};

/** `text` keeps its punctuation, as written. In Chinese and Japanese each character is a word. */
export type Word = {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** 0 to 1. */
  readonly confidence?: number;
};

export const eventTypes = [
  'laughter',
  'breath',
  'sigh',
  'cough',
  'sniff',
  'throat-clear',
  'lip-smack',
  'filler',
  'gasp',
  'cry',
  'noise',
  'music',
  'silence',
] as const;

export type EventType = (typeof eventTypes)[number];

export type TimelineEvent = {
  readonly type: EventType;
  /** None for what belongs to no speaker, such as noise in the room. */
  readonly speaker?: string;
  readonly start: number;
  readonly end: number;
  readonly source: 'script' | 'detected' | 'human';
  readonly confidence?: number;
};

export type Scenario = {
  readonly title?: string;
  readonly domain?: string;
  readonly topic?: string;
  readonly register?: string;
  readonly style?: 'script' | 'spontaneous';
};

export type Environment = {
  readonly place?: string;
  readonly device?: string;
  readonly codec?: string;
  /** Seconds for the level to fall by 60 dB. */
  readonly reverberation?: number;
  /** Hz. */
  readonly bandwidth?: number;
  /** dB, one for each channel. */
  readonly signalToNoise?: readonly number[];
  readonly noiseTypes?: readonly string[];
};

export type Provenance = {
  readonly origin: 'recorded' | 'separated' | 'synthesised' | 'mixed';
  readonly generator?: string;
  readonly source?: string;
  readonly licence?: string;
  readonly seed?: string;
};
