import type { RawFormat } from '../../media/portable.ts';
import type { DialogueTurn } from '../dialogue-voice.ts';
import type { VoiceDescription } from '../voice.ts';
import type { SpeechModelInfo, VoiceReference } from './speech-model.ts';

/**
 * How one vendor is asked and how its answer reads: data and pure functions. Everything else, retries, limits,
 * decoding, splitting long texts, fitting times to words, is the same for all and done by `createCloudProvider`.
 */
export type SpeechAdapter = {
  /** What stands before the slash: `elevenlabs`. */
  readonly name: string;
  /** As the vendor writes it, for messages: `ElevenLabs`. */
  readonly title: string;
  /** Environment variables that hold the key, the first that is set; empty where a server may want none. */
  readonly keyVariables: readonly string[];
  /** A server that takes requests without a key. Default false. */
  readonly keyOptional?: boolean;
  readonly baseURL: string;
  /** The usual one first. */
  readonly models: readonly AdapterModel[];
  /** Takes ids of models that are not in the list: as if they were the first, or as told. Default true. */
  readonly otherModels?: boolean | ((id: string) => AdapterModel);
  /** Voices that are known by name. */
  readonly voices: readonly KnownVoice[];
  /** `true` where accounts have voices of their own, so that any id may be one; or which ids may be. */
  readonly otherVoices: boolean | ((id: string, model: AdapterModel) => boolean);
  /** Whether a recording may stand for a voice: its bytes, where it lies, or either. Default false. */
  readonly voiceSamples?: boolean | 'audio' | 'url';
  /** Names of `providerOptions` that belong into the query though the body is an object. */
  readonly queryOptions?: readonly string[];
  /** Where in the body `providerOptions` belong; default: as they are. */
  readonly arrangeOptions?: (options: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>;
  /** Headers that carry the key. */
  readonly authorize: (key: string) => Readonly<Record<string, string>>;
  /**
   * `providerOptions` need no care: they are laid over a body that is an object, objects inside it too, else over the
   * query.
   */
  readonly speak: (ask: SpeechAsk) => WireRequest;
  /** Default: the body is the audio. */
  readonly read?: (reply: WireReply, ask: SpeechAsk) => AsyncIterable<WirePart>;
  /** Where a vendor tells the times of words in an answer of their own: asked for once the sound has come. */
  readonly times?: {
    request(ask: SpeechAsk): WireRequest;
    read(reply: WireReply, ask: SpeechAsk): AsyncIterable<WirePart>;
  };
  readonly converse?: (ask: DialogueAsk) => WireRequest;
  readonly readDialogue?: (reply: WireReply, ask: DialogueAsk) => AsyncIterable<WirePart>;
  readonly cloning?: VoiceCloning;
  readonly design?: VoiceDesign;
  /** Hosts, besides the base URL's, whose files an answer may point to; those below them too. */
  readonly fileHosts?: readonly string[];
  /** What an error's body says, where it is not in `message`, `error`, `error.message` or `detail`. */
  readonly errorMessage?: (body: unknown) => string | undefined;
  /** The status that a failure deserves, where the vendor gives another: a wrong key is no 500. `said` is its body. */
  readonly statusOf?: (status: number, said: string) => number;
  /** The header that names a request; default `x-request-id` or `request-id`. */
  readonly requestIdHeader?: string;
};

export type AdapterModel = SpeechModelInfo & {
  /** Where that differs from the adapter's. */
  readonly voiceSamples?: SpeechAdapter['voiceSamples'];
  /** The rates of speech it takes itself; outside them, and without them, the sound is stretched here. */
  readonly speeds?: readonly [least: number, most: number];
  /** Takes direction in words. Default false: `instructions` raise a warning. */
  readonly instructions?: boolean;
  /** Reads marks in brackets, such as `[laughs]`, as directions. Default false. */
  readonly tags?: boolean;
  /** What raw samples of this model are, where an answer has no header of its own. */
  readonly raw?: RawFormat;
};

export type KnownVoice = Partial<
  Pick<VoiceDescription, 'name' | 'gender' | 'accent' | 'languages' | 'throat'>
> & {
  readonly id: string;
  /** Only these models have it. Default: all. */
  readonly models?: readonly string[];
  /** The rates of speech it takes, where that is not what its model takes. */
  readonly speeds?: AdapterModel['speeds'];
};

/** What is asked of a vendor in one request. */
export type SpeechAsk = {
  readonly model: AdapterModel;
  readonly voice: VoiceReference;
  readonly text: string;
  /** BCP 47, where the request names one. */
  readonly language?: string;
  /** Only inside the model's `speeds`. */
  readonly speed?: number;
  readonly seed?: number;
  readonly instructions?: string;
  readonly previousText?: string;
  readonly nextText?: string;
  readonly providerOptions: Readonly<Record<string, unknown>>;
};

export type DialogueAsk = {
  readonly model: AdapterModel;
  readonly turns: readonly DialogueTurn[];
  /** The vendor's name of each turn's voice. */
  readonly voices: readonly string[];
  readonly language?: string;
  readonly seed?: number;
  readonly instructions?: string;
  readonly providerOptions: Readonly<Record<string, unknown>>;
};

/** Makes a voice of somebody's from recordings of them. */
export type VoiceCloning = {
  /** Recordings in one call; default: any number. */
  readonly mostSamples?: number;
  /** Where recordings are sent before they are spoken of; what is read is what `request` is given. */
  readonly upload?: { request(ask: CloneAsk): WireRequest; read(reply: WireReply): Promise<string> };
  request(ask: CloneAsk, uploaded: string): WireRequest;
  /** The new voice's id. */
  read(reply: WireReply, ask: CloneAsk): Promise<string>;
};

export type CloneAsk = {
  readonly name: string;
  /** Audio files of the speaker alone. */
  readonly samples: readonly Uint8Array[];
  readonly description?: string;
  /** What is said in the samples, where a vendor wants it. */
  readonly texts?: readonly string[];
  readonly language?: string;
};

/** Makes voices from a description; one is kept under a name. */
export type VoiceDesign = {
  request(ask: DesignAsk): WireRequest;
  read(reply: WireReply): Promise<readonly VoicePreview[]>;
  keep(preview: VoicePreview, name: string, ask: DesignAsk): WireRequest;
  /** The kept voice's id. */
  readKept(reply: WireReply, preview: VoicePreview): Promise<string>;
};

export type DesignAsk = {
  readonly description: string;
  /** What the previews say; the vendor's own where none is given. */
  readonly text?: string;
};

export type VoicePreview = {
  readonly id: string;
  /** A whole audio file. */
  readonly audio: Uint8Array;
};

export type WireRequest = {
  /** Default `POST`. */
  readonly method?: 'GET' | 'POST';
  /** Below the base URL, or a whole URL of the vendor. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** An object is sent as JSON, or by `encode`. */
  readonly body?: object | FormData | Uint8Array | string;
  /** Makes bytes of a body that is an object; their type belongs into the headers. */
  readonly encode?: (body: object) => Uint8Array;
};

/** An answer whose status is good. Every way to read it is bounded in size and in time between two pieces. */
export interface WireReply {
  readonly status: number;
  readonly headers: Headers;
  bytes(): AsyncIterable<Uint8Array>;
  /** The whole body, parsed. */
  json(): Promise<unknown>;
  /** Server-sent events. */
  events(): AsyncIterable<{ readonly event: string; readonly data: string }>;
  /** A JSON value on each line. */
  lines(): AsyncIterable<unknown>;
  /** What lies behind a URL in the answer: `https` and a host of the vendor's, or loopback when the base URL is. */
  follow(url: string): Promise<WireReply>;
}

/** What an adapter finds in an answer. Seconds. */
export type WirePart =
  /** Of the audio, in order: a file of any kind, or raw samples as `AdapterModel.raw` says. */
  | { readonly type: 'bytes'; readonly bytes: Uint8Array }
  /** A file of its own begins with the next bytes. */
  | { readonly type: 'file-starts' }
  /** `turn` in a dialogue. Times count from the start of the answer's audio. */
  | {
      readonly type: 'characters';
      readonly characters: readonly string[];
      readonly starts: readonly number[];
      readonly ends: readonly number[];
      readonly turn?: number;
    }
  | {
      readonly type: 'word';
      readonly text: string;
      readonly start: number;
      readonly end: number;
      readonly turn?: number;
    }
  /** Of a dialogue. */
  | { readonly type: 'turn'; readonly turn: number; readonly start: number; readonly end: number }
  | { readonly type: 'warning'; readonly message: string }
  | { readonly type: 'metadata'; readonly metadata: Readonly<Record<string, unknown>> };
