import type { UnitRole } from '../../packages/dialospeech/src/text/index.ts';
import type { Language } from './throats.ts';

/** Hz. */
export const packRate = 16_000;
/** Samples of a speech token: an item is a whole number of them. */
export const tokenFrames = 640;
/** Seconds. */
export const longestItem = 60;

/** A line of `items.jsonl`; seconds from the item's start. */
export type PackItem = {
  readonly id: string;
  readonly split: 'train' | 'valid' | 'test';
  /** Of the text. */
  readonly language: Language;
  readonly kind: 'dialogue' | 'monologue';
  readonly register: string;
  readonly channels: number;
  /** Samples of each channel. */
  readonly frames: number;
  /** Where it begins in `audio.i16`, in samples; channel c begins at `offset + c * frames`. */
  readonly offset: number;
  readonly speakers: readonly PackSpeaker[];
  /** In order of `start`. */
  readonly units: readonly PackUnit[];
};

export type PackSpeaker = { readonly id: string; readonly gender: string; readonly native: Language };

export type PackUnit = {
  readonly channel: number;
  readonly role: UnitRole;
  readonly start: number;
  readonly end: number;
  readonly cut: boolean;
  readonly text: string;
  readonly symbols: readonly number[];
  readonly tones: readonly number[];
  readonly words: readonly PackWord[];
};

/** A word that sounds, and its symbols, half open. */
export type PackWord = {
  readonly text: string;
  readonly from: number;
  readonly to: number;
  readonly start: number;
  readonly end: number;
};

/** An item before it has its place in a pack. */
export type MadeItem = {
  readonly about: Omit<PackItem, 'frames' | 'offset' | 'channels'>;
  /** One for each speaker, 16 kHz. */
  readonly tracks: readonly Float32Array[];
};
