import { type Gender, splitWords } from '../timeline/index.ts';
import {
  type DialogueVoice,
  type SpeechPart,
  type SpeechRequest,
  type Throat,
  UnknownVoiceError,
  type Voice,
  VoiceError,
  type VoiceProvider,
  type VoiceService,
} from '../voices/index.ts';
import type { Clock } from './simulated-clock.ts';
import { clampSpeed, renderWords, type ToneOptions, timeWords } from './tones.ts';

export type FakeVoiceOptions = ToneOptions & {
  /** Default `fake/tone`. */
  readonly id?: string;
  /** Default: what stands after the slash of `id`. */
  readonly name?: string;
  /** BCP 47, default English and Mandarin. */
  readonly languages?: readonly string[];
  readonly gender?: Gender;
  readonly accent?: string;
  readonly throat?: Throat;
  /** Whose service it is; default nobody's. */
  readonly service?: VoiceService;
  /** What speaks whole dialogues with it. */
  readonly dialogue?: DialogueVoice;
  /** Seconds of audio in a part, default .5. */
  readonly partDuration?: number;
  /** Which calls of `speak` fail, counted from 1. Default none. */
  readonly failingCalls?: readonly number[];
  /** What they fail with. Default a `VoiceError` that may be retried. */
  readonly failure?: Error;
  /** Seconds, by `clock`, before each part. Default 0. Needs a clock. */
  readonly delay?: number;
  readonly clock?: Clock;
};

/** A voice whose words are tones: their times are known to the sample and their sound can be told from silence. */
export interface FakeVoice extends Voice {
  /** Every request so far. */
  readonly requests: readonly SpeechRequest[];
  /** How many requests are being spoken at this moment. */
  readonly active: number;
}

export function createFakeVoice(options: FakeVoiceOptions = {}): FakeVoice {
  const { id = 'fake/tone', languages = ['en', 'zh'], sampleRate = 24_000, delay = 0, clock } = options;
  const {
    failingCalls = [],
    failure,
    gender,
    accent,
    throat,
    service,
    dialogue,
    partDuration = 0.5,
  } = options;
  if (delay > 0 && clock === undefined) throw new TypeError('A fake voice with a delay needs a clock.');
  const requests: SpeechRequest[] = [];
  let active = 0;

  const pass = async (signal: AbortSignal | undefined): Promise<void> => {
    signal?.throwIfAborted();
    if (delay > 0) await clock?.wait(delay, signal === undefined ? {} : { signal });
  };

  async function* speak(
    request: SpeechRequest,
    { signal }: { readonly signal?: AbortSignal } = {},
  ): AsyncGenerator<SpeechPart> {
    signal?.throwIfAborted();
    const call = requests.push(request);
    active++;
    try {
      await pass(signal);
      if (failingCalls.includes(call))
        throw failure ?? new VoiceError(`Call ${call} fails.`, { voice: id, retryable: true });
      for (const message of warningsFor(request, languages)) yield { type: 'warning-raised', message };
      const words = timeWords(request, options);
      for (const word of words) yield { type: 'word-timed', word };
      const samples = renderWords(words, options);
      const step = Math.max(1, Math.round(partDuration * sampleRate));
      for (let start = 0; start < samples.length; start += step) {
        if (start > 0) await pass(signal);
        signal?.throwIfAborted();
        yield { type: 'audio-ready', audio: { samples: samples.slice(start, start + step), sampleRate } };
      }
    } finally {
      active--;
    }
  }

  return {
    id,
    name: options.name ?? id.slice(id.indexOf('/') + 1),
    languages,
    sampleRate,
    ...(gender === undefined ? {} : { gender }),
    ...(accent === undefined ? {} : { accent }),
    ...(throat === undefined ? {} : { throat }),
    ...(service === undefined ? {} : { service }),
    ...(dialogue === undefined ? {} : { dialogue }),
    speak,
    requests,
    get active() {
      return active;
    },
  };
}

export interface FakeVoiceProvider extends VoiceProvider {
  readonly disposed: boolean;
  voice(name: string): FakeVoice;
}

/** Default voices: `fake/low`, 110 Hz, and `fake/high`, 220 Hz. */
export function createFakeVoiceProvider({
  name = 'fake',
  voices = [
    createFakeVoice({ id: `${name}/low`, pitch: 110, gender: 'male', throat: { pitch: 110, tract: 1 } }),
    createFakeVoice({
      id: `${name}/high`,
      pitch: 220,
      gender: 'female',
      throat: { pitch: 220, tract: 0.87 },
    }),
  ],
}: {
  readonly name?: string;
  readonly voices?: readonly FakeVoice[];
} = {}): FakeVoiceProvider {
  let disposed = false;
  return {
    name,
    voices,
    voice(wanted) {
      const found = voices.find(({ id }) => id === `${name}/${wanted}`);
      if (found !== undefined) return found;
      throw new UnknownVoiceError(
        `${name}/${wanted}`,
        voices.map(({ id }) => id),
      );
    },
    get disposed() {
      return disposed;
    },
    async [Symbol.asyncDispose]() {
      disposed = true;
    },
  };
}

function warningsFor({ text, language, speed = 1 }: SpeechRequest, languages: readonly string[]): string[] {
  const warnings: string[] = [];
  const wanted = language?.split('-')[0];
  if (wanted !== undefined && !languages.some((known) => known.split('-')[0] === wanted)) {
    warnings.push(`The fake voice does not speak ${language}; it says the text in ${languages[0]}.`);
  }
  if (clampSpeed(speed) !== speed)
    warnings.push(`The fake voice speaks at .5 to 2 times its rate, not ${speed}.`);
  if (splitWords(text).length === 0)
    warnings.push(`There is nothing to pronounce in ${JSON.stringify(text)}.`);
  return warnings;
}
