import { splitWords } from '../../../timeline/index.ts';
import type { TranscriptSegment } from '../ingest-parts.ts';
import type { ReadOptions, ReadTranscript } from './read-options.ts';
import { type Place, transcriptError } from './transcript-error.ts';

type Cue = { readonly start: number; readonly end: number; readonly lines: readonly string[] };

/** WebVTT. Each voice span is a segment of its own; the time of a cue is all of its spans'. */
export function readVtt(text: string, { name }: ReadOptions): ReadTranscript {
  const segments = readCues(text, name).flatMap((cue) => {
    const parts = cue.lines.join('\n').split(/<v(?:\.[^\s>]*)?[ \t]+([^>]*)>/u);
    return voicesOf(parts).flatMap(({ speaker, text: said }) =>
      segmentOf(cue, speaker, unescapeVtt(said.replaceAll(/<[^>]*>/gu, ''))),
    );
  });
  return { segments, warnings: [] };
}

/** `split` by a group gives text, name, text, name and so on: the first text is nobody's. */
function voicesOf(
  parts: readonly string[],
): readonly { readonly speaker: string | null; readonly text: string }[] {
  return parts.flatMap((text, index) => {
    if (index % 2 === 1) return [];
    const name = index === 0 ? undefined : parts[index - 1];
    const speaker = name === undefined ? '' : tidy(unescapeVtt(name));
    return [{ speaker: speaker === '' ? null : speaker, text }];
  });
}

/** SubRip. A name in capitals before a colon is the speaker, as is any where every cue has one of a few. */
export function readSrt(text: string, { name }: ReadOptions): ReadTranscript {
  const cues = readCues(text, name).map((cue) => ({
    cue,
    said: cue.lines.join('\n').replaceAll(/<\/?[a-z][^>]*>|\{\\[^}]*\}/giu, ''),
  }));
  const label = /^\s*(?:-\s*)?([\p{L}\p{N}][^:\n：]{0,38}?)\s*[:：](?=\s|\p{Script=Han})/u;
  const names = new Set(cues.map(({ said }) => label.exec(said)?.[1]));
  const always = !names.has(undefined) && names.size * 2 <= cues.length;
  const segments = cues.flatMap(({ cue, said }) => {
    const [found, speaker = ''] = label.exec(said) ?? [];
    const isLabel = found !== undefined && (always || !/\p{Ll}/u.test(speaker));
    return isLabel ? segmentOf(cue, speaker, said.slice(found.length)) : segmentOf(cue, null, said);
  });
  return { segments, warnings: [] };
}

function segmentOf({ start, end }: Cue, speaker: string | null, said: string): readonly TranscriptSegment[] {
  const text = tidy(said);
  return text === '' ? [] : [{ speaker, channel: null, start, end, text, words: [] }];
}

/** What stands between empty lines and has a line with an arrow. */
function readCues(text: string, name: string): readonly Cue[] {
  const cues: Cue[] = [];
  let open: { start: number; end: number; lines: string[] } | undefined;
  for (const [index, line] of text.split(/\r\n|\r|\n/u).entries()) {
    if (line.trim() === '') {
      open = undefined;
    } else if (line.includes('-->')) {
      open = { ...readTimes(line, { name, line: index + 1 }), lines: [] };
      cues.push(open);
    } else {
      open?.lines.push(line);
    }
  }
  if (
    cues.length === 0 &&
    splitWords(text.replace(/^WEBVTT.*$/mu, '').replaceAll(/^(NOTE|STYLE|REGION)\b[^]*?(\n\s*\n|$)/gmu, ''))
      .length > 0
  ) {
    throw transcriptError(
      { name },
      'it has text but no times',
      'a cue has a line "00:00:01.000 --> 00:00:02.000"',
    );
  }
  return cues;
}

function readTimes(line: string, place: Place): { readonly start: number; readonly end: number } {
  const clock =
    /^\s*((?:\d+:)?\d{1,2}:\d{1,2}[.,]\d{1,3})\s*-->\s*((?:\d+:)?\d{1,2}:\d{1,2}[.,]\d{1,3})(\s|$)/u.exec(
      line,
    );
  if (clock === null)
    throw transcriptError(
      place,
      `"${line.trim()}" is no pair of times`,
      'write it as "00:00:01.000 --> 00:00:02.000"',
    );
  const [start, end] = [readClock(clock[1] ?? ''), readClock(clock[2] ?? '')];
  if (end < start)
    throw transcriptError(place, 'it ends before it starts', 'the second time must be the later one');
  return { start, end };
}

/** `01:02:03.004` and `02:03,004` to seconds. */
function readClock(clock: string): number {
  const [fraction = '', ...parts] = clock.split(/[:.,]/u).toReversed();
  const [seconds = '0', minutes = '0', hours = '0'] = parts;
  return Number(hours) * 3600 + Number(minutes) * 60 + Number(`${seconds}.${fraction}`);
}

/** Without the marks that keep text from being taken for mark-up. */
function tidy(text: string): string {
  return text.replaceAll('\u2060', '').replaceAll(/\s+/gu, ' ').trim();
}

const entities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  nbsp: ' ',
  lrm: '',
  rlm: '',
  quot: '"',
};

function unescapeVtt(text: string): string {
  return text.replaceAll(/&(#?\w+);/gu, (whole, entity: string) => {
    const code = /^#(\d{1,6})$/u.exec(entity)?.[1];
    if (code !== undefined && Number(code) <= 0x10ffff) return String.fromCodePoint(Number(code));
    return entities[entity] ?? whole;
  });
}
