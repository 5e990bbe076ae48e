import {
  createWorkerPool,
  UnknownVoiceError,
  type Voice,
  type VoiceDescription,
  type VoiceProvider,
} from 'duologue/voices';
import { findLanguage, mandarin, otherLanguages } from './languages.ts';
import { speakWith } from './speak.ts';
import type { SpeakResult, SpeakTask } from './speak-task.ts';
import { defaultSpeakers, findSpeaker, type Speaker, speakers } from './speakers.ts';
import { loadSharedData } from './voice-data.ts';
import { describeVoice, type EspeakVoice } from './voice-description.ts';

export const espeakProviderName = 'espeak';

export type EspeakOptions = {
  /** Threads at most; default one for each core. They start with the first utterance. */
  readonly workers?: number;
};

/**
 * Mandarin by seven speakers, and a woman's and a man's voice for each of some 135 other languages, all by
 * eSpeak NG. Besides the voices of the list, any speaker speaks any language: `de+lan`.
 */
export function createEspeak({ workers }: EspeakOptions = {}): VoiceProvider {
  const pool = createWorkerPool<SpeakTask, SpeakResult>({
    url: new URL(import.meta.url.endsWith('.ts') ? './worker.ts' : './worker.js', import.meta.url),
    ...(workers === undefined ? {} : { size: workers }),
    workerData: loadSharedData,
  });

  return {
    name: espeakProviderName,
    voices,
    voice(name): Voice {
      const found = findVoice(name);
      if (found === undefined) {
        throw new UnknownVoiceError(
          `${espeakProviderName}/${name}`,
          voices.map(({ id }) => id),
        );
      }
      return {
        ...describeVoice(found),
        speak: (request, options = {}) => speakWith(pool, found, request, options),
      };
    },
    async [Symbol.asyncDispose]() {
      await pool[Symbol.asyncDispose]();
    },
  };
}

const voices: readonly VoiceDescription[] = Object.freeze([
  ...speakers.map((speaker) => describeVoice({ name: speaker.id, speaker, language: mandarin })),
  ...otherLanguages.flatMap((language) =>
    [defaultSpeakers.female, defaultSpeakers.male].map((speaker) =>
      describeVoice({ name: `${language.tag.toLowerCase()}-${speaker.gender}`, speaker, language }),
    ),
  ),
]);

/** `mei`, `de`, `de-male`, `de+lan`. */
function findVoice(name: string): EspeakVoice | undefined {
  const speaker = findSpeaker(name);
  if (speaker !== undefined) return { name, speaker, language: mandarin };
  const [, tag = '', chosen = ''] = /^(.+?)(-female|-male|\+[a-z]+)?$/u.exec(name) ?? [];
  const language = findLanguage(tag);
  const chosenSpeaker = chooseSpeaker(chosen);
  // A name that only begins like a language is a misspelling, not a dialect.
  const isExact = language?.tag.toLowerCase() === tag.toLowerCase() || isKnownTag(tag);
  if (language === undefined || chosenSpeaker === undefined || !isExact) return undefined;
  return { name, speaker: chosenSpeaker, language };
}

function chooseSpeaker(chosen: string): Speaker | undefined {
  if (chosen === '' || chosen === '-female') return defaultSpeakers.female;
  if (chosen === '-male') return defaultSpeakers.male;
  return findSpeaker(chosen.slice(1));
}

/** `de-AT`, for which German will do; not `de-nonsense`. */
function isKnownTag(tag: string): boolean {
  return /^[a-z]{2,3}(?:-[a-z]{4})?(?:-(?:[a-z]{2}|\d{3}))?$/i.test(tag);
}
