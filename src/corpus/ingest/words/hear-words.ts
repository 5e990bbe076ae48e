import type { Audio, Interval, MultichannelAudio } from '../../../dsp/index.ts';
import { splitWords } from '../../../timeline/index.ts';
import { type Recognizer, type RecognizerInput, VoiceError } from '../../../voices/index.ts';
import { CorpusError } from '../../corpus-error.ts';
import type { TranscriptSegment } from '../ingest-parts.ts';
import { segmentsOfWords } from '../transcripts/segment-words.ts';
import { cutSound, type WantedSound } from './cut-sound.ts';

export type HearWordsOptions = {
  readonly recognizer: Recognizer;
  /** When each track is heard to speak. */
  readonly speech: readonly (readonly Interval[])[];
  /** BCP 47, of each track. */
  readonly languages: readonly (string | null)[];
  readonly readSound: (signal?: AbortSignal) => AsyncIterable<MultichannelAudio>;
  readonly duration: number;
  readonly signal: AbortSignal | undefined;
};

/** Seconds: stretches nearer than this are listened to as one, up to so much; what is heard beside them. */
const [joinBelow, longest, margin] = [0.8, 30, 0.2];
/** How often a recogniser that failed is asked again for the same track. */
const mostTries = 3;

/** What a recogniser writes down of each track, where it is heard to speak. */
export async function hearWords(
  options: HearWordsOptions,
): Promise<readonly (readonly TranscriptSegment[])[]> {
  const said: (readonly TranscriptSegment[])[] = [];
  for (const [channel, speech] of options.speech.entries()) {
    const stretches = stretchesOf(speech, options.duration).map((span) => ({ ...span, channel }));
    said.push(stretches.length === 0 ? [] : await tryTrack(options, stretches, channel));
  }
  return said;
}

async function tryTrack(
  options: HearWordsOptions,
  stretches: readonly WantedSound[],
  channel: number,
): Promise<readonly TranscriptSegment[]> {
  for (let tries = 1; ; tries++) {
    try {
      return await hearTrack(options, stretches, channel);
    } catch (cause) {
      options.signal?.throwIfAborted();
      if (!(cause instanceof VoiceError)) throw cause;
      if (cause.retryable && tries < mostTries) continue;
      throw new CorpusError(
        `The recogniser ${options.recognizer.id} failed${tries > 1 ? ` ${tries} times` : ''}: ${cause.message}`,
        { cause },
      );
    }
  }
}

/** One conversation with the recogniser: a stretch, and when it has said what it heard, the next. */
async function hearTrack(
  { recognizer, languages, readSound, signal }: HearWordsOptions,
  stretches: readonly WantedSound[],
  channel: number,
): Promise<readonly TranscriptSegment[]> {
  const language = languages[channel] ?? recognizer.languages[0];
  const told: { stretch: WantedSound; offset: number; until: number }[] = [];
  const found: TranscriptSegment[] = [];
  const turn = createTurnstile();
  const feed = async function* (): AsyncGenerator<RecognizerInput, void, undefined> {
    let fed = 0;
    for await (const { wanted, audio } of cutSound(readSound(signal), stretches, recognizer.sampleRate)) {
      const length = audio.samples.length / audio.sampleRate;
      told.push({ stretch: wanted, offset: fed, until: fed + length });
      fed += length;
      yield* piecesOf(audio);
      const answered = turn.next();
      yield { type: 'utterance-ended' };
      await answered;
    }
  };
  try {
    for await (const part of recognizer.listen(feed(), {
      ...(language === undefined ? {} : { language }),
      ...(signal === undefined ? {} : { signal }),
    })) {
      if (part.type !== 'words-heard' || !part.final) continue;
      const now = told.at(-1);
      if (now !== undefined) found.push(...segmentsIn(part, now, told, channel));
      turn.pass();
    }
  } finally {
    turn.open();
  }
  return found.toSorted((a, b) => a.start - b.start);
}

type Told = { readonly stretch: WantedSound; readonly offset: number; readonly until: number };

/** From the recogniser's clock, which knows only what it was given, to that of the recording. */
function segmentsIn(
  { text, words }: { readonly text: string; readonly words: TranscriptSegment['words'] },
  now: Told,
  told: readonly Told[],
  channel: number,
): readonly TranscriptSegment[] {
  if (splitWords(text).length === 0) return [];
  if (words.length === 0) {
    const { start, end } = now.stretch;
    return [{ speaker: null, channel, start, end, text, words: [] }];
  }
  const moved = words.map((word) => {
    const { stretch, offset } = told.findLast((one) => one.offset <= word.start) ?? now;
    const at = (time: number): number => Math.min(stretch.end, stretch.start + time - offset);
    return { ...word, speaker: null, channel, start: at(word.start), end: at(word.end) };
  });
  return segmentsOfWords(moved, 0.5);
}

/** Stretches of speech near each other as one, with a little around them. */
function stretchesOf(speech: readonly Interval[], duration: number): readonly Interval[] {
  const joined: { start: number; end: number }[] = [];
  for (const { start, end } of speech) {
    const last = joined.at(-1);
    if (last !== undefined && start - last.end < joinBelow && end - last.start < longest) last.end = end;
    else joined.push({ start, end });
  }
  return joined.map(({ start, end }, index) => ({
    start: Math.max(0, start - margin, ((joined[index - 1]?.end ?? -start) + start) / 2),
    end: Math.min(duration, end + margin, ((joined[index + 1]?.start ?? Number.POSITIVE_INFINITY) + end) / 2),
  }));
}

function* piecesOf({ samples, sampleRate }: Audio): Generator<RecognizerInput, void, undefined> {
  const step = Math.round(sampleRate / 10);
  for (let at = 0; at < samples.length; at += step) {
    yield { type: 'audio-heard', samples: samples.subarray(at, at + step) };
  }
}

/** Holds the one who gives sound until an answer has come. */
function createTurnstile() {
  let isOpen = false;
  let release: (() => void) | undefined;
  return {
    async next(): Promise<void> {
      if (!isOpen) await new Promise<void>((resolve) => (release = resolve));
    },
    pass: () => release?.(),
    open(): void {
      isOpen = true;
      release?.();
    },
  };
}
