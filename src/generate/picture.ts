import { interPausalUnits, type Speaker, silences, statistics, type Timeline } from '../timeline/index.ts';
import type { SpeakerWaveform } from './conversation-waveforms.ts';
import { drawRow, type PictureNote, type PictureScene, rowHeight, type Span } from './picture-row.ts';
import { pictureStyle, speakerColours } from './picture-style.ts';
import { clock, escapeXml, fitText, pixels, textWidth } from './picture-text.ts';

export type PictureOptions = {
  readonly timeline: Timeline;
  /** Each speaker's lowest and highest samples in buckets over the whole timeline; without one, no waveform. */
  readonly waveforms?: readonly SpeakerWaveform[];
  /** Pixels, 600 to 8,000. Default 1,600. */
  readonly width?: number;
  /** Seconds in a row. Default 15; more where that would give over 24 rows. */
  readonly rowDuration?: number;
  /** Default the scenario's title, else the timeline's id. */
  readonly title?: string;
  /** What is pointed at: a line across the lanes at a time, and a few words under it. Default none. */
  readonly notes?: readonly PictureNote[];
};

const margin = 32;
const headHeight = 118;
/** Seconds in a row up to which words have room. */
const longestRowWithWords = 30;
/** Seconds of joint silence from which on it is marked. */
const shortestQuiet = 0.45;

/**
 * A picture of a conversation, as one SVG file that needs nothing else: a lane for each speaker with
 * waveform and words, rows of time under each other, overlaps shaded across the lanes. A long conversation
 * gets longer rows instead of more, first without words, so the file stays under a few megabytes.
 */
export function drawConversation({
  timeline,
  waveforms = [],
  width = 1_600,
  rowDuration = defaultRowDuration(timeline.duration),
  title = timeline.scenario?.title ?? timeline.id,
  notes = [],
}: PictureOptions): string {
  if (!(width >= 600 && width <= 8_000))
    throw new RangeError(`width has to be from 600 to 8,000, not ${width}`);
  if (!(rowDuration > 0 && rowDuration < Number.POSITIVE_INFINITY)) {
    throw new RangeError(`rowDuration has to be a number of seconds above 0, not ${rowDuration}`);
  }
  const scene = stage({ timeline, waveforms, width, rowDuration, notes });
  const rows = Math.max(1, Math.ceil(timeline.duration / rowDuration - 1e-9));
  const step = rowHeight(scene);
  const height = headHeight + rows * step + 12;
  const drawn = Array.from({ length: rows }, (_, index) => {
    const top = headHeight + index * step;
    return drawNames(scene, top) + drawRow(scene, index, top);
  });
  const label = escapeXml(title);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${label}">`,
    `<title>${label}</title><style>${pictureStyle}</style>`,
    `<rect class="paper" width="100%" height="100%"/>`,
    drawHead(timeline, title, width),
    ...drawn,
    '</svg>\n',
  ].join('');
}

/**
 * Rows of 15 seconds; one row for what is hardly longer, or shorter; longer rows from six minutes on. A
 * last row with next to nothing in it is spread over the others.
 */
function defaultRowDuration(duration: number): number {
  if (!(duration > 18)) return Math.max(3, Math.ceil(duration || 0));
  const row = [15, 20, 30, 60, 120, 180, 300, 600, 1800, 3600].find(
    (candidate) => duration / candidate <= 24.15,
  );
  if (row === undefined) return duration / 24;
  const rest = duration % row;
  return rest > 0 && rest < row * 0.15 ? duration / Math.floor(duration / row) : row;
}

function stage(
  options: Required<Pick<PictureOptions, 'timeline' | 'waveforms' | 'width' | 'rowDuration' | 'notes'>>,
): PictureScene {
  const { timeline, waveforms, width, rowDuration, notes } = options;
  const { speakers } = timeline;
  const names = speakers.map((speaker) => textWidth(nameOf(speaker), 14));
  const left = margin + Math.min(150, Math.max(40, ...names)) + 18;
  const withWords = rowDuration <= longestRowWithWords;
  const waveHeight = speakers.length <= 2 ? 56 : speakers.length <= 4 ? 44 : 30;
  return {
    timeline,
    waveforms: new Map(waveforms.map((waveform) => [waveform.speaker, waveform])),
    peak: loudest(waveforms),
    overlaps: overlapSpans(timeline),
    quiet: quietSpans(timeline),
    notes,
    rowDuration,
    left: Math.round(left),
    rowWidth: width - Math.round(left) - margin,
    laneHeight: waveHeight + (withWords ? 38 : 6),
    withWords,
  };
}

function loudest(waveforms: readonly SpeakerWaveform[]): number {
  let peak = 0.01;
  for (const { minimum, maximum } of waveforms) {
    for (const sample of minimum) if (-sample > peak) peak = -sample;
    for (const sample of maximum) if (sample > peak) peak = sample;
  }
  return Math.min(peak, 1);
}

