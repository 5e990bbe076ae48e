import type * as z from 'zod';
import { parseTimeline, type Word } from '../../../timeline/index.ts';
import type { TranscriptSegment } from '../ingest-parts.ts';
import { awsShape, deepgramShape, moshiShape, whisperShape, wordListShape } from './json-shapes.ts';
import { readChannel } from './read-lines.ts';
import type { ReadOptions, ReadTranscript } from './read-options.ts';
import { type SaidWord, segmentsOfWords, timedWords } from './segment-words.ts';
import { transcriptError } from './transcript-error.ts';

/** Our `Timeline`, and what Whisper, Deepgram, AWS Transcribe, Moshi and J-Moshi write. */
export function readJson(text: string, options: ReadOptions): ReadTranscript {
  const { name, pause } = options;
  const document = parse(text, name);
  if (Array.isArray(document)) return inStretches(fit(wordListShape, document, name).map(listedWord), pause);
  const fields = new Set(typeof document === 'object' && document !== null ? Object.keys(document) : []);
  if (fields.has('utterances') && fields.has('speakers')) return ofTimeline(document, name);
  if (fields.has('alignments'))
    return inStretches(fit(moshiShape, document, name).alignments.map(moshiWord), pause);
  if (fields.has('results')) {
    const isAws = JSON.stringify(document).includes('"items"') && awsShape.safeParse(document).success;
    return isAws
      ? ofAws(fit(awsShape, document, name), pause)
      : ofDeepgram(fit(deepgramShape, document, name), pause);
  }
  if (fields.has('segments') || fields.has('words'))
    return ofWhisper(fit(whisperShape, document, name), pause);
  throw transcriptError(
    { name },
    'it is JSON of no known shape',
    'give a Timeline, or what Whisper, Deepgram, AWS Transcribe, Moshi or J-Moshi write',
  );
}

function parse(text: string, name: string): unknown {
  try {
    const document: unknown = JSON.parse(text);
    return document;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    const [, position] = /at position (\d+)/u.exec(reason) ?? [];
    const line = position === undefined ? undefined : text.slice(0, Number(position)).split('\n').length;
    throw transcriptError(
      { name, ...(line === undefined ? {} : { line }) },
      `it is not JSON (${reason})`,
      'mend it',
      cause,
    );
  }
}

function fit<Shape extends z.ZodType>(shape: Shape, document: unknown, name: string): z.output<Shape> {
  const parsed = shape.safeParse(document);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const path = issue?.path.map(String).join('.') ?? '';
  throw transcriptError({ name }, `${path}: ${issue?.message ?? 'does not fit'}`, 'mend it or leave it out');
}

function inStretches(words: readonly SaidWord[], pause: number): ReadTranscript {
  return { segments: segmentsOfWords(words, pause), warnings: [] };
}

function ofTimeline(document: unknown, name: string): ReadTranscript {
  try {
    const { speakers, utterances, events } = parseTimeline(document);
    const channels = new Map(speakers.map(({ id, channel }) => [id, channel]));
    const channelOf = (speaker: string | undefined): number | null => channels.get(speaker ?? '') ?? null;
    return {
      segments: utterances.map(({ speaker, start, end, text, words }) => {
        return { speaker, channel: channelOf(speaker), start, end, text, words };
      }),
      events: events.map(({ type, speaker, start, end }) => {
        return { type, speaker: speaker ?? null, channel: channelOf(speaker), start, end };
      }),
      warnings: [],
    };
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw transcriptError({ name }, 'it is no valid Timeline', reason, cause);
  }
}

function listedWord({
  speaker,
  channel,
  word,
  start,
  end,
}: z.output<typeof wordListShape>[number]): SaidWord {
  return {
    text: word.trim(),
    start,
    end: Math.max(start, end),
    speaker: speaker ?? null,
    channel: channel ?? null,
  };
}

/** Moshi's is of the left channel only. */
function moshiWord([text, [start, end], speaker]: z.output<
  typeof moshiShape
>['alignments'][number]): SaidWord {
  return {
    text: text.trim(),
    start,
    end: Math.max(start, end),
    speaker,
    channel: speaker === 'SPEAKER_MAIN' ? 0 : 1,
  };
}

