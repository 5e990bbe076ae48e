import type { Recognizer } from '../../../voices/index.ts';
import type { HeardRecording } from '../hear-recording.ts';
import type { PlannedRecording } from '../ingest-parameters.ts';
import type { ForcedAligner, TranscriptEvent, TranscriptSegment } from '../ingest-parts.ts';
import { guessLanguage } from '../language/guess-language.ts';
import { findPrivate } from '../redact/find-private.ts';
import { hearWords } from './hear-words.ts';
import { type JoinedSpeech, joinSpeech, type SaidUnit } from './join-speech.ts';
import { type PlacedTranscript, placeSpeakers } from './place-speakers.ts';
import { readTranscripts } from './read-transcripts.ts';
import { privateOptions } from './redact-item.ts';
import { timeWords } from './time-words.ts';
import type { WordsParameters } from './words-parameters.ts';

/** Who listens to words. Opened when the first of them is wanted. */
export type WordTools = {
  readonly recognizer: () => Promise<Recognizer>;
  readonly aligner: () => ForcedAligner;
};

export type FoundWords = {
  /** Of each track, in order of start. */
  readonly speech: readonly (readonly SaidUnit[])[];
  /** What the transcript tells besides words; `channel` is `null` where it does not say whose it is. */
  readonly events: readonly TranscriptEvent[];
  /** Whether a recogniser wrote them down. */
  readonly byProgram: boolean;
  /** Values of the filters about words. */
  readonly measured: {
    readonly transcript: number | null;
    readonly text: number | null;
    readonly language: number | null;
    readonly alignment: number | null;
    readonly tracks: number | null;
  };
};

export type FindWordsOptions = {
  readonly recording: PlannedRecording;
  readonly heard: HeardRecording;
  readonly words: WordsParameters;
  /** Who must not be known. */
  readonly names: readonly string[];
  readonly tools: WordTools;
  readonly signal: AbortSignal | undefined;
};

type Said = PlacedTranscript & { readonly behind: number };

/** What was said, laid on what was heard: from a transcript, else from a recogniser. `undefined` where there is neither. */
export async function findWords(options: FindWordsOptions): Promise<FoundWords | undefined> {
  const { heard, words, tools, signal } = options;
  const duration = heard.audit.frames / heard.audit.sampleRate;
  const said = await sayings(options, duration);
  if (said === undefined) return undefined;
  const speech = speechBeside(heard, said.events);
  const text = said.segments.flatMap((own) => own.map((segment) => segment.text)).join('\n');
  const guess = guessLanguage(text);
  const languages = languagesOf(options.recording).map((language) => language ?? guess.language);
  const { segments, confidences } = await timeWords({
    segments: said.segments,
    speech,
    languages,
    sound: heard.readSound(signal),
    aligner: tools.aligner(),
    align: words.align,
    leastSure: surenessFor(said.segments, options),
    duration,
    signal,
  });
  const joined = segments.map((own, channel) => joinSpeech(speech[channel] ?? [], own));
  return {
    speech: joined.map(({ units }) => units),
    events: said.events,
    byProgram: options.recording.transcripts.length === 0,
    measured: {
      ...sharesOf(joined, said.behind),
      language: languageFit(guess, options.recording),
      alignment: middleOf(confidences),
      tracks: roundOrNull(said.tracks),
    },
  };
}

/**
 * Where words are to be taken out of the sound and are not surely found, no times are better than wrong ones: all of the
 * sentence goes. Of a text in the right language the median at 20 dB is above this, and no word is off by more than .1 s.
 */
const leastSure = 0.3;

function surenessFor(
  segments: readonly (readonly TranscriptSegment[])[],
  { words: { redact }, names }: FindWordsOptions,
): (channel: number, index: number) => number {
  if (redact === null) return () => 0;
  const spans = findPrivate(
    segments.flatMap((own, channel) =>
      own.map(({ text, start }, index) => {
        return { id: `${channel} ${index}`, speaker: `${channel}`, text, start, words: [] };
      }),
    ),
    privateOptions(redact, names),
  );
  const found = new Set(spans.map(({ utterance }) => utterance));
  return (channel, index) => (found.has(`${channel} ${index}`) ? leastSure : 0);
}

async function sayings(options: FindWordsOptions, duration: number): Promise<Said | undefined> {
  const { recording, heard, words, tools, signal } = options;
  const speech = heard.tracks.map(({ units }) => units);
  if (recording.transcripts.length > 0) {
    const { segments, events, behind } = await readTranscripts(recording, duration, heard.clock);
    return { ...placeSpeakers(segments, events, speech), behind };
  }
  const heardWith = async (): Promise<readonly (readonly TranscriptSegment[])[]> => {
    const recognizer = await tools.recognizer();
    const languages = languagesOf(recording);
    return hearWords({ recognizer, speech, languages, readSound: heard.readSound, duration, signal });
  };
  const segments = heard.said ?? (words.recognizer === null ? undefined : await heardWith());
  return segments === undefined ? undefined : { segments, events: [], tracks: null, behind: 0 };
}

/** Speech without what a transcript says to be laughter, a cough and the like. */
function speechBeside({ tracks }: HeardRecording, events: readonly TranscriptEvent[]) {
  return tracks.map(({ units }, channel) => {
    const own = events.filter((event) => event.channel === channel && throaty.has(event.type));
    return units.filter(({ start, end }) => {
      const inside = own.reduce(
        (sum, event) => sum + Math.max(0, Math.min(event.end, end) - Math.max(event.start, start)),
        0,
      );
      return inside < mostlyEvent * (end - start);
    });
  });
}

/** Sounds of a throat that may be heard as speech. */
const throaty: ReadonlySet<string> = new Set(['laughter', 'cough', 'cry', 'sigh', 'breath', 'throat-clear']);
const mostlyEvent = 0.7;

function languagesOf({ speakers, languages }: PlannedRecording): readonly (string | null)[] {
  return speakers.map(({ language }) => language ?? languages[0] ?? null);
}

function sharesOf(joined: readonly JoinedSpeech[], behind: number) {
  const sum = (value: (one: JoinedSpeech) => number): number =>
    joined.reduce((all, one) => all + value(one), 0);
  const words = sum((one) => one.words) + behind;
  const spoken = sum((one) => one.spoken);
  return {
    transcript: words === 0 ? null : roundOrNull(sum((one) => one.heardWords) / words),
    text: spoken === 0 ? null : roundOrNull(Math.min(1, sum((one) => one.told) / spoken)),
  };
}

/** How sure it is that the words are in a language that the recording is said to be in; `null` where it is not known. */
function languageFit(
  { language, confidence }: ReturnType<typeof guessLanguage>,
  { languages, speakers }: PlannedRecording,
): number | null {
  const declared = new Set(
    [...languages, ...speakers.flatMap((speaker) => speaker.language ?? [])].map((tag) => {
      const [main = ''] = tag.split('-');
      return main === 'cmn' ? 'zh' : main;
    }),
  );
  if (language === null || declared.size === 0) return null;
  const hasOther = [...declared].some((tag) => tag !== 'en' && tag !== 'zh');
  const fits = language === 'other' ? hasOther : declared.has(language);
  return roundOrNull(fits ? confidence : 1 - confidence);
}

function middleOf(values: readonly number[]): number | null {
  return roundOrNull(values.toSorted((a, b) => a - b)[values.length >> 1] ?? null);
}

function roundOrNull(value: number | null): number | null {
  return value === null ? null : Math.round(value * 1e4) / 1e4;
}
