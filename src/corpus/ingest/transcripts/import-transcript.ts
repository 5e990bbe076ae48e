import type { ImportedTranscript, TranscriptSegment } from '../ingest-parts.ts';
import { readSrt, readVtt } from './caption-blocks.ts';
import { readCtm } from './ctm.ts';
import { readJson } from './json.ts';
import { liftEvents } from './lift-events.ts';
import type { ReadOptions, ReadTranscript } from './read-options.ts';
import { readRttm } from './rttm.ts';
import { readStm } from './stm.ts';
import { readTextGrid } from './textgrid.ts';
import { transcriptError } from './transcript-error.ts';
import { sniffFormat, type TranscriptFormat, transcriptFormats } from './transcript-format.ts';

export type ImportTranscriptOptions = {
  /** The file's, for errors and for what its content does not tell. */
  readonly name: string;
  /** Default: what it looks like. */
  readonly format?: TranscriptFormat;
  /** Which recording, where a file is of many: as it is named there. Default: the only one. */
  readonly recording?: string;
  /** Seconds that the recording lasts: what lies behind is left out, with a warning. Default: no limit. */
  readonly duration?: number;
  /** Seconds between words, from 0, that part segments where the transcript times words alone. Default 0.5. */
  readonly pause?: number;
};

const readers: Readonly<Record<TranscriptFormat, (text: string, options: ReadOptions) => ReadTranscript>> = {
  ctm: readCtm,
  stm: readStm,
  rttm: readRttm,
  textgrid: readTextGrid,
  vtt: readVtt,
  srt: readSrt,
  json: readJson,
};

/** A transcript that somebody made before, in any of the usual formats: as text, or as a file's bytes. */
export function importTranscript(
  content: string | Uint8Array,
  options: ImportTranscriptOptions,
): ImportedTranscript {
  const { name, recording, duration = Number.POSITIVE_INFINITY, pause = 0.5 } = options;
  const text = (typeof content === 'string' ? content : decode(content, name)).replace(/^\uFEFF/u, '');
  const format = options.format ?? sniffFormat(text, name);
  if (format === undefined) {
    throw transcriptError(
      { name },
      'it looks like no known format',
      `say which it is: ${transcriptFormats.join(', ')}`,
    );
  }
  const read = readers[format](text, { name, recording, pause });
  const lifted = liftEvents(read.segments);
  const segments = within(lifted.segments, duration);
  const events = within([...(read.events ?? []), ...lifted.events], duration);
  const behind = lifted.segments.length - segments.length;
  return {
    segments: segments.map((segment) => ({ ...segment, words: wordsWithin(segment, duration) })),
    events,
    warnings: [
      ...read.warnings,
      ...(behind === 0
        ? []
        : [
            `${name}: ${behind} segments lie behind the end of the recording at ${duration} s and were left out.`,
          ]),
      ...(lifted.untimed === 0
        ? []
        : [
            `${name}: ${lifted.untimed} marks of laughter, noise and the like have no time and were left out.`,
          ]),
    ],
  };
}

type Timed = { readonly start: number; readonly end: number };

/** In order of start, none behind the end. */
function within<Item extends Timed>(items: readonly Item[], duration: number): readonly Item[] {
  return items
    .filter(({ start }) => start < duration)
    .map((item) => ({ ...item, end: Math.min(duration, item.end) }))
    .toSorted((a, b) => a.start - b.start || a.end - b.end);
}

/** Never before the one before it: some aligners let words lie over each other. */
function wordsWithin({ start, end, words }: TranscriptSegment, duration: number): TranscriptSegment['words'] {
  let reached = Math.min(start, words[0]?.start ?? start);
  const latest = Math.min(duration, Math.max(end, ...words.slice(-1).map((word) => word.end)));
  return words.map((word) => {
    const from = Math.min(latest, Math.max(reached, word.start));
    reached = Math.min(latest, Math.max(from, word.end));
    return { ...word, start: from, end: reached };
  });
}

/** Praat writes UTF-16 where UTF-8 would do. */
function decode(bytes: Uint8Array, name: string): string {
  const wide = bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : 'utf-16le';
  const isWide = wide === 'utf-16be' || (bytes[0] === 0xff && bytes[1] === 0xfe);
  try {
    return new TextDecoder(isWide ? wide : 'utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw transcriptError({ name }, 'it is not text in UTF-8 or UTF-16', 'save it as UTF-8', cause);
  }
}
