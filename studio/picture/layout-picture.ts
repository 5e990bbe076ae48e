import type { Conversation, Mark, MarkType } from '../conversation/conversation.ts';
import { binDuration, type LevelBin } from './level-history.ts';

/** What is to be drawn, in pixels; colours are the painter's affair. */
export type Picture = {
  readonly bars: readonly PictureBar[];
  readonly bands: readonly PictureBand[];
  readonly labels: readonly PictureLabel[];
  readonly seconds: readonly { readonly x: number; readonly text: string }[];
};

export type BarStyle =
  | 'user'
  | 'agent'
  | 'ducked'
  | 'backchannel'
  | 'interruption'
  | 'noise'
  | 'side-talk'
  | 'quiet';

export type PictureBar = {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly style: BarStyle;
};

/** `line`: something that took no time. */
export type PictureBand = {
  readonly style: 'overlap' | 'duck' | 'hold' | 'line';
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
};

export type PictureLabel = {
  readonly x: number;
  readonly y: number;
  readonly text: string;
  readonly type: MarkType;
};

export type PictureView = {
  readonly bins: readonly LevelBin[];
  readonly marks: Conversation['marks'];
  /** Seconds of the page's clock at the right edge. */
  readonly now: number;
  readonly width: number;
  readonly height: number;
};

export const pixelsPerSecond = 40;

/** dBFS at the foot and the top of a bar; from here on the agent is audible. */
const [foot, top] = [-58, -8];
const audible = -50;
const labelHeight = 15;
/** For the seconds between the lanes. */
const axisHeight = 14;
/** Pixels of a letter, on average. */
const letter = 7.2;

export const markNames: Readonly<Record<MarkType, string>> = {
  backchannel: 'mm-hm',
  interruption: 'interruption',
  noise: 'noise',
  'side-talk': 'side talk',
  duck: 'quieter',
  hold: 'holds',
  yield: 'yields',
  resume: 'goes on',
  prompt: 'asks',
  switch: 'language',
  failure: 'failure',
};

export function layoutPicture(view: PictureView): Picture {
  const { bins, marks, now, width, height } = view;
  const start = now - width / pixelsPerSecond;
  const shown = marks.filter((mark) => mark.start < now && (mark.end ?? now) > start - 4);
  const place = (time: number): number => (time - start) * pixelsPerSecond;
  const lanes = lanesOf(height);
  return {
    bars: bins.flatMap((bin) => binBars(bin, shown, place, lanes)),
    bands: [...overlapBands(bins, place, lanes), ...markBands(shown, now, place, lanes)],
    labels: labelsOf(shown, place, width, lanes),
    seconds: secondsBetween(start, now).map((second) => ({ x: place(second), text: clockText(second) })),
  };
}

type Lane = {
  readonly top: number;
  readonly middle: number;
  readonly reach: number;
  readonly bottom: number;
};

type Lanes = { readonly user: Lane; readonly agent: Lane };

/** The user above, the agent below, each with room for its labels at the outer edge. */
function lanesOf(height: number): Lanes {
  const half = height / 2;
  const reach = (half - labelHeight - axisHeight) / 2;
  return {
    user: { top: 0, middle: labelHeight + reach, reach, bottom: half - 1 },
    agent: { top: half + 1, middle: height - labelHeight - reach - 2, reach, bottom: height },
  };
}

function binBars(
  bin: LevelBin,
  marks: readonly Mark[],
  place: (time: number) => number,
  lanes: Lanes,
): PictureBar[] {
  const time = bin.number * binDuration;
  const covering = marks.filter(
    (mark) => mark.start - lead(mark, bin) < time + binDuration && (mark.end ?? Infinity) > time,
  );
  const x = place(time);
  const bar = (lane: Lane, level: number, style: BarStyle): PictureBar => {
    const share = Math.max(0, Math.min(1, (level - foot) / (top - foot)));
    const half = Math.max(0.75, share * lane.reach);
    return { x, y: lane.middle - half, width: binDuration * pixelsPerSecond - 1, height: 2 * half, style };
  };
  return [
    bar(lanes.user, bin.user, userStyle(bin, covering)),
    bar(lanes.agent, bin.agent, agentStyle(bin, covering)),
  ];
}