type WhisperWord = NonNullable<z.output<typeof whisperShape>['words']>[number];

function ofWhisper({ segments, words }: z.output<typeof whisperShape>, pause: number): ReadTranscript {
  if (segments === undefined) {
    return inStretches(
      (words ?? []).flatMap((word) =>
        timesOf(word).map((timed) => ({ ...timed, speaker: word.speaker ?? null, channel: null })),
      ),
      pause,
    );
  }
  // The service lists the words beside the segments.
  const beside = (words ?? []).flatMap(timesOf);
  return {
    segments: segments.map(({ start, end, text, speaker, channel, words: inside }): TranscriptSegment => {
      const said = text.trim();
      const own = inside?.flatMap(timesOf) ?? beside.filter((word) => isInside(word, start, end));
      return {
        speaker: speaker ?? null,
        channel: channel ?? null,
        start,
        end: Math.max(start, end),
        text: said,
        words: timedWords(said, own),
      };
    }),
    warnings: [],
  };
}

function isInside(word: Word, start: number, end: number): boolean {
  const middle = (word.start + word.end) / 2;
  return middle >= start && middle < end;
}

/** WhisperX leaves the times out of what it could not place. */
function timesOf({ word, text, start, end, probability, confidence, score }: WhisperWord): readonly Word[] {
  if (start === undefined || end === undefined) return [];
  const sure = probability ?? confidence ?? score;
  return [wordOf((word ?? text ?? '').trim(), start, end, sure)];
}

function wordOf(text: string, start: number, end: number, sure: number | null | undefined): Word {
  const times = { text, start, end: Math.max(start, end) };
  return sure === null || sure === undefined
    ? times
    : { ...times, confidence: Math.min(1, Math.max(0, sure)) };
}

function ofDeepgram(
  { results: { channels, utterances } }: z.output<typeof deepgramShape>,
  pause: number,
): ReadTranscript {
  const isMany = channels.length > 1;
  if (utterances !== undefined) {
    return {
      segments: utterances.map(
        ({ start, end, transcript, channel, speaker, words = [] }): TranscriptSegment => {
          const own = words.map((word) =>
            wordOf(word.punctuated_word ?? word.word, word.start, word.end, word.confidence),
          );
          return {
            speaker: speaker ?? null,
            channel: isMany ? (channel ?? null) : null,
            start,
            end: Math.max(start, end),
            text: transcript.trim(),
            words: timedWords(transcript.trim(), own),
          };
        },
      ),
      warnings: [],
    };
  }
  const words = channels.flatMap(({ alternatives }, channel) =>
    (alternatives[0]?.words ?? []).map((word) => ({
      ...wordOf(word.punctuated_word ?? word.word, word.start, word.end, word.confidence),
      speaker: word.speaker ?? null,
      channel: isMany ? channel : null,
    })),
  );
  return inStretches(words, pause);
}

/** Punctuation is an item of its own without a time: it belongs to the word before it. */
function ofAws(
  { results: { items, speaker_labels: labels } }: z.output<typeof awsShape>,
  pause: number,
): ReadTranscript {
  const speakerAt = new Map(
    (labels?.segments ?? []).flatMap(({ speaker_label: speaker, items: own = [] }) =>
      own.map((item) => [item.start_time, item.speaker_label ?? speaker] as const),
    ),
  );
  const words: SaidWord[] = [];
  for (const {
    start_time: start,
    end_time: end,
    alternatives,
    speaker_label: speaker,
    channel_label: channel,
  } of items) {
    const { content = '', confidence } = alternatives[0] ?? {};
    const last = words.at(-1);
    if (start !== undefined && end !== undefined) {
      const [, digits] = /^ch_(\d+)$/u.exec(channel ?? '') ?? [];
      words.push({
        ...wordOf(content, start, end, confidence),
        speaker: speaker ?? speakerAt.get(start) ?? null,
        channel: digits === undefined ? readChannel(channel) : Number(digits),
      });
    } else if (last !== undefined) {
      words[words.length - 1] = { ...last, text: last.text + content };
    }
  }
  return inStretches(words, pause);
}
