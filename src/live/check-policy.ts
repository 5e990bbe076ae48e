import { nearestNames } from '../timeline/index.ts';
import { LiveError } from './live-error.ts';
import type { LivePolicy, LivePolicyOptions } from './policy.ts';

type Range = readonly [least: number, most: number, unit: string];

/** What a figure may be, and who it is for. */
const ranges: {
  readonly [Part in Exclude<keyof LivePolicy, 'languages'>]: {
    readonly [Field in keyof LivePolicy[Part]]: LivePolicy[Part][Field] extends number
      ? Range
      : readonly string[] | 'words' | 'yes or no';
  };
} = {
  turnTaking: {
    automatic: 'yes or no',
    answers: 'yes or no',
    shortestWait: [0.1, 2, ' s'],
    longestWait: [0.3, 8, ' s'],
    speculate: 'yes or no',
  },
  interruptions: {
    allowed: 'yes or no',
    duckLevel: [-40, 0, ' dB'],
    holdAfter: [0.15, 2, ' s'],
    yieldAfter: [0.3, 5, ' s'],
    longestHold: [0, 1, ' s'],
    resume: 'yes or no',
    resumeAfter: [0.2, 5, ' s'],
    stopWords: 'words',
  },
  backchannels: { enabled: 'yes or no', perMinute: [0, 12, ''], after: [1, 30, ' s'] },
  noise: {
    denoise: 'yes or no',
    echoCancellation: ['auto', 'on', 'off'],
    nearOnly: 'yes or no',
    ignoreSideTalk: 'yes or no',
  },
  silence: { promptAfter: [2, 600, ' s'], prompts: [0, 10, ''] },
  patience: { fillerAfter: [0.5, 30, ' s'], giveUpAfter: [2, 120, ' s'] },
};

const partNames = ['languages', ...Object.keys(ranges)];

/** What a caller wrote: a name that nobody reads is an error, with the one that may have been meant. */
export function checkPolicyNames(options: LivePolicyOptions): void {
  for (const [name, part] of Object.entries(options)) {
    checkName(name, partNames, 'policy');
    if (name === 'languages' || part === undefined) continue;
    if (typeof part !== 'object' || part === null || Array.isArray(part)) {
      throw new LiveError(`policy.${name}`, `policy.${name} has to be an object of its fields.`);
    }
    const known = Object.entries(ranges).find(([one]) => one === name)?.[1] ?? {};
    for (const field of Object.keys(part)) checkName(field, Object.keys(known), `policy.${name}`);
  }
}

/** What came of it: every figure in its range, and the two waits in their order. */
export function checkPolicy(policy: LivePolicy): LivePolicy {
  checkLanguages(policy.languages);
  for (const [part, fields] of Object.entries(ranges)) {
    const values = new Map<string, unknown>(
      Object.entries(Object.entries(policy).find(([name]) => name === part)?.[1] ?? {}),
    );
    for (const [field, rule] of Object.entries(fields)) {
      const wanted = whatIsWrong(values.get(field), rule);
      if (wanted === undefined) continue;
      throw new LiveError(
        `policy.${part}.${field}`,
        `policy.${part}.${field} is ${shown(values.get(field))}: give ${wanted}.`,
      );
    }
  }
  const { shortestWait, longestWait } = policy.turnTaking;
  if (shortestWait > longestWait) {
    throw new LiveError(
      'policy.turnTaking.longestWait',
      `policy.turnTaking.longestWait is ${longestWait}: give ${shortestWait} s (shortestWait) or more.`,
    );
  }
  const { fillerAfter, giveUpAfter } = policy.patience;
  if (fillerAfter > giveUpAfter) {
    throw new LiveError(
      'policy.patience.giveUpAfter',
      `policy.patience.giveUpAfter is ${giveUpAfter}: give ${fillerAfter} s (fillerAfter) or more.`,
    );
  }
  return policy;
}

function whatIsWrong(
  value: unknown,
  rule: Range | readonly string[] | 'words' | 'yes or no',
): string | undefined {
  if (rule === 'yes or no') return typeof value === 'boolean' ? undefined : 'true or false';
  if (rule === 'words') {
    const words =
      Array.isArray(value) && value.every((word) => typeof word === 'string' && word.trim() !== '');
    return words ? undefined : 'a list of words';
  }
  const [least, most, unit] = rule;
  if (typeof least === 'string') {
    return typeof value === 'string' && rule.some((name) => name === value) ? undefined : rule.join(' or ');
  }
  const inside = typeof value === 'number' && typeof most === 'number' && value >= least && value <= most;
  return inside ? undefined : `a number from ${least} to ${most}${unit}`;
}

function checkLanguages(languages: readonly string[]): void {
  if (!Array.isArray(languages) || languages.length === 0) {
    throw new LiveError(
      'policy.languages',
      'policy.languages is empty: give one language at least, such as "en".',
    );
  }
  for (const tag of languages) {
    try {
      Intl.getCanonicalLocales(tag);
    } catch {
      throw new LiveError(
        'policy.languages',
        `policy.languages holds ${shown(tag)}: give BCP 47, such as "en" or "zh-CN".`,
      );
    }
  }
}

function checkName(name: string, known: readonly string[], where: string): void {
  if (known.includes(name)) return;
  const near = nearestNames(name, known)[0];
  const meant = near === undefined ? `There are ${known.join(', ')}.` : `Was "${near}" meant?`;
  throw new LiveError(`${where}.${name}`, `${where}.${name} is read by nobody. ${meant}`);
}

function shown(value: unknown): string {
  return typeof value === 'number' ? String(value) : (JSON.stringify(value) ?? 'missing');
}