/** Joint silence in which nobody laughs or sighs either. */
function quietSpans(timeline: Timeline): readonly Span[] {
  const sounds = timeline.events.filter(({ speaker, type }) => speaker !== undefined && type !== 'silence');
  return silences(timeline, { shortest: shortestQuiet })
    .filter(({ before, after }) => before !== undefined && after !== undefined)
    .flatMap((silence) => {
      const spans: Span[] = [];
      let { start } = silence;
      for (const sound of sounds) {
        if (sound.end <= start || sound.start >= silence.end) continue;
        spans.push({ start, end: sound.start });
        start = sound.end;
      }
      return [...spans, { start, end: silence.end }];
    })
    .filter(({ start, end }) => end - start >= shortestQuiet);
}

/** When two speakers or more are heard at once. */
function overlapSpans(timeline: Timeline): readonly Span[] {
  const edges = interPausalUnits(timeline)
    .flatMap(({ start, end }) => [
      { time: start, change: 1 },
      { time: end, change: -1 },
    ])
    .toSorted((a, b) => a.time - b.time || a.change - b.change);
  const spans: Span[] = [];
  let heard = 0;
  let since = 0;
  for (const { time, change } of edges) {
    const before = heard;
    heard += change;
    if (before < 2 && heard >= 2) since = time;
    if (before >= 2 && heard < 2 && time > since) spans.push({ start: since, end: time });
  }
  return spans;
}

function drawNames({ timeline, left, laneHeight, withWords }: PictureScene, top: number): string {
  const names = timeline.speakers.map((speaker, lane) => {
    const y = top + 24 + lane * laneHeight + (laneHeight - 6 - (withWords ? 32 : 0)) / 2 + 5;
    const name = escapeXml(fitText(nameOf(speaker), 14, left - margin - 14));
    return `<text class="name f${lane % speakerColours}" x="${left - 14}" y="${pixels(y)}" text-anchor="end">${name}</text>`;
  });
  return names.join('');
}

function drawHead(timeline: Timeline, title: string, width: number): string {
  const facts = [
    clock(timeline.duration),
    `${timeline.speakers.length} ${timeline.speakers.length === 1 ? 'speaker' : 'speakers'}`,
    ...timeline.languages,
    ...(timeline.scenario?.register === undefined ? [] : [timeline.scenario.register]),
  ];
  return [
    `<text class="title ink" x="${margin}" y="48">${escapeXml(fitText(title, 27, width - 2 * margin))}</text>`,
    `<text class="small soft" x="${margin}" y="74">${escapeXml([...facts, ...figures(timeline)].join('  ·  '))}</text>`,
    drawLegend(),
  ].join('');
}

/** The few numbers that say how the talk went. */
function figures(timeline: Timeline): readonly string[] {
  const measured = statistics(timeline);
  const list = [`${timeline.utterances.filter(({ kind }) => kind !== 'backchannel').length} turns`];
  const { offset, overlappedStarts, backchannels, interruptions } = measured;
  if (Number.isFinite(offset.median))
    list.push(`median floor transfer ${signed(Math.round(offset.median * 1000))} ms`);
  if (Number.isFinite(overlappedStarts))
    list.push(`${Math.round(overlappedStarts * 100)} % of transfers in overlap`);
  list.push(`${backchannels.count} ${backchannels.count === 1 ? 'backchannel' : 'backchannels'}`);
  list.push(`${interruptions.count} ${interruptions.count === 1 ? 'interruption' : 'interruptions'}`);
  return list;
}

function drawLegend(): string {
  const y = 92;
  const items: readonly (readonly [string, string])[] = [
    ['<rect class="turn f0" width="26" height="14" rx="5"/>', 'turn'],
    ['<rect class="back t0" x="1" y="1" width="24" height="12" rx="5"/>', 'backchannel'],
    ['<rect class="band" width="26" height="14"/>', 'overlap'],
    ['<path class="mark f0" d="M10 0v14h2v-8l7 -3z"/>', 'interrupts'],
    ['<path class="cut s0" d="M10 12l4 -10M15 12l4 -10"/>', 'cut off'],
    ['<rect class="mark soft" width="26" height="14" rx="7"/>', 'laughter and other sounds'],
    ['<path class="quiet" d="M1 7h24"/>', 'silence'],
  ];
  let x = margin;
  const parts = items.map(([symbol, label]) => {
    const item = `<g transform="translate(${pixels(x)} ${y})">${symbol}<text class="time soft" x="33" y="11">${label}</text></g>`;
    x += 33 + textWidth(label, 11) + 22;
    return item;
  });
  return parts.join('');
}

function nameOf({ name, id }: Speaker): string {
  return name ?? id;
}

function signed(value: number): string {
  return value < 0 ? `−${-value}` : String(value);
}
