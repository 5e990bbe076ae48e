import type { EventType, Timeline, TimelineEvent, Utterance, Word } from '../timeline/index.ts';
import type { SpeakerWaveform } from './conversation-waveforms.ts';
import { speakerColours } from './picture-style.ts';
import { clock, escapeXml, pixels, textWidth } from './picture-text.ts';

export type Span = { readonly start: number; readonly end: number };

/** Something to point at, under the lanes and across them. Seconds. */
export type PictureNote = { readonly at: number; readonly text: string };

/** Everything that the rows of a picture share. Lengths are pixels, times seconds. */
export type PictureScene = {
  readonly timeline: Timeline;
  readonly waveforms: ReadonlyMap<string, SpeakerWaveform>;
  /** The loudest sample of all, which is drawn as high as a lane allows. */
  readonly peak: number;
  readonly overlaps: readonly Span[];
  /** Silence worth showing. */
  readonly quiet: readonly Span[];
  readonly notes: readonly PictureNote[];
  readonly rowDuration: number;
  /** Where time begins and how long a row of it is. */
  readonly left: number;
  readonly rowWidth: number;
  readonly laneHeight: number;
  readonly withWords: boolean;
};

const axisHeight = 24;
/** Below the waveform of a lane: two lines of words. */
const wordsHeight = 32;
const wordSize = 12;
/** How far to the right of its time a word may stand to find room. */
const longestShift = 18;

type Row = Span & { readonly top: number; readonly scene: PictureScene };

/** One stretch of time, all speakers under each other. */
export function drawRow(scene: PictureScene, index: number, top: number): string {
  const { timeline, rowDuration } = scene;
  const start = index * rowDuration;
  const row: Row = { start, end: Math.min(timeline.duration, start + rowDuration), top, scene };
  const lanes = timeline.speakers.map((speaker, lane) => ({ speaker, lane }));
  return [
    ...lanes.map(({ lane }) => laneGround(row, lane)),
    drawAxis(row),
    ...visible(scene.overlaps, row).map((span) => drawOverlap(span, row)),
    ...lanes.map(({ speaker, lane }) => drawLane(row, speaker.id, lane)),
    ...visible(scene.quiet, row).map((span) => drawQuiet(span, row)),
    drawNotes(row),
    ...timeline.events
      .filter((event) => event.speaker === undefined && within(event, row))
      .map((event) => drawEvent(event, row, laneTop(row, timeline.speakers.length) + 2, 'soft')),
  ].join('');
}

export function rowHeight({ timeline, laneHeight, notes }: PictureScene): number {
  const underneath = notes.length > 0 ? noteTop + noteLines * noteLine : 22;
  return axisHeight + timeline.speakers.length * laneHeight + underneath;
}

/** Under the lanes: where notes begin, below the seconds of a silence; lines of them, and their height. */
const noteTop = 24;
const noteLines = 3;
const noteLine = 17;

/** Each on the first line that has room to the right of its time. */
function drawNotes(row: Row): string {
  const { scene } = row;
  const bottom = laneTop(row, scene.timeline.speakers.length) - 6;
  const right = scene.left + scene.rowWidth;
  const ends = Array.from({ length: noteLines }, () => Number.NEGATIVE_INFINITY);
  return scene.notes
    .filter(({ at: time }) => time >= row.start && time < row.end)
    .toSorted((a, b) => a.at - b.at)
    .map(({ at: time, text }) => {
      const x = at(time, row);
      const width = textWidth(text, 12);
      const free = ends.findIndex((end) => end < x - 6);
      const line = free < 0 ? noteLines - 1 : free;
      const y = bottom + noteTop + 6 + line * noteLine;
      const start = Math.min(x + 5, right - width);
      ends[line] = start + width;
      return [
        `<path class="note" d="M${pixels(x)} ${pixels(laneTop(row, 0))}V${pixels(y + 3)}"/>`,
        `<text class="word ink" x="${pixels(start)}" y="${pixels(y + 3)}">${escapeXml(text)}</text>`,
      ].join('');
    })
    .join('');
}

function drawAxis(row: Row): string {
  const { scene, top, start, end } = row;
  const step = axisSteps.find((candidate) => scene.rowDuration / candidate <= 6) ?? scene.rowDuration;
  const bottom = laneTop(row, scene.timeline.speakers.length) - 6;
  const label = (time: number, anchor: string): string =>
    `<text class="time soft" x="${pixels(at(time, row))}" y="${top + axisHeight - 9}" text-anchor="${anchor}">${clock(time)}</text>`;
  const parts = [label(start, 'start')];
  const lines: string[] = [];
  for (let index = Math.floor(start / step) + 1; index * step <= end + 1e-9; index++) {
    const x = at(index * step, row);
    lines.push(`M${pixels(x)} ${top + axisHeight - 5}V${pixels(bottom)}`);
    const fits = x - scene.left > 64 && x + 20 < scene.left + scene.rowWidth;
    if (fits) parts.push(label(index * step, 'middle'));
  }
  if (lines.length > 0) parts.push(`<path class="grid" d="${lines.join('')}"/>`);
  return parts.join('');
}

