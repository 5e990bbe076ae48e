import type { SpeechModel, Voice, VoiceReference } from '../voices/index.ts';

/** A turn as users of speech SDKs write it. At least one of `voice` and `speaker` says who speaks. */
export type ConversationTurn = {
  readonly text: string;
  /**
   * The vendor's name or id of a voice of `model`; without a model, a voice's whole id, such as `flite/rms` or
   * `openai/tts-1:alloy`, or a voice.
   */
  readonly voice?: VoiceReference | Voice;
  /** `provider/model`, a provider alone, or a model ready for use. Goes before the call's. */
  readonly model?: string | SpeechModel;
  /** Who speaks, `[A-Za-z0-9_-]+`; without it everybody with the same voice of the same model is one speaker. */
  readonly speaker?: string;
  /** Rate of speech, .5 to 2, pitch kept. */
  readonly speed?: number;
  /** How it is said, in words, for models that take direction. */
  readonly instructions?: string;
  /** Laid over the body of the vendor's request. */
  readonly providerOptions?: Readonly<Record<string, unknown>>;
  /** Who says it instead, in order, where the voice fails for good: whole ids, or voices. */
  readonly fallback?: readonly (string | Voice)[];
};
