import { findReference, TimelineError, type TurnTakingReference } from '../timeline/index.ts';
import { GenerateError } from './generate-error.ts';

/** A duration whose logarithm is normal, kept between two bounds. Seconds; `sigma` is of the logarithm. */
export type LogNormal = {
  readonly median: number;
  readonly sigma: number;
  readonly minimum: number;
  readonly maximum: number;
};

/** Every number of the natural style. Seconds, shares from 0 to 1, events a minute of conversation. */
export type Timing = Omit<
  TurnTakingReference,
  'description' | 'source' | 'wordsPerMinute' | 'laughterPerMinute'
> & {
  /**
   * How much of the variance of floor-transfer offsets belongs to the pair who talk; the rest, after
   * `speakerShare`, belongs to the single transfer. Default .12.
   */
  readonly dyadShare: number;
  /** How much of that variance belongs to the speaker who takes the floor. Default .08. */
  readonly speakerShare: number;
  /**
   * How much sooner a question is answered, in standard deviations of the offset. The other transfers come
   * later by as much as keeps the whole distribution. Default .5.
   */
  readonly questionShift: number;
  /** Silence before the first turn. Default .2. */
  readonly leadIn: number;
  /** Silence after the last. Default .4. */
  readonly leadOut: number;
  /** The least silence between two stretches of one speaker's speech that were written apart. Default .15. */
  readonly ownGap: number;
  /** The least that a turn lasts beyond the turn it overlaps, and begins after that turn's start. Default .12. */
  readonly turnMargin: number;
  /** How long an interrupted speaker talks on. Default: median 1.4, sigma .45, in [1, 3]. */
  readonly yield: LogNormal;
  /** From the word that provokes an interruption to its onset. Default: median .3, sigma .4, in [.12, .8]. */
  readonly reaction: LogNormal;
  /** The most words that an interruption nobody wrote may take from the end of a turn. Default 3. */
  readonly cutWords: number;
  /** A pause is put into speech that ran on for this many words. Default 9. */
  readonly hesitationAfter: number;
  /** How often it is, where it could be. Default .6. */
  readonly hesitationShare: number;
  /** From the end of the word a backchannel answers to its onset, uniform. Default [.1, .35]. */
  readonly backchannelDelay: readonly [least: number, most: number];
  /** The least time between a backchannel and its own speaker's speech. Default .15. */
  readonly backchannelClearance: number;
  /** A listener gives no backchannel this shortly before their own turn. Default .5. */
  readonly backchannelBeforeTurn: number;
  /** The least time between two backchannels' onsets. Default 1.5. */
  readonly backchannelSpacing: number;
  /** Deviation of the logarithm of a pair's backchannel rate. Default .34. */
  readonly backchannelSpread: number;
  /** What Mandarin keeps of the register's backchannel rate. Default .6. */
  readonly mandarinBackchannels: number;
  /** How far a backchannel stays below its speaker's speech, LU. Default 6. */
  readonly backchannelDrop: number;
};

const defaultTiming = {
  dyadShare: 0.12,
  speakerShare: 0.08,
  questionShift: 0.5,
  leadIn: 0.2,
  leadOut: 0.4,
  ownGap: 0.15,
  turnMargin: 0.12,
  yield: { median: 1.4, sigma: 0.45, minimum: 1, maximum: 3 },
  reaction: { median: 0.3, sigma: 0.4, minimum: 0.12, maximum: 0.8 },
  cutWords: 3,
  hesitationAfter: 9,
  hesitationShare: 0.6,
  backchannelDelay: [0.1, 0.35],
  backchannelClearance: 0.15,
  backchannelBeforeTurn: 0.5,
  backchannelSpacing: 1.5,
  backchannelSpread: 0.34,
  mandarinBackchannels: 0.6,
  backchannelDrop: 6,
} as const satisfies Omit<Timing, keyof TurnTakingReference>;

