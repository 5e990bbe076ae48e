import type { AudioFormat, BitDepth } from '../media/index.ts';
import type { Script } from '../script/index.ts';
import type { TurnTakingReference } from '../timeline/index.ts';
import type {
  CloudOptions,
  PronunciationRule,
  SegmentCache,
  SpeechModel,
  Voice,
  VoiceProvider,
  WordAligner,
} from '../voices/index.ts';
import type { ConversationTurn } from './conversation-turn.ts';
import type { Timing } from './timing.ts';

export type Style = 'natural' | 'sequential';

/** A model that speaks whole conversations. */
export type ConversationEngine = 'dialospeech';

/** What is needed to render a conversation and to plan it. */
export type PrepareOptions = (ScriptInput | TurnsInput) &
  ConversationOptions & {
    /** Hz, 8,000 to 192,000. Default: the highest of the voices in use. */
    readonly sampleRate?: number;
  };

export type ScriptInput = {
  /** A parsed script, or the text of one in any format that `readScript` reads. */
  readonly script: Script | string;
  /** By speaker: a voice's id, such as `flite/rms`, or a voice. Goes before what the script says. */
  readonly voices?: Readonly<Record<string, string | Voice>> | undefined;
  readonly turns?: undefined;
  readonly model?: undefined;
  readonly language?: undefined;
};

/** A conversation as users of speech SDKs write it: plain turns, one after another. */
export type TurnsInput = {
  readonly turns: readonly ConversationTurn[];
  /** Of every turn that names none: `provider/model`, a provider alone, or a model ready for use. */
  readonly model?: string | SpeechModel | undefined;
  /** BCP 47, of all turns. Default: guessed from the writing system. */
  readonly language?: string | undefined;
  readonly script?: undefined;
  readonly voices?: undefined;
};

export type ConversationOptions = {
  /** Where voices are looked up, besides services. Default: the embedded ones, opened and disposed by the call. */
  readonly providers?: readonly VoiceProvider[];
  /**
   * `natural` takes turns as people do; `sequential` puts a fixed gap between them. Default: `natural` for a script,
   * `sequential` for turns.
   */
  readonly style?: Style;
  /** Milliseconds between two turns of the sequential style, 0 to 60,000; default 300. */
  readonly gapMs?: number;
  /** How people of this conversation take turns. Default: the script's, else `conversation`. */
  readonly register?: string | TurnTakingReference;
  /** Everything drawn by chance is drawn from it: the same seed gives the same bytes. Default `duologue`. */
  readonly seed?: string | number;
  /**
   * `auto`, the default of the natural style, adds what listeners say beside what the script gives them;
   * `script`, that of the sequential, keeps to the script; `none` leaves out even that.
   */
  readonly backchannels?: 'auto' | 'script' | 'none';
  /**
   * `script`, the default, interrupts where the script does, and nothing written is lost; `auto` adds as many
   * as the register has, each of which takes the last words of a turn; `none` makes plain turns of the script's.
   */
  readonly interruptions?: 'script' | 'auto' | 'none';
  /** Any number of the natural style in place of its register's or its default. */
  readonly timing?: Partial<Timing>;
  /** Matches `[A-Za-z0-9_-]+`. Default: from the title. */
  readonly id?: string;
  /** How many utterances are rendered at once, 1 to 256. Default: twice the cores, at least 6. */
  readonly maxConcurrency?: number;
  readonly loudness?: LoudnessOptions;
  /** How every turn is said, where it says nothing else. */
  readonly delivery?: TurnDelivery;
  /** How single turns are said, by their index. */
  readonly deliveries?: readonly (TurnDelivery | undefined)[];
  /** Words that are read as others; timeline and captions keep them as written. */
  readonly pronunciations?: { readonly rules?: readonly PronunciationRule[] };
  /** How services that are named by a text are reached, by provider: `{ openai: { apiKey } }`. Default: by the environment. */
  readonly connections?: Readonly<Record<string, CloudOptions>>;
  /** Who says a turn instead, in order, where its voice fails for good: whole ids, or voices. */
  readonly fallback?: readonly (string | Voice)[];
  /** What was paid for is kept here and not paid for again: a cache, a folder, or `true` for the usual folder. Default none. */
  readonly cache?: SegmentCache | string | boolean;
  /** `partial` gives the conversation without the turns that no voice could say: see `missing`. Default `throw`. */
  readonly onError?: 'throw' | 'partial';
  /**
   * A model that speaks the conversation as a whole and decides itself who speaks when; speakers who name no voice get
   * one of its own. Default: none, each turn is spoken alone. With it, `style` is `natural` and `path` `native`.
   */
  readonly engine?: ConversationEngine;
  /**
   * `auto`, the default, lets a model speak the whole dialogue at once where the rules for that hold; `stitch` never
   * does; `native` refuses what does not hold them.
   */
  readonly path?: 'auto' | 'native' | 'stitch';
  /**
   * When the words of a voice that times none are heard: `aligned` finds them in its sound, `spread` gives each its
   * share; `openai`, `elevenlabs`, `deepgram` and `sherpa` let that recogniser hear it; an aligner does as it does.
   * Default: `aligned` in the natural style, `spread` in the sequential.
   */
  readonly wordTimes?: 'aligned' | 'spread' | 'openai' | 'elevenlabs' | 'deepgram' | 'sherpa' | WordAligner;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: GenerateProgress) => void;
};

