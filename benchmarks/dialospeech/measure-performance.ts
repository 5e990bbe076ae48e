import type { Timeline } from 'duologue/timeline';
import { comparableWords } from '../recogniser.ts';
import type { EnglishListener } from './listeners/english-words.ts';
import { type Phone, type PhoneListener, phoneNames, syllablesOf } from './listeners/phones.ts';
import { prepareTrack } from './listeners/prepare-sound.ts';
import { trackLeakage } from './measures/leakage.ts';
import { type SeamFlux, seamFlux } from './measures/seams.ts';
import { type HeardVoice, hearVoices, type VoiceEar } from './measures/similarity.ts';
import {
  bestOrderCounts,
  type TrackWords,
  type WordCounts,
  wordCounts,
  wordsOnTrack,
} from './measures/track-words.ts';
import { type Performance, textsOf } from './performance.ts';
import { speakerIds, type TestLanguage, type TestScript } from './test-script.ts';

/** Who listens to what was performed. Each may be missing where it cannot be had. */
export type Listeners = {
  readonly english?: EnglishListener | undefined;
  readonly phones?: PhoneListener | undefined;
  readonly readPhones: (text: string, language: TestLanguage) => Phone[];
  readonly ears: readonly VoiceEar[];
};

/** All that is kept of a performance. */
export type Measured = {
  readonly script: TestScript;
  readonly timeline: Timeline;
  /** dB, by track. */
  readonly leakage: readonly number[];
  readonly flux: SeamFlux;
  readonly pace?: Performance['pace'];
  readonly heard?: Heard;
};

export type Heard = {
  /** English words by pocketsphinx: of each track, and of both together in the better order. */
  readonly words?: HeardWords;
  readonly phones?: HeardPhones;
  /** By ear. */
  readonly voices: readonly (readonly HeardVoice[])[];
};

export type HeardWords = {
  readonly tracks: WordCounts;
  readonly bestOrder: WordCounts;
  readonly onTrack: TrackWords;
};

export type HeardPhones = {
  readonly tracks: WordCounts;
  readonly withoutTones: WordCounts;
  /** Mandarin: of syllables without tones. */
  readonly onTrack?: TrackWords;
};

/** `listeners` are asked only where they are given: they take the longest. */
export async function measurePerformance(
  performance: Performance,
  listeners: Listeners | undefined,
): Promise<Measured> {
  const { script, timeline, pace } = performance;
  return {
    script,
    timeline,
    leakage: trackLeakage(performance),
    flux: seamFlux(performance),
    ...(pace === undefined ? {} : { pace }),
    ...(listeners === undefined ? {} : { heard: await listen(performance, listeners) }),
  };
}

async function listen(performance: Performance, listeners: Listeners): Promise<Heard> {
  const { english, phones, readPhones, ears } = listeners;
  const { language } = performance.script;
  const tracks = performance.tracks.map((track) => prepareTrack(track, performance.sampleRate));
  const texts = speakerIds.map((_, speaker) => textsOf(performance, speaker));
  const voices: HeardVoice[][] = [];
  for (const ear of ears) voices.push(await hearVoices(ear, performance));
  return {
    voices,
    ...(english === undefined || language !== 'en' ? {} : { words: await hearWords(english, tracks, texts) }),
    ...(phones === undefined
      ? {}
      : { phones: await hearPhones(phones, tracks, texts, { language, readPhones }) }),
  };
}

type Texts = readonly (readonly string[])[];

async function hearWords(
  english: EnglishListener,
  tracks: readonly Float32Array[],
  texts: Texts,
): Promise<HeardWords> {
  const truth = texts.map((own) => comparableWords(own.join(' ')));
  const heard: string[][] = [];
  for (const track of tracks) heard.push(await english.hear(track));
  return { ...compare(truth, heard), bestOrder: bestOrderCounts(truth, heard) };
}

async function hearPhones(
  listener: PhoneListener,
  tracks: readonly Float32Array[],
  texts: Texts,
  { language, readPhones }: Pick<Listeners, 'readPhones'> & { readonly language: TestLanguage },
): Promise<HeardPhones> {
  const truth = texts.map((own) => own.flatMap((text) => readPhones(text, language)));
  const heard: Phone[][] = [];
  for (const track of tracks) heard.push(await listener.hear(track));
  const named = (tones: boolean): WordCounts =>
    sumCounts(
      truth.map((own, index) =>
        wordCounts(phoneNames(own, { tones }), phoneNames(heard[index] ?? [], { tones })),
      ),
    );
  const counts = { tracks: named(true), withoutTones: named(false) };
  if (language === 'en') return counts;
  const syllables = compare(
    truth.map((own) => syllablesOf(own)),
    heard.map((own) => syllablesOf(own)),
  );
  return { ...counts, onTrack: syllables.onTrack };
}

/** What was heard on each track against its own text and the other's. */
function compare(truth: Texts, heard: Texts): Pick<HeardWords, 'tracks' | 'onTrack'> {
  const places = heard.map((words, index) =>
    wordsOnTrack(words, { own: truth[index] ?? [], other: truth[1 - index] ?? [] }),
  );
  return {
    tracks: sumCounts(truth.map((own, index) => wordCounts(own, heard[index] ?? []))),
    onTrack: {
      right: places.reduce((sum, { right }) => sum + right, 0),
      wrong: places.reduce((sum, { wrong }) => sum + wrong, 0),
    },
  };
}

export function sumCounts(counts: readonly WordCounts[]): WordCounts {
  return {
    wrong: counts.reduce((sum, { wrong }) => sum + wrong, 0),
    words: counts.reduce((sum, { words }) => sum + words, 0),
  };
}
