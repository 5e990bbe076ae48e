import { createDistribution, mean, midwayDistribution, scaleDistribution } from './distribution.ts';
import { nearestNames } from './nearest-names.ts';
import type { Distribution, TurnTakingReference } from './reference-types.ts';
import { TimelineError } from './timeline-error.ts';

export const registerNames = [
  'telephone',
  'video-call',
  'conversation',
  'argument',
  'collaboration',
  'instruction',
  'narrative',
  'task',
  'podcast',
  'interview',
] as const;

export type RegisterName = (typeof registerNames)[number];

const otherNames: Readonly<Record<string, RegisterName>> = {
  call: 'telephone',
  phone: 'telephone',
  video: 'video-call',
  casual: 'conversation',
  argumentative: 'argument',
  debate: 'argument',
  collaborative: 'collaboration',
  instructional: 'instruction',
};

/** The reference of a register by its name, in any case; `casual` and a few such words find theirs too. */
export function findReference(name: string): TurnTakingReference {
  const wanted = name
    .trim()
    .toLowerCase()
    .replaceAll(/[\s_]+/g, '-');
  const known = registerNames.find((register) => register === wanted);
  const register = known ?? (Object.hasOwn(otherNames, wanted) ? otherNames[wanted] : undefined);
  if (register !== undefined) return references[register];
  throw new TimelineError({
    path: 'register',
    found: JSON.stringify(name),
    remedy: `use one of ${nearestNames(wanted, registerNames).join(', ')}`,
  });
}

const switchboard =
  'Switchboard-1, 2,438 telephone calls in English, timed by word. Printed: p1, p5, p10, p25, p50, p75, p90, ' +
  'p95, p99, mean and deviation. The points between and beyond them follow an exponential tail that meets ' +
  'the printed mean; what lasts over 7 s is a call on hold and is cut off.';

/** Points that Switchboard's table does not print are chosen as `switchboard` says. */
const telephonePause: Distribution = {
  mean: 0.518,
  standardDeviation: 0.486,
  quantiles: [
    [0, 0.05],
    [0.01, 0.068],
    [0.05, 0.102],
    [0.1, 0.13],
    [0.25, 0.213],
    [0.5, 0.409],
    [0.63, 0.522],
    [0.75, 0.67],
    [0.8, 0.752],
    [0.85, 0.858],
    [0.9, 1.008],
    [0.92, 1.098],
    [0.95, 1.289],
    [0.97, 1.574],
    [0.99, 2.186],
    [0.995, 2.572],
    [0.998, 3.08],
    [1, 7],
  ],
};

const telephoneGap: Distribution = {
  mean: 0.652,
  standardDeviation: 0.904,
  quantiles: [
    [0, 0],
    [0.05, 0.037],
    [0.1, 0.073],
    [0.25, 0.171],
    [0.5, 0.358],
    [0.63, 0.515],
    [0.75, 0.739],
    [0.8, 0.91],
    [0.85, 1.15],
    [0.9, 1.529],
    [0.92, 1.76],
    [0.95, 2.34],
    [0.97, 2.95],
    [0.98, 3.5],
    [0.99, 4.595],
    [0.995, 5.566],
    [1, 7],
  ],
};

const telephoneOverlap: Distribution = {
  mean: 0.845,
  standardDeviation: 1.131,
  quantiles: [
    [0, 0],
    [0.01, 0.006],
    [0.05, 0.03],
    [0.1, 0.067],
    [0.25, 0.188],
    [0.5, 0.439],
    [0.63, 0.675],
    [0.75, 1.003],
    [0.8, 1.26],
    [0.85, 1.61],
    [0.9, 2.141],
    [0.92, 2.45],
    [0.95, 3.159],
    [0.98, 4.45],
    [0.99, 5.4],
    [0.995, 6.1],
    [1, 7],
  ],
};

const telephone: TurnTakingReference = {
  register: 'telephone',
  description: 'Two strangers on the telephone, no picture.',
  source: switchboard,
  pause: telephonePause,
  gap: telephoneGap,
  overlap: telephoneOverlap,
  overlappedStarts: 0.429,
  backchannelsPerMinute: 3.9,
  interruptionsPerMinute: 0.86,
  laughterPerMinute: 1.44,
  wordsPerMinute: 197.6,
};

/** Log-normal, median .51 s, deviation of the logarithm .45, kept in [.25, 2.5]. */
const videoPause = createDistribution([
  [0, 0.25],
  [0.05, 0.26],
  [0.1, 0.286],
  [0.25, 0.376],
  [0.5, 0.51],
  [0.75, 0.691],
  [0.9, 0.908],
  [0.95, 1.069],
  [0.99, 1.453],
  [1, 2.5],
]);

/** Printed: the median, .38, and the end, 2 s. */
const videoGap = createDistribution([
  [0, 0],
  [0.05, 0.04],
  [0.1, 0.08],
  [0.25, 0.19],
  [0.5, 0.38],
  [0.75, 0.58],
  [0.9, 0.84],
  [0.95, 1.02],
  [0.99, 1.5],
  [1, 2],
]);

/**
 * Printed: the end, .8 s. The median of all offsets is -.28 and 64 % are overlaps, so a share of
 * (.64 - .50) / .64 = .219 of the overlaps is shorter than .28 s.
 */