export type LoudnessOptions = {
  /**
   * `even`, the default, makes the speakers equally loud and the programme as loud as `target`; `keep` leaves all
   * as the voices made it, and limits nothing.
   */
  readonly levels?: 'even' | 'keep';
  /** LUFS of the programme, -70 to -5. Default -16, and -19 for one channel. */
  readonly target?: number;
  /** dBTP that no peak exceeds, -20 to 0. Default -1. */
  readonly truePeak?: number;
};

/**
 * - `tracks`: each speaker alone: two speakers left and right, more as one channel each;
 * - `stereo`: mixed, each at a place of their own between left and right;
 * - `mono`: mixed;
 * - `{ stem }`: one speaker alone, as loud as in `tracks`.
 */
export type Layout = 'tracks' | 'stereo' | 'mono' | { readonly stem: string };

export type EncodingOptions = {
  /** Default `wav`. */
  readonly format?: AudioFormat;
  /** Default `tracks`, and `stereo` where the format has too few channels for it. */
  readonly layout?: Layout;
  /** Default 16: see `createAudioEncoder`. */
  readonly bitDepth?: BitDepth;
  /** Bits a second, mp3 and ogg-opus only. */
  readonly bitrate?: number;
};

export type GenerateProgress =
  | { readonly type: 'utterance-rendered'; readonly done: number; readonly total: number }
  /** Seconds of the conversation. */
  | { readonly type: 'plan-made'; readonly duration: number; readonly utterances: number }
  | { readonly type: 'audio-measured'; readonly done: number; readonly duration: number }
  | { readonly type: 'audio-written'; readonly done: number; readonly duration: number };

/** How a turn is said. */
export type TurnDelivery = {
  /** Goes before its speaker's. */
  readonly voice?: Voice;
  /** .5 to 2. Goes behind what the script says. */
  readonly speed?: number;
  /** In words, for voices that take direction. */
  readonly instructions?: string;
  /** Laid over the body of the vendor's request. */
  readonly providerOptions?: Readonly<Record<string, unknown>>;
  /** Who says it instead, in order, where the voice fails for good. */
  readonly fallback?: readonly Voice[];
};

/** How it is said, without what. */
export function mannerOf<Options extends Partial<Record<keyof ScriptInput, unknown>>>(
  options: Options,
): Omit<Options, keyof ScriptInput> {
  const {
    script: _script,
    voices: _voices,
    turns: _turns,
    model: _model,
    language: _language,
    ...manner
  } = options;
  return manner;
}

/** What is said, without how. */
export function inputOf(options: ScriptInput | TurnsInput): ScriptInput | TurnsInput {
  if (options.turns === undefined) {
    return { script: options.script, ...(options.voices && { voices: options.voices }) };
  }
  const { turns, model, language } = options;
  return { turns, ...(model && { model }), ...(language && { language }) };
}