/** The server's ear takes a moment to be sure of a beginning. */
function lead({ track }: Mark, { userSounds }: LevelBin): number {
  return track === 'user' && userSounds ? 0.15 : 0;
}

function userStyle({ userSounds }: LevelBin, covering: readonly Mark[]): BarStyle {
  const mark = covering.findLast((one) => one.track === 'user');
  if (mark !== undefined && isBarStyle(mark.type)) return mark.type;
  return userSounds ? 'user' : 'quiet';
}

function agentStyle({ agent }: LevelBin, covering: readonly Mark[]): BarStyle {
  if (agent < audible) return 'quiet';
  const types = covering.filter((mark) => mark.track === 'agent').map((mark) => mark.type);
  if (types.includes('backchannel')) return 'backchannel';
  return types.includes('duck') ? 'ducked' : 'agent';
}

function isBarStyle(type: MarkType): type is MarkType & BarStyle {
  return type === 'backchannel' || type === 'interruption' || type === 'noise' || type === 'side-talk';
}

/** Both at once, from edge to edge. */
function overlapBands(
  bins: readonly LevelBin[],
  place: (time: number) => number,
  lanes: Lanes,
): PictureBand[] {
  const bands: { x: number; width: number }[] = [];
  let last = -2;
  for (const { number, userSounds, agent } of bins) {
    if (!userSounds || agent < audible) continue;
    const band = bands.at(-1);
    const width = binDuration * pixelsPerSecond;
    if (band !== undefined && number === last + 1) band.width += width;
    else bands.push({ x: place(number * binDuration), width });
    last = number;
  }
  const [y, height] = [lanes.user.top, lanes.agent.bottom];
  return bands.map(({ x, width }) => ({ style: 'overlap', x, y, width, height }));
}

function markBands(
  marks: readonly Mark[],
  now: number,
  place: (time: number) => number,
  { agent }: Lanes,
): PictureBand[] {
  return marks.flatMap((mark): PictureBand[] => {
    const x = place(mark.start);
    const [y, height] = [agent.top, agent.bottom - agent.top];
    if (mark.type === 'yield') return [{ style: 'line', x, y, width: 2, height }];
    if (mark.type !== 'duck' && mark.type !== 'hold') return [];
    return [{ style: mark.type, x, y, width: Math.max(2, place(mark.end ?? now) - x), height }];
  });
}

/** What matters most keeps its label where two would lie on each other; of equals the earlier one does. */
const importance: readonly MarkType[] = [
  'failure',
  'yield',
  'interruption',
  'resume',
  'backchannel',
  'side-talk',
];

function rank({ type }: Mark): number {
  return importance.includes(type) ? importance.indexOf(type) : importance.length;
}

function labelsOf(
  marks: readonly Mark[],
  place: (time: number) => number,
  width: number,
  lanes: Lanes,
): PictureLabel[] {
  const placed: { readonly track: Mark['track']; readonly from: number; readonly to: number }[] = [];
  return marks
    .filter((mark) => mark.type !== 'duck')
    .toSorted((a, b) => rank(a) - rank(b) || a.start - b.start)
    .flatMap((mark) => {
      const text = labelText(mark);
      const wide = text.length * letter;
      const x = Math.min(place(mark.start) + 5, width - wide);
      const { track } = mark;
      if (placed.some((other) => other.track === track && x < other.to && x + wide + 6 > other.from))
        return [];
      placed.push({ track, from: x, to: x + wide + 6 });
      const lane = lanes[track];
      const y = track === 'user' ? lane.top + labelHeight - 4 : lane.bottom - 4;
      return [{ x, y, text, type: mark.type }];
    });
}

function labelText({ type, text }: Mark): string {
  if (text === undefined || type === 'failure' || type === 'side-talk') return markNames[type];
  return text.length > 22 ? `${text.slice(0, 21)}…` : text;
}

function secondsBetween(start: number, end: number): number[] {
  const first = Math.max(0, Math.ceil(start / 5) * 5);
  return Array.from(
    { length: Math.max(0, Math.floor((end - first) / 5) + 1) },
    (_, index) => first + index * 5,
  );
}

export function clockText(seconds: number): string {
  const whole = Math.floor(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}