const videoOverlap = createDistribution([
  [0, 0],
  [0.05, 0.09],
  [0.1, 0.16],
  [0.219, 0.28],
  [0.5, 0.46],
  [0.75, 0.62],
  [0.9, 0.74],
  [0.95, 0.78],
  [1, 0.8],
]);

const turnBench =
  'TurnBench, video calls in English. Printed: share of overlapped starts .64, medians of offset (-.28), gap ' +
  '(.38) and pause (.51), offsets kept in [-.8, 2]. The other quantiles are derived: a log-normal pause, and ' +
  'gap and overlap shapes that meet the medians and the mean offset. Laughter is taken from Switchboard.';

const videoCall: TurnTakingReference = {
  register: 'video-call',
  description: 'Two people on a video call: fast, with many overlapped starts.',
  source: turnBench,
  pause: videoPause,
  gap: videoGap,
  overlap: videoOverlap,
  overlappedStarts: 0.64,
  backchannelsPerMinute: 4.35,
  interruptionsPerMinute: 2,
  laughterPerMinute: 1.44,
  wordsPerMinute: 205,
};

type TypeRow = {
  readonly register: RegisterName;
  readonly description: string;
  readonly meanOffset: number;
  readonly backchannelsPerMinute: number;
  readonly interruptionsPerMinute: number;
  readonly wordsPerMinute: number;
};

/** A row of TurnBench's table by type of talk. The share of overlaps is the one that gives its mean offset. */
function typeOfTalk({ meanOffset, ...row }: TypeRow): TurnTakingReference {
  const overlappedStarts = (mean(videoGap) - meanOffset) / (mean(videoGap) + mean(videoOverlap));
  return {
    ...videoCall,
    ...row,
    overlappedStarts: Math.round(overlappedStarts * 1000) / 1000,
    source:
      'TurnBench by type of talk. Printed: words, backchannels and interruptions a minute, mean offset ' +
      `${meanOffset} s. Pause, gap and overlap are those of video-call; the share of overlapped starts is ` +
      'derived: the one that gives the mean offset. Laughter is taken from Switchboard.',
  };
}

const narrative = typeOfTalk({
  register: 'narrative',
  description: 'One tells a story, the other listens.',
  meanOffset: -0.08,
  backchannelsPerMinute: 4.8,
  interruptionsPerMinute: 1.5,
  wordsPerMinute: 198,
});

/** How people take turns in each register: what `generate` samples from and is judged against. */
export const references: Readonly<Record<RegisterName, TurnTakingReference>> = Object.freeze({
  telephone,
  'video-call': videoCall,
  conversation: typeOfTalk({
    register: 'conversation',
    description: 'Casual talk between friends.',
    meanOffset: -0.22,
    backchannelsPerMinute: 5.2,
    interruptionsPerMinute: 2.1,
    wordsPerMinute: 211,
  }),
  argument: typeOfTalk({
    register: 'argument',
    description: 'Two people who disagree.',
    meanOffset: -0.12,
    backchannelsPerMinute: 3.1,
    interruptionsPerMinute: 2.5,
    wordsPerMinute: 206,
  }),
  collaboration: typeOfTalk({
    register: 'collaboration',
    description: 'Working something out together.',
    meanOffset: -0.25,
    backchannelsPerMinute: 4,
    interruptionsPerMinute: 2.6,
    wordsPerMinute: 207,
  }),
  instruction: typeOfTalk({
    register: 'instruction',
    description: 'One explains, the other learns.',
    meanOffset: -0.05,
    backchannelsPerMinute: 4.3,
    interruptionsPerMinute: 1.5,
    wordsPerMinute: 202,
  }),
  narrative,
  task: typeOfTalk({
    register: 'task',
    description: 'Getting a job done, step by step.',
    meanOffset: -0.1,
    backchannelsPerMinute: 5,
    interruptionsPerMinute: 1.8,
    wordsPerMinute: 205,
  }),
  podcast: {
    register: 'podcast',
    description: 'Hosts who know each other, with an audience in mind.',
    source:
      'Derived, not measured: pause, gap, overlap and words a minute half-way between telephone and ' +
      'narrative; overlapped starts as on the telephone; two thirds of its backchannels, because hosts on ' +
      'microphones hold them back.',
    pause: midwayDistribution(telephone.pause, narrative.pause),
    gap: midwayDistribution(telephone.gap, narrative.gap),
    overlap: midwayDistribution(telephone.overlap, narrative.overlap),
    overlappedStarts: 0.429,
    backchannelsPerMinute: 2.6,
    interruptionsPerMinute: 0.86,
    laughterPerMinute: 1.44,
    wordsPerMinute: 197.8,
  },
  interview: {
    register: 'interview',
    description: 'Questions and full answers; the floor is given rather than taken.',
    source:
      'Derived, not measured: pause and gap of the telephone, overlaps half as long, and about two thirds of ' +
      'its overlapped starts, half of its backchannels, interruptions and laughter.',
    pause: telephone.pause,
    gap: telephone.gap,
    overlap: scaleDistribution(telephone.overlap, 0.5),
    overlappedStarts: 0.3,
    backchannelsPerMinute: 1.95,
    interruptionsPerMinute: 0.43,
    laughterPerMinute: 0.72,
    wordsPerMinute: 190,
  },
});