/** Seconds between two marks of the time axis. */
const axisSteps = [0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1800, 3600];

function laneGround(row: Row, lane: number): string {
  const { scene } = row;
  const height = scene.laneHeight - 6;
  const width = pixels(at(row.end, row) - scene.left);
  return `<rect class="lane" x="${scene.left}" y="${pixels(laneTop(row, lane))}" width="${width}" height="${height}" rx="6"/>`;
}

function drawOverlap(span: Span, row: Row): string {
  const { x, width } = extent(span, row);
  const top = laneTop(row, 0);
  const height = laneTop(row, row.scene.timeline.speakers.length) - top - 6;
  return `<rect class="band" x="${pixels(x)}" y="${pixels(top)}" width="${pixels(width)}" height="${pixels(height)}"/>`;
}

function drawQuiet(span: Span, row: Row): string {
  const { x, width } = extent(span, row);
  const y = laneTop(row, row.scene.timeline.speakers.length) + 4;
  const seconds = `${(span.end - span.start).toFixed(1)} s`;
  const label =
    width > textWidth(seconds, 10)
      ? `<text class="gap soft" x="${pixels(x + width / 2)}" y="${pixels(y + 11)}" text-anchor="middle">${seconds}</text>`
      : '';
  return `<path class="quiet" d="M${pixels(x + 1)} ${pixels(y)}h${pixels(Math.max(width - 2, 1))}"/>${label}`;
}

function drawLane(row: Row, speaker: string, lane: number): string {
  const { scene } = row;
  const colour = lane % speakerColours;
  const top = laneTop(row, lane);
  const waveHeight = scene.laneHeight - 6 - (scene.withWords ? wordsHeight : 0);
  const own = scene.timeline.utterances.filter(
    (utterance) => utterance.speaker === speaker && within(utterance, row),
  );
  const waveform = scene.waveforms.get(speaker);
  const parts = [
    ...own.map((utterance) => drawUtterance(utterance, row, top, waveHeight, colour)),
    waveform === undefined
      ? ''
      : drawWaveform(waveform, row, top + waveHeight / 2, waveHeight / 2 - 3, colour),
    ...own.map((utterance) => drawMarks(utterance, row, top, waveHeight, colour)),
    scene.withWords ? drawWords(own, row, top + waveHeight) : '',
    ...scene.timeline.events
      .filter((event) => event.speaker === speaker && within(event, row))
      .map((event) => drawEvent(event, row, top + 2, `f${colour}`)),
  ];
  return parts.join('');
}

function drawUtterance(utterance: Utterance, row: Row, top: number, height: number, colour: number): string {
  const { x, width } = extent(utterance, row);
  const kind = utterance.kind === 'backchannel' ? 'back' : 'turn';
  const paint = kind === 'back' ? 't' : 'f';
  const inset = kind === 'back' ? 1 : 0;
  const tip =
    row.scene.timeline.utterances.length <= 400 ? `<title>${escapeXml(utterance.text)}</title>` : '';
  const box = `x="${pixels(x)}" y="${pixels(top + inset)}" width="${pixels(width)}" height="${pixels(height - 2 * inset)}" rx="5"`;
  return tip === ''
    ? `<rect class="${kind} ${paint}${colour}" ${box}/>`
    : `<rect class="${kind} ${paint}${colour}" ${box}>${tip}</rect>`;
}

const barStep = 3;

/** Rounded bars from the lowest to the highest sample. A root lifts what is quiet, so that speech has a shape. */
function drawWaveform(
  { minimum, maximum }: SpeakerWaveform,
  row: Row,
  middle: number,
  reach: number,
  colour: number,
): string {
  const { scene } = row;
  const perSecond = minimum.length / scene.timeline.duration;
  const secondsPerBar = (barStep * scene.rowDuration) / scene.rowWidth;
  const bars: string[] = [];
  const height = (sample: number): number => reach * Math.min(1, Math.abs(sample) / scene.peak) ** 0.7;
  for (let time = row.start; time < row.end; time += secondsPerBar) {
    const first = Math.floor(time * perSecond);
    const last = Math.min(
      minimum.length,
      Math.max(first + 1, Math.floor((time + secondsPerBar) * perSecond)),
    );
    let low = 0;
    let high = 0;
    for (let bucket = first; bucket < last; bucket++) {
      const least = minimum[bucket] ?? 0;
      const most = maximum[bucket] ?? 0;
      if (least < low) low = least;
      if (most > high) high = most;
    }
    if (high - low < scene.peak * 0.006) continue;
    const up = height(high);
    bars.push(
      `M${pixels(at(time, row) + barStep / 2)} ${pixels(middle - up)}v${pixels(Math.max(up + height(low), 0.5))}`,
    );
  }
  return bars.length === 0 ? '' : `<path class="wave s${colour}" d="${bars.join('')}"/>`;
}

