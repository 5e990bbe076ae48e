import type { CloudOptions } from '../voices/index.ts';
import { GenerateError } from './generate-error.ts';
import { inputOf, mannerOf, type PrepareOptions } from './options.ts';

/** Options under the names that users of speech SDKs know, beside those of the house. */
export type SpeechSdkOptions = {
  /** As `signal`. */
  readonly abortSignal?: AbortSignal;
  /** `false` leaves the levels as the voices made them. Default true. */
  readonly normalizeVolume?: boolean;
  /** How loud the programme is, in place of `loudness.target`: LUFS, which for speech is its RMS within a decibel or so. */
  readonly volumeDbfs?: number;
  /** Also `timestamps`, each word with its `turnIndex`. Default false. */
  readonly timestamps?: boolean;
  /** Rate of speech of all turns that name none, .5 to 2. */
  readonly speed?: number;
  /** How all turns are said that do not say it themselves. */
  readonly instructions?: string;
  /** Laid over the body of every vendor's request. */
  readonly providerOptions?: Readonly<Record<string, unknown>>;
  /** The key of the one vendor that is named. */
  readonly apiKey?: string;
  /** Sent with every request to a vendor that is named. */
  readonly headers?: Readonly<Record<string, string>>;
  /** How often a failed request is made again, 0 to 20; default 2. */
  readonly maxRetries?: number;
  /** Texts are split into requests of so many characters at most. Default: the model's own limit. */
  readonly maxInputChars?: number;
};

/** In the house's own terms. */
export type HouseOptions = PrepareOptions & {
  /** For every vendor that is named by a text. */
  readonly shared: CloudOptions;
  readonly timestamps: boolean;
};

/** Says in the house's terms what was said in a speech SDK's. Refuses what is said twice. */
export function houseOptions(options: PrepareOptions & SpeechSdkOptions): HouseOptions {
  const {
    abortSignal,
    normalizeVolume,
    volumeDbfs,
    timestamps,
    speed,
    instructions,
    providerOptions,
    ...rest
  } = mannerOf(options);
  const { apiKey, headers, maxRetries, maxInputChars, ...own } = rest;
  if (abortSignal !== undefined && own.signal !== undefined) twice('abortSignal', 'signal');
  if (volumeDbfs !== undefined && own.loudness?.target !== undefined) twice('volumeDbfs', 'loudness.target');
  if (normalizeVolume !== undefined && own.loudness?.levels !== undefined)
    twice('normalizeVolume', 'loudness.levels');
  if (volumeDbfs !== undefined && !(volumeDbfs >= -70 && volumeDbfs <= -5)) {
    throw new GenerateError(`volumeDbfs is ${volumeDbfs}: give a number from -70 to -5`, {
      field: 'volumeDbfs',
    });
  }
  const loudness = {
    ...own.loudness,
    ...(normalizeVolume === false ? { levels: 'keep' as const } : {}),
    ...(volumeDbfs === undefined ? {} : { target: volumeDbfs }),
  };
  const delivery = {
    ...own.delivery,
    ...(speed === undefined ? {} : { speed }),
    ...(instructions === undefined ? {} : { instructions }),
    ...(providerOptions === undefined ? {} : { providerOptions }),
  };
  const shared: CloudOptions = {
    ...(apiKey === undefined ? {} : { apiKey }),
    ...(headers === undefined ? {} : { headers }),
    ...(maxRetries === undefined ? {} : { maxRetries }),
    ...(maxInputChars === undefined ? {} : { mostCharacters: maxInputChars }),
    ...(own.maxConcurrency === undefined ? {} : { maxConcurrency: own.maxConcurrency }),
  };
  return {
    ...own,
    ...inputOf(options),
    loudness,
    delivery,
    shared,
    timestamps: timestamps === true,
    // Who asks when words are heard wants to know it.
    ...(timestamps === true && own.wordTimes === undefined ? { wordTimes: 'aligned' as const } : {}),
    ...(abortSignal === undefined ? {} : { signal: abortSignal }),
  };
}

function twice(one: string, other: string): never {
  throw new GenerateError(`${one} and ${other} say the same: give one of them.`, { field: one });
}
