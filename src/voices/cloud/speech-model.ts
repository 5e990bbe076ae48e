import type { DialogueLimits, DialogueVoice } from '../dialogue-voice.ts';
import type { Voice, VoiceProvider } from '../voice.ts';
import type { CloneAsk, DesignAsk, VoicePreview } from './adapter.ts';

/** A vendor's account, which gives voices. Call it with a model's id for that model, with nothing for the usual one. */
export interface CloudProvider extends VoiceProvider {
  (model?: string): SpeechModel;
  readonly models: readonly SpeechModelInfo[];
  /** Throws a `ProviderError` where the vendor has no such call. Gives the new voice's id. */
  cloneVoice(ask: CloneAsk, options?: { readonly signal?: AbortSignal }): Promise<string>;
  /** Throws a `ProviderError` where the vendor has no such call. */
  designVoice(ask: DesignAsk, options?: { readonly signal?: AbortSignal }): Promise<DesignedVoices>;
}

export type DesignedVoices = {
  readonly previews: readonly VoicePreview[];
  /** Makes one of the previews a voice of the account. Gives its id. */
  keep(preview: VoicePreview, name: string, options?: { readonly signal?: AbortSignal }): Promise<string>;
};

/** One model of a vendor, ready to be used with a key. */
export interface SpeechModel extends SpeechModelInfo {
  readonly provider: string;
  /** Throws for a voice that the model is known not to have, and where the key is missing: nothing is asked. */
  voice(voice: VoiceReference): Voice;
  readonly dialogue?: DialogueVoice;
}

/** What is known of a model without asking. */
export type SpeechModelInfo = {
  readonly id: string;
  /** In one request. None: no limit is documented. */
  readonly mostCharacters?: number;
  /** BCP 47; `['mul']` where the vendor names too many to list. */
  readonly languages: readonly string[];
  /** Hz of what it is asked for. */
  readonly sampleRate: number;
  /** Whether it tells when each word is heard. */
  readonly timed: boolean;
  readonly dialogueLimits?: DialogueLimits;
};

/** A voice by the vendor's name or id, or by a recording where the vendor clones from one in the request. */
export type VoiceReference = string | VoiceSample;

export type VoiceSample =
  | { readonly url: string; readonly text?: string }
  /** Bytes of an audio file, or base64 of them. `text` is what is said in it, where a model wants that. */
  | { readonly audio: Uint8Array | string; readonly text?: string };

/** What every vendor's factory takes. */
export type CloudOptions = {
  /** Default: from the vendor's environment variable. Never printed, logged or stored. */
  readonly apiKey?: string;
  /** Default: the vendor's own. */
  readonly baseURL?: string;
  /** Sent with every request. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Default: the platform's. */
  readonly fetch?: typeof globalThis.fetch;
  /** How often a failed request is made again where that may help, 0 to 20; default 2. */
  readonly maxRetries?: number;
  /** Requests at once, over all voices of this provider, 1 to 256; default 6. */
  readonly maxConcurrency?: number;
  /** Requests begun in a minute at most. Default: no limit. */
  readonly requestsPerMinute?: number;
  /** Seconds to the first byte of an answer, and between two pieces of it; default 60. */
  readonly timeout?: number;
  /** In one request; where that is less than the model's own limit, longer texts are split sooner. */
  readonly mostCharacters?: number;
};