/** A wedge where somebody cuts in, two strokes where somebody is cut off. */
function drawMarks(utterance: Utterance, row: Row, top: number, height: number, colour: number): string {
  const parts: string[] = [];
  if (utterance.kind === 'interruption' && utterance.start >= row.start) {
    const x = at(utterance.start, row);
    parts.push(
      `<path class="mark f${colour}" d="M${pixels(x)} ${pixels(top)}v${pixels(height)}h2v${pixels(6 - height)}l7 -3z"/>`,
    );
  }
  if (utterance.cutShort === true && utterance.end <= row.end) {
    const x = pixels(at(utterance.end, row) - 1);
    const slant = `l4 ${pixels(-height / 2 + 6)}`;
    parts.push(
      `<path class="cut s${colour}" d="M${x} ${pixels(top + height * 0.75 - 3)}${slant}M${pixels(Number(x) + 5)} ${pixels(top + height * 0.75 - 3)}${slant}"/>`,
    );
  }
  return parts.join('');
}

/** Each word where it begins, on the first of two lines that has room, or a little later; else it is left out. */
function drawWords(utterances: readonly Utterance[], row: Row, top: number): string {
  const right = row.scene.left + row.scene.rowWidth;
  const ends = [row.scene.left - 5, row.scene.left - 5];
  const drawn: string[] = [];
  const spoken = utterances
    .flatMap((utterance) =>
      utterance.words.map((word) => ({ word, quiet: utterance.kind === 'backchannel' })),
    )
    .filter(({ word }) => word.start >= row.start && word.start < row.end)
    .toSorted((a, b) => a.word.start - b.word.start);
  for (const { word, quiet } of spoken) {
    const place = placeWord(word, row, right, ends);
    if (place === undefined) continue;
    const kind = quiet ? 'word backword soft' : 'word ink';
    drawn.push(
      `<text class="${kind}" x="${pixels(place.x)}" y="${pixels(top + 13 + 14 * place.line)}">${escapeXml(word.text)}</text>`,
    );
  }
  return drawn.join('');
}

function placeWord(
  word: Word,
  row: Row,
  right: number,
  ends: number[],
): { x: number; line: number } | undefined {
  const width = textWidth(word.text, wordSize);
  const x = Math.min(at(word.start, row) + 1, right - width);
  const room = right - width;
  const places = ends.map((end, line) => ({ x: Math.max(x, end + 5), line }));
  const place = places.find((candidate) => candidate.x === x) ?? places.toSorted((a, b) => a.x - b.x)[0];
  if (place === undefined || place.x > x + longestShift || place.x > room + 0.1) return undefined;
  ends[place.line] = place.x + width;
  return place;
}

const eventLabels: Readonly<Record<EventType, string>> = {
  laughter: 'laughs',
  breath: 'breath',
  sigh: 'sigh',
  cough: 'cough',
  sniff: 'sniff',
  'throat-clear': 'ahem',
  'lip-smack': 'smack',
  filler: 'um',
  gasp: 'gasp',
  cry: 'cries',
  noise: 'noise',
  music: 'music',
  silence: 'silence',
};

/** A small flag with the event's name, and a line as long as the event. */
function drawEvent(event: TimelineEvent, row: Row, y: number, colour: string): string {
  const { x, width } = extent(event, row);
  if (row.scene.rowDuration > 60) {
    return `<circle class="mark ${colour}" cx="${pixels(x)}" cy="${pixels(y + 4)}" r="2.5"/>`;
  }
  const label = eventLabels[event.type];
  const flag = textWidth(label, 10.5) + 14;
  const left = Math.min(x, row.scene.left + row.scene.rowWidth - flag);
  return [
    `<rect class="mark ${colour}" x="${pixels(x)}" y="${pixels(y)}" width="${pixels(width)}" height="2" rx="1"/>`,
    `<rect class="mark ${colour}" x="${pixels(left)}" y="${pixels(y)}" width="${pixels(flag)}" height="14" rx="7"/>`,
    `<text class="tag on" x="${pixels(left + flag / 2)}" y="${pixels(y + 10.5)}" text-anchor="middle">${label}</text>`,
  ].join('');
}

function laneTop(row: Row, lane: number): number {
  return row.top + axisHeight + lane * row.scene.laneHeight;
}

function at(time: number, { scene, start }: Row): number {
  return scene.left + ((time - start) / scene.rowDuration) * scene.rowWidth;
}

/** What of a span lies in the row, at least two pixels wide. */
function extent(span: Span, row: Row): { x: number; width: number } {
  const x = at(Math.max(span.start, row.start), row);
  return { x, width: Math.max(2, at(Math.min(span.end, row.end), row) - x) };
}

function within(span: Span, row: Span): boolean {
  return span.start < row.end && span.end > row.start;
}

function visible(spans: readonly Span[], row: Row): readonly Span[] {
  return spans.filter((span) => within(span, row));
}
