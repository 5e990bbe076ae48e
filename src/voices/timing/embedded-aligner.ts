import { audioDuration } from '../../dsp/index.ts';
import { joinWords, type Word } from '../../timeline/index.ts';
import { type EmbeddedVoicesOptions, openEmbeddedVoices, type VoiceCatalogue } from '../catalogue.ts';
import { collectSpeech, joinSamples, type Speech } from '../speech.ts';
import type { Voice } from '../voice.ts';
import type { WordAligner } from '../word-aligner.ts';
import { alignSpeech, type PreparedModel, prepareModel, type SpokenModel } from './align-speech.ts';
import { createBreather } from './breather.ts';
import { fitWords } from './fit-words.ts';
import { spreadWords } from './spread-words.ts';

export type EmbeddedAlignerOptions = {
  /** Who says the words for comparison. Theirs who opened them; default the embedded voices, on one thread. */
  readonly voices?: VoiceCatalogue;
  /** How the package with the other languages is loaded. Default `import('@duologue/espeak')`. */
  readonly loadEspeak?: EmbeddedVoicesOptions['loadEspeak'];
  /** Whether words say how well their sound fits: 0 where they were only spread over what sounds. Default false. */
  readonly confidence?: boolean;
};

/** Nothing is loaded before the first recording. Dispose it when done; idle, it keeps no process alive. */
export interface EmbeddedAligner extends WordAligner, AsyncDisposable {}

/**
 * Times without a key and without a network: an embedded voice says the same words, and its sound is warped onto
 * the recording's. Where no embedded voice has the language, or the recording is too short for its words, they are
 * spread over what sounds.
 */
export function createEmbeddedAligner({
  voices,
  loadEspeak,
  confidence = false,
}: EmbeddedAlignerOptions = {}): EmbeddedAligner {
  let opened: Promise<VoiceCatalogue> | undefined;
  const open = async (): Promise<VoiceCatalogue> => {
    if (voices !== undefined) return voices;
    opened ??= openEmbeddedVoices({ workers: 1, ...(loadEspeak === undefined ? {} : { loadEspeak }) });
    return opened;
  };
  const expect: Expect = (words, { language, signal } = {}) => {
    const prepare = async (): Promise<PreparedModel | undefined> => {
      signal?.throwIfAborted();
      if (words.length === 0) return undefined;
      const voice = findModel(await open(), language ?? guessLanguage(words));
      const model = voice === undefined ? undefined : await speakModel(voice, words, language, signal);
      return model === undefined ? undefined : await prepareModel(model, createBreather(signal));
    };
    const prepared = prepare();
    // Whoever gives the audio is told; who never does has nothing to be told of.
    prepared.catch(() => {});
    return async (audio) => {
      const model = await prepared;
      signal?.throwIfAborted();
      if (words.length === 0) return [];
      const breathe = createBreather(signal);
      const aligned = model === undefined ? undefined : await alignSpeech(audio, model, breathe);
      const timed = aligned ?? (await spreadWords(audio, words, breathe));
      return timed.map(({ text, start, end, confidence: fit = 0 }) => {
        return confidence ? { text, start, end, confidence: fit } : { text, start, end };
      });
    };
  };
  return {
    name: 'embedded',
    expect,
    align: (audio, words, options) => expect(words, options)(audio),
    async [Symbol.asyncDispose]() {
      const own = await opened?.catch(() => undefined);
      await own?.[Symbol.asyncDispose]();
    },
  };
}

type Expect = NonNullable<WordAligner['expect']>;

/** The voices to which others were found to be aligned best: plain speakers with throats of middle length. */
const preferred: Readonly<Record<string, string>> = { en: 'flite/awb', zh: 'espeak/wei' };

function findModel(voices: VoiceCatalogue, language: string): Voice | undefined {
  const main = mainLanguage(language);
  const speaks = (tag: string): boolean => mainLanguage(tag) === main;
  const able = voices.list().filter(({ languages }) => languages.slice(0, 1).some(speaks));
  const best = able.find(({ id }) => id === preferred[main]);
  const chosen = best ?? (able.length > 0 ? voices.voiceFor({ language, gender: 'male' }) : undefined);
  return chosen === undefined ? undefined : voices.find(chosen.id);
}

function mainLanguage(tag: string): string {
  const main = tag.split('-')[0]?.toLowerCase() ?? '';
  return main === 'cmn' ? 'zh' : main;
}

/** By the script alone; English where that says nothing. */
function guessLanguage(words: readonly string[]): string {
  const text = words.join(' ');
  const found = scripts.find(([script]) => script.test(text));
  return found?.[1] ?? 'en';
}

const scripts: readonly (readonly [RegExp, string])[] = [
  [/[\p{Script=Hiragana}\p{Script=Katakana}]/u, 'ja'],
  [/\p{Script=Han}/u, 'zh'],
  [/\p{Script=Hangul}/u, 'ko'],
  [/\p{Script=Cyrillic}/u, 'ru'],
  [/\p{Script=Greek}/u, 'el'],
  [/\p{Script=Arabic}/u, 'ar'],
  [/\p{Script=Hebrew}/u, 'he'],
  [/\p{Script=Devanagari}/u, 'hi'],
];

/** Words that are asked of the model at once: at a sentence's end from the first number on, at the second anyway. */
const [manyWords, mostWords] = [100, 200];

async function speakModel(
  voice: Voice,
  words: readonly string[],
  language: string | undefined,
  signal: AbortSignal | undefined,
): Promise<SpokenModel | undefined> {
  const options = signal === undefined ? {} : { signal };
  const pieces: Float32Array[] = [];
  const timed: Word[] = [];
  let frames = 0;
  for (const passage of splitPassages(words)) {
    const request = { text: joinWords(passage), ...(language === undefined ? {} : { language }) };
    const speech = await collectSpeech(voice, request, options);
    const offset = frames / voice.sampleRate;
    for (const { text, start, end } of fitPassage(passage, speech)) {
      timed.push({ text, start: offset + start, end: offset + end });
    }
    pieces.push(speech.audio.samples);
    frames += speech.audio.samples.length;
  }
  const audio = { samples: joinSamples(pieces), sampleRate: voice.sampleRate };
  return frames === 0 ? undefined : { audio, words: timed };
}

function splitPassages(words: readonly string[]): (readonly string[])[] {
  const passages: string[][] = [];
  let open: string[] = [];
  for (const word of words) {
    open.push(word);
    const ends = /[.?!。？！]["'”’）)]*$/u.test(word);
    if (open.length >= mostWords || (ends && open.length >= manyWords)) {
      passages.push(open);
      open = [];
    }
  }
  return open.length > 0 ? [...passages, open] : passages;
}

/** Words of the caller's own splitting are fitted to the model's. */
function fitPassage(words: readonly string[], { words: spoken, audio }: Speech): readonly Word[] {
  const isSame = spoken.length === words.length && spoken.every(({ text }, index) => text === words[index]);
  return isSame ? spoken : fitWords(words, spoken, { start: 0, end: audioDuration(audio) });
}