/** The numbers of a register, those of `overrides` in their place. Throws for what no conversation can have. */
export function resolveTiming(
  register: string | TurnTakingReference,
  overrides: Partial<Timing> = {},
): Timing {
  const { register: registerName, pause, gap, overlap, ...rates } = referenceOf(register);
  const { overlappedStarts, backchannelsPerMinute, interruptionsPerMinute } = rates;
  const reference = {
    register: registerName,
    pause,
    gap,
    overlap,
    overlappedStarts,
    backchannelsPerMinute,
    interruptionsPerMinute,
  };
  const usual: Timing = { ...reference, ...defaultTiming };
  checkShape('timing', overrides, usual);
  const timing: Timing = { ...usual, ...definedOf(overrides) };
  for (const [field, value] of Object.entries(timing)) checkNumbers(`timing.${field}`, value);
  for (const share of ['overlappedStarts', 'dyadShare', 'speakerShare', 'hesitationShare'] as const) {
    if (timing[share] > 1) refuse(`timing.${share}`, timing[share], 'give a share from 0 to 1');
  }
  if (timing.dyadShare + timing.speakerShare > 1) {
    refuse('timing.dyadShare', timing.dyadShare, 'dyadShare and speakerShare together are at most 1');
  }
  checkRising('timing.backchannelDelay', timing.backchannelDelay);
  for (const name of ['yield', 'reaction'] as const) {
    checkRising(`timing.${name}`, [timing[name].minimum, timing[name].maximum]);
  }
  for (const name of ['pause', 'gap', 'overlap'] as const) {
    const { quantiles } = timing[name];
    checkRising(
      `timing.${name}.quantiles`,
      quantiles.map(([probability]) => probability),
    );
    checkRising(
      `timing.${name}.quantiles`,
      quantiles.map(([, value]) => value),
    );
  }
  return timing;
}

function checkRising(field: string, values: readonly number[]): void {
  if (values.length < 2 || values.some((value, index) => value < (values[index - 1] ?? value))) {
    refuse(field, values, 'give two numbers or more that rise');
  }
}

function referenceOf(register: string | TurnTakingReference): TurnTakingReference {
  if (typeof register !== 'string') return register;
  try {
    return findReference(register);
  } catch (cause) {
    if (!(cause instanceof TimelineError)) throw cause;
    throw new GenerateError(cause.message, { field: 'register', cause });
  }
}

function definedOf(overrides: Partial<Timing>): Partial<Timing> {
  return Object.fromEntries(Object.entries(overrides).filter(([, value]) => value !== undefined));
}

/** Whether what was given is made like the default in its place. */
function checkShape(field: string, given: unknown, usual: unknown): void {
  if (given === undefined) return;
  if (typeof usual !== 'object' || usual === null) {
    if (typeof given !== typeof usual) refuse(field, given, `give a ${typeof usual}`);
  } else if (Array.isArray(usual)) {
    if (!Array.isArray(given)) refuse(field, given, 'give a list');
    else for (const [index, value] of given.entries()) checkShape(`${field}[${index}]`, value, usual[0]);
  } else if (typeof given !== 'object' || given === null) {
    refuse(field, given, `give an object with ${Object.keys(usual).join(', ')}`);
  } else {
    const known = new Map(Object.entries(usual));
    for (const [name, value] of Object.entries(given)) {
      if (!known.has(name)) refuse(`${field}.${name}`, value, `use ${[...known.keys()].join(', ')}`);
      checkShape(`${field}.${name}`, value, known.get(name));
    }
  }
}

function checkNumbers(field: string, value: unknown): void {
  if (typeof value === 'number') {
    if (!Number.isFinite(value) || value < 0) refuse(field, value, 'give a finite number of at least 0');
  } else if (Array.isArray(value)) {
    for (const [index, inner] of value.entries()) checkNumbers(`${field}[${index}]`, inner);
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, inner] of Object.entries(value)) checkNumbers(`${field}.${name}`, inner);
  }
}

function refuse(field: string, value: unknown, remedy: string): never {
  const found = typeof value === 'number' ? String(value) : JSON.stringify(value);
  throw new GenerateError(`${field} is ${found}: ${remedy}`, { field });
}
