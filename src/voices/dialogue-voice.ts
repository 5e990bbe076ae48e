import type { Audio } from '../dsp/index.ts';
import type { Word } from '../timeline/index.ts';
import type { ServiceAnswer } from './voice.ts';

/**
 * A model that speaks a whole dialogue at once. One verb: turns in, sound and the times of words out, as parts.
 *
 * Contract (`dialogueVoiceContract` in `duologue/testing` checks it):
 * - all `audio-ready` parts have its `sampleRate`; joined in order, for each channel, they are the dialogue;
 * - `turn-timed` says where a turn lies, `word-timed` a word of it, where the model tells: of either, all or none;
 *   times lie inside the audio, words rise inside their turn, and no turn begins before the one before it;
 * - it is asked for no more than its `limits` allow, with voices of its own, each turn with something to say; who
 *   asks for anything else gets a `VoiceError` before any request;
 * - a language or a direction that it does not take is a `warning-raised` part;
 * - one with `tracks` gives each voice a channel of its own, all equally long, and times turns and words;
 * - an aborted `signal` rejects with the signal's reason within .2 s and leaves nothing running.
 */
export interface DialogueVoice {
  /** `provider/model`. */
  readonly id: string;
  /** Hz. */
  readonly sampleRate: number;
  readonly limits: DialogueLimits;
  /**
   * It gives each speaker alone, and takes turns as people do: it decides by itself who speaks when, may answer with
   * backchannels of its own, and knows of backchannels and interruptions. Default false: one sound of turns in a row.
   */
  readonly tracks?: boolean;
  /** It makes the `pauses` of turns. Default false: nobody asks it for any. */
  readonly pauses?: boolean;
  converse(
    request: DialogueRequest,
    options?: { readonly signal?: AbortSignal },
  ): AsyncIterable<DialoguePart>;
}

/** What one request of a dialogue may hold. */
export type DialogueLimits = {
  /** Different voices. */
  readonly leastVoices: number;
  readonly mostVoices: number;
  /** Of all turns together. None: no limit. */
  readonly mostCharacters?: number;
  readonly mostTurns?: number;
};

export type DialogueRequest = {
  readonly turns: readonly DialogueTurn[];
  readonly language?: string;
  readonly seed?: string;
  readonly instructions?: string;
  /** Of a model with `tracks`: whether listeners may say what no turn asks for. Default true. */
  readonly backchannels?: boolean;
  readonly providerOptions?: Readonly<Record<string, unknown>>;
};

export type DialogueTurn = {
  /** The id of a voice whose `dialogue` this is. */
  readonly voice: string;
  readonly text: string;
  /** Of a model with `tracks`: a backchannel is said while the turn before it goes on. Default `turn`. */
  readonly kind?: 'turn' | 'backchannel' | 'interruption';
  /** Of a model with `tracks`: its speaker is cut off at its end. Default: where the text ends with a dash. */
  readonly cutShort?: boolean;
  /** Of a model with `pauses`: silences of so many seconds at least, each after so many words of the turn. */
  readonly pauses?: readonly { readonly after: number; readonly duration: number }[];
};

export type DialoguePart =
  /** Without a `channel`, all speakers mixed; with one, that of the voice which came first, second, … */
  | { readonly type: 'audio-ready'; readonly audio: Audio; readonly channel?: number }
  | { readonly type: 'turn-timed'; readonly turn: number; readonly start: number; readonly end: number }
  /** Its text is one of `splitWords` of the turn's. */
  | { readonly type: 'word-timed'; readonly turn: number; readonly word: Word }
  /** What the voice of a channel said by itself while it listened. */
  | {
      readonly type: 'backchannel-added';
      readonly channel: number;
      readonly text: string;
      readonly words: readonly Word[];
      readonly start: number;
      readonly end: number;
    }
  | { readonly type: 'warning-raised'; readonly message: string }
  | { readonly type: 'request-answered'; readonly answer: ServiceAnswer };
