import type { Anchor, EventType, Gender, UtteranceKind, Word } from '../../timeline/index.ts';

/**
 * A dialogue of a corpus: what is on its tracks, who speaks, where, under what conditions, and where it comes from.
 * Every row of every corpus has every field, `null` where nothing is known, so that one schema fits them all. Seconds
 * on the clock of its audio, whose frame 0 is time 0. `timelineOf` gives its `Timeline`.
 */
export type DialogueRecord = {
  readonly version: typeof recordVersion;
  /** Matches `[A-Za-z0-9_-]+`, unlike every other id of the corpus. */
  readonly id: string;
  /** BCP 47, the main language first. */
  readonly languages: readonly string[];
  readonly split: Split | null;
  readonly audio: AudioObject;
  /** The same tracks before room, device and noise: no one but their speaker, at the same times. */
  readonly dry: AudioObject | null;
  /** In order of their channels, from 0. */
  readonly speakers: readonly CorpusSpeaker[];
  /** In order of `start`. */
  readonly utterances: readonly CorpusUtterance[];
  /** In order of `start`. */
  readonly events: readonly CorpusEvent[];
  readonly scenario: CorpusScenario;
  readonly environment: CorpusEnvironment;
  readonly provenance: CorpusProvenance;
  readonly consent: Consent;
  readonly quality: Quality;
};

export const recordVersion = 1;

export const splits = ['train', 'dev', 'test'] as const;
export type Split = (typeof splits)[number];

/** A sound file of the corpus: one channel for each speaker. */
export type AudioObject = {
  /** Where it lies in the corpus: `audio/00007/sim-000123.flac`. */
  readonly key: string;
  /** Of the file's bytes, hexadecimal. */
  readonly sha256: string;
  readonly bytes: number;
  readonly format: 'flac' | 'wav';
  /** Hz. */
  readonly sampleRate: number;
  readonly channels: number;
  readonly frames: number;
};

export type CorpusSpeaker = {
  /** A pseudonym, the same person in every dialogue of the corpus. */
  readonly id: string;
  readonly channel: number;
  readonly role: string | null;
  /** BCP 47, spoken here. */
  readonly language: string | null;
  /** BCP 47. */
  readonly nativeLanguage: string | null;
  readonly gender: Gender | null;
  /** `18-25`, as in `ageBands` of the specification. */
  readonly ageBand: string | null;
  readonly accent: string | null;
  readonly region: string | null;
  /** Whose voice it is, of what is synthesised: `flite/rms`. */
  readonly voice: string | null;
  /** By which the person's consent is filed; `null` where no person was recorded. */
  readonly consent: string | null;
};

export type CorpusUtterance = {
  readonly id: string;
  readonly speaker: string;
  readonly kind: UtteranceKind;
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly language: string | null;
  readonly words: readonly CorpusWord[];
  readonly turnIndex: number | null;
  readonly anchor: Anchor | null;
  readonly cutShort: boolean;
  /** How long an interrupted speaker talked on, from the other's onset. */
  readonly yieldAfter: number | null;
  /** Said to somebody who is not in the conversation. */
  readonly aside: boolean;
  readonly source: LabelSource;
};

export type CorpusWord = Omit<Word, 'confidence'> & { readonly confidence: number | null };

/** Who says so: the simulator or a script, a program that listened, a person. */
export type LabelSource = 'script' | 'detected' | 'human';

export type CorpusEvent = {
  readonly type: EventType;
  /** What kind of it: `keyboard` of a noise; `null` where nothing more is known. */
  readonly kind: string | null;
  /** `null` for what belongs to no speaker, such as noise in the room. */
  readonly speaker: string | null;
  /** On which tracks it is heard, from 0. */
  readonly channels: readonly number[];
  readonly start: number;
  readonly end: number;
  /** The word after which it comes. */
  readonly anchor: Anchor | null;
  readonly source: LabelSource;
  readonly confidence: number | null;
};

export type CorpusScenario = {
  readonly title: string | null;
  readonly domain: string | null;
  readonly topic: string | null;
  readonly register: string | null;
  readonly style: 'script' | 'spontaneous' | null;
};

export type CorpusEnvironment = {
  /** `call`: each speaker in a place of their own; `room`: both in one. */
  readonly setting: 'call' | 'room' | null;
  readonly tracks: readonly TrackEnvironment[];
};

/** One for each channel. */
export type TrackEnvironment = {
  readonly channel: number;
  readonly place: string | null;
  readonly device: string | null;
  readonly codec: string | null;
  /** Seconds for the level to fall by 60 dB. */
  readonly reverberation: number | null;
  /** Hz. */
  readonly bandwidth: number | null;
  /** dB, speech over everything else. */
  readonly signalToNoise: number | null;
  readonly noiseTypes: readonly string[];
  /** dB of the other speaker's voice on this track beside its own; `null` for none. */
  readonly bleed: number | null;
};

export type CorpusProvenance = {
  readonly origin: 'recorded' | 'separated' | 'synthesised' | 'mixed';
  /** `duologue 0.1.0`. */
  readonly generator: string;
  /** Where it comes from: a file's name, a specification's. */
  readonly source: string | null;
  readonly licence: string | null;
  readonly seed: string | null;
  /** Of the parameters that made it, hexadecimal. */
  readonly parametersSha256: string;
};

export type Consent = {
  /** `none-needed`: nobody was recorded; `waived`: by who ran the program, in words of their own. */
  readonly status: 'none-needed' | 'recorded' | 'waived' | 'unknown';
  /** The document or the words. */
  readonly reference: string | null;
};

export type Quality = {
  /** One for each channel, in order. */
  readonly tracks: readonly TrackQuality[];
  readonly filters: readonly FilterVerdict[];
};

export type TrackQuality = {
  readonly channel: number;
  /** LUFS of its speech. */
  readonly loudness: number | null;
  /** Share of samples at full scale. */
  readonly clipping: number | null;
  readonly signalToNoise: number | null;
  readonly bleed: number | null;
  /** Hz. */
  readonly bandwidth: number | null;
};

/** Nothing is dropped unsaid: what a filter found stands in the record, of what passed too. */
export type FilterVerdict = {
  readonly name: string;
  readonly value: number | null;
  readonly threshold: number | null;
  readonly pass: boolean;
};
