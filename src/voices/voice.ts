import type { Audio } from '../dsp/index.ts';
import type { Gender, Word } from '../timeline/index.ts';
import type { DialogueVoice } from './dialogue-voice.ts';

/**
 * Somebody who can speak. One verb: an utterance in, its sound and the times of its words out, as parts.
 *
 * Contract (`voiceContract` in `duologue/testing` checks it):
 * - all `audio-ready` parts have the voice's `sampleRate`; joined in order they are the utterance;
 * - `word-timed` parts rise in time, lie inside the audio, and their texts are `splitWords(request.text)`;
 *   a voice that is not `timed` has none at all;
 * - a word's `start` is where it begins to sound, not where the request for it began;
 * - the same request gives the same samples, unless the voice is a `service`;
 * - an aborted `signal` rejects with the signal's reason within .2 s and leaves nothing running;
 * - what the voice cannot do (a speed, a language) is a `warning-raised` part, never silence and never a throw;
 * - text with nothing to pronounce gives silence-free, empty audio and a warning.
 */
export interface Voice extends VoiceDescription {
  speak(request: SpeechRequest, options?: { readonly signal?: AbortSignal }): AsyncIterable<SpeechPart>;
  /** Its model can speak a whole dialogue at once. Voices that share one may speak in it together. */
  readonly dialogue?: DialogueVoice;
}

export type VoiceDescription = {
  /** `provider/name`, such as `flite/rms`, or `provider/model:name`. */
  readonly id: string;
  /** Short and human: `Rms`, `Mei`. */
  readonly name: string;
  /** BCP 47, the best first. `mul` alone: many, and the vendor says which. */
  readonly languages: readonly string[];
  readonly gender?: Gender;
  readonly accent?: string;
  /** Hz. */
  readonly sampleRate: number;
  /** What the throat behind the voice is like, so that its laughter and `mm-hm` can be made to fit. */
  readonly throat?: Throat;
  /** Whether it says when each word is heard. Default true. */
  readonly timed?: boolean;
  /** Takes direction in words. Not said: its warnings say so. */
  readonly instructions?: boolean;
  /** Somebody's service, which is paid for each request. None: the voice is of this machine and costs nothing. */
  readonly service?: VoiceService;
};

export type VoiceService = {
  readonly provider: string;
  readonly model: string;
  /** As the vendor names it. */
  readonly voice: string;
  /** Where it is asked, so that two servers of one kind are two services. */
  readonly baseURL: string;
  /** In one request; longer texts take several. None: no limit. */
  readonly mostCharacters?: number;
  /** Reads marks in brackets, such as `[laughs]`, as directions. Default false: they would be read aloud. */
  readonly tags?: boolean;
};

export type Throat = {
  /** Median fundamental frequency, Hz. */
  readonly pitch: number;
  /** Length of the vocal tract against an adult man's: about 1 for men, .87 for women. */
  readonly tract: number;
};

export type SpeechRequest = {
  readonly text: string;
  /** BCP 47; the voice's first language where none is given. */
  readonly language?: string;
  /** Rate of speech, .5 to 2, pitch kept; default 1. */
  readonly speed?: number;
  /** What may vary between takes, such as the shape of a laugh, is drawn from it. */
  readonly seed?: string;
  /** How to say it, in words, for voices that take direction: `tired, almost whispering`. */
  readonly instructions?: string;
  /** What the same speaker said just before, and says next, so that the melody goes on. */
  readonly previousText?: string;
  readonly nextText?: string;
  /**
   * Sound as it arrives, where the voice is a service; without it a broken request is made again unheard. Default
   * false.
   */
  readonly eager?: boolean;
  /** What only this vendor knows: laid over the body of its request as it is. */
  readonly providerOptions?: Readonly<Record<string, unknown>>;
};

export type SpeechPart =
  | { readonly type: 'audio-ready'; readonly audio: Audio }
  /** Times count from the first sample of the utterance. */
  | { readonly type: 'word-timed'; readonly word: Word }
  | { readonly type: 'warning-raised'; readonly message: string }
  /** Of a service: once for each request that was made. */
  | { readonly type: 'request-answered'; readonly answer: ServiceAnswer };

/** What is known of one answered request. Seconds. */
export type ServiceAnswer = {
  readonly provider: string;
  readonly model: string;
  /** As sent: after pronunciations. */
  readonly characters: number;
  /** From the first attempt to the last byte, and to the first. */
  readonly latency: number;
  readonly timeToFirstByte: number;
  readonly attempts: number;
  readonly requestId?: string;
  /** What the vendor says beside the sound, such as a generation's id. */
  readonly metadata?: Readonly<Record<string, unknown>>;
};

/** A family of voices behind one engine or vendor. It owns its workers; dispose it when done. */
export interface VoiceProvider extends AsyncDisposable {
  /** What stands before the slash of a voice's id. */
  readonly name: string;
  readonly voices: readonly VoiceDescription[];
  /** Throws `UnknownVoiceError`, with the nearest names, for a name it does not have. */
  voice(name: string): Voice;
}
