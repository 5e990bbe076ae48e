import { nearestNames } from '../timeline/index.ts';

/** Something went wrong while a voice was chosen or was speaking. */
export class VoiceError extends Error {
  override readonly name: string = 'VoiceError';
  /** `provider/name`, where one voice is concerned. */
  readonly voice: string | undefined;
  /** What stands before the slash. */
  readonly provider: string | undefined;
  /** The same request may succeed when made again. */
  readonly retryable: boolean;

  constructor(message: string, options: VoiceErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.voice = options.voice;
    this.provider = options.provider ?? /^([^/]+)\//.exec(options.voice ?? '')?.[1];
    this.retryable = options.retryable ?? false;
  }
}

export type VoiceErrorOptions = {
  readonly voice?: string;
  readonly provider?: string;
  /** Default false. */
  readonly retryable?: boolean;
  readonly cause?: unknown;
};

/** Nobody has this name. `nearest` are the names that the writer may have meant, the likeliest first. */
export class UnknownVoiceError extends VoiceError {
  override readonly name = 'UnknownVoiceError';
  readonly nearest: readonly string[];

  constructor(voice: string, known: readonly string[], options: VoiceErrorOptions = {}) {
    const nearest = nearestNames(voice, known).slice(0, 3);
    const hint = nearest.length > 0 ? ` Did you mean ${nearest.map((name) => `"${name}"`).join(', ')}?` : '';
    super(`There is no voice "${voice}".${hint}`, { ...options, voice });
    this.nearest = nearest;
  }
}
