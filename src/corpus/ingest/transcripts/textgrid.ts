import { eventTypes, type Word } from '../../../timeline/index.ts';
import type { TranscriptEvent, TranscriptSegment } from '../ingest-parts.ts';
import type { ReadOptions, ReadTranscript } from './read-options.ts';
import { segmentsOfWords, timedWords } from './segment-words.ts';
import { readTokens, type Token } from './textgrid-tokens.ts';
import { type Place, transcriptError } from './transcript-error.ts';

type Span = { readonly start: number; readonly end: number; readonly text: string };
type Level = 'utterances' | 'words' | 'phones' | 'events';
type Tier = { readonly speaker: string | null; readonly level: Level; readonly spans: readonly Span[] };

/** What aligners write where nothing is said. */
const silences = new Set(['', 'sil', 'sp', 'spn', '<eps>', '<sil>', '<p:>', '<unk>', '_', '#']);

/**
 * Praat's, long and short. A tier is a speaker's: `ann` of utterances, `ann words` (or `ann - words`) of words,
 * `ann events` of what happens besides. Tiers of sounds (`ann - phones`) are left out.
 */
export function readTextGrid(text: string, options: ReadOptions): ReadTranscript {
  const warnings: string[] = [];
  const tiers = readTiers(text, options, warnings);
  const speakers = new Set(tiers.map(({ speaker }) => speaker));
  const segments: TranscriptSegment[] = [];
  const events: TranscriptEvent[] = [];
  for (const speaker of speakers) {
    const spansOf = (level: Level): readonly Span[] =>
      tiers.flatMap((tier) => (tier.speaker === speaker && tier.level === level ? tier.spans : []));
    segments.push(...joinLevels(speaker, spansOf('utterances'), spansOf('words'), options.pause));
    for (const { text: mark, start, end } of spansOf('events')) {
      const type = eventTypes.find((known) => known === mark.split(':')[0]?.trim());
      if (type === undefined)
        warnings.push(`${options.name}: "${mark}" is no event that is known, and is left out.`);
      else events.push({ type, speaker, channel: null, start, end });
    }
  }
  return { segments, events, warnings };
}

/** Utterances with the words inside them; words outside of any, or where there is no such tier, in stretches. */
function joinLevels(
  speaker: string | null,
  utterances: readonly Span[],
  words: readonly Span[],
  pause: number,
): readonly TranscriptSegment[] {
  const owned = new Map<Span, Word[]>(utterances.map((span) => [span, []]));
  const alone: Span[] = [];
  const ordered = utterances.toSorted((a, b) => a.start - b.start);
  for (const word of words) {
    const middle = (word.start + word.end) / 2;
    const owner = ordered.find(({ start, end }) => start <= middle && middle <= end);
    if (owner === undefined) alone.push(word);
    else owned.get(owner)?.push(word);
  }
  const segments = ordered.map((span) => ({
    ...span,
    speaker,
    channel: null,
    words: timedWords(span.text, owned.get(span) ?? []),
  }));
  return [
    ...segments,
    ...segmentsOfWords(
      alone.map((word) => ({ ...word, speaker, channel: null })),
      pause,
    ),
  ];
}

function fail(place: Place, found: string): never {
  throw transcriptError(place, found, 'save it in Praat as a text file or a short text file');
}

function readTiers(text: string, { name }: ReadOptions, warnings: string[]): readonly Tier[] {
  const tokens = readTokens(text, name);
  let at = 0;
  const last: Place = tokens.at(-1)?.place ?? { name, line: 1 };
  const next = (): Token => tokens[at++] ?? fail(last, 'it ends too early');
  const readNumber = (what: string): number => {
    const { value, place } = next();
    return typeof value === 'number' ? value : fail(place, `${what} is "${value}" and not a number`);
  };
  const readText = (what: string): string => {
    const { value, place } = next();
    return typeof value === 'string' ? value : fail(place, `${what} is ${value} and not a text in quotes`);
  };
  const kind = readText('the file type');
  if (kind !== 'ooTextFile') fail({ name, line: 1 }, `it is of type "${kind}" and not "ooTextFile"`);
  const object = readText('the class');
  if (object !== 'TextGrid') fail({ name, line: 1 }, `it holds a ${object} and not a TextGrid`);
  readNumber('the start');
  readNumber('the end');
  const count = at < tokens.length ? readNumber('the number of tiers') : 0;
  const tiers: Tier[] = [];
  for (let tier = 0; tier < count; tier++) {
    const type = readText('the class of a tier');
    const title = readText('the name of a tier');
    readNumber('the start of a tier');
    readNumber('the end of a tier');
    const size = readNumber('the number of intervals');
    const spans: Span[] = [];
    for (let index = 0; index < size; index++) {
      const { place } = tokens[at] ?? { place: last };
      const start = readNumber('a start');
      const end = type === 'TextTier' ? start : readNumber('an end');
      const said = readText('what is said').replaceAll(/\s+/gu, ' ').trim();
      if (end < start) fail(place, `an interval of "${title}" ends at ${end}, before its start at ${start}`);
      if (!silences.has(said.toLowerCase()))
        spans.push({ start: Math.max(0, start), end: Math.max(0, end), text: said });
    }
    if (type === 'IntervalTier') tiers.push({ ...levelOf(title), spans });
    else warnings.push(`${name}: "${title}" is a tier of points and is left out.`);
  }
  return tiers;
}

/** `ann - words` to words of `ann`; `words` alone to nobody's. */
function levelOf(title: string): Pick<Tier, 'speaker' | 'level'> {
  if (title.trim() === 'surroundings') return { speaker: null, level: 'events' };
  const [, base = '', level = ''] =
    /^(.*?)(?:^|[\s_:-]+)(words?|phones?|phonemes?|events?|utterances?)$/iu.exec(title.trim()) ?? [
      undefined,
      title.trim(),
      'utterances',
    ];
  const plural = level.toLowerCase().replace(/s?$/u, 's');
  const named = base.replace(/[\s_:-]+$/u, '');
  return { speaker: named === '' ? null : named, level: levels[plural] ?? 'utterances' };
}

const levels: Readonly<Record<string, Level>> = {
  words: 'words',
  phones: 'phones',
  phonemes: 'phones',
  events: 'events',
};
