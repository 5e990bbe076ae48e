import { checkPolicy, checkPolicyNames } from './check-policy.ts';
import { LiveError } from './live-error.ts';

/** How the agent takes turns. Every field has a default; a preset is a set of other defaults. Seconds and decibels. */
export type LivePolicy = {
  /** BCP 47: spoken at first, then what may be switched to when the user does. Default `['en']`. */
  readonly languages: readonly string[];
  readonly turnTaking: TurnTakingPolicy;
  readonly interruptions: InterruptionPolicy;
  readonly backchannels: BackchannelPolicy;
  readonly noise: NoisePolicy;
  readonly silence: SilencePolicy;
  readonly patience: PatiencePolicy;
};

export type TurnTakingPolicy = {
  /** Whether the agent decides when the user has finished; false: the application says so. Default true. */
  readonly automatic: boolean;
  /** Whether a turn that is over is answered; false: the brain is asked only when the application wants a reply. Default true. */
  readonly answers: boolean;
  /** Silence after which a turn that sounds and reads finished is answered, .1 to 2; default .3. */
  readonly shortestWait: number;
  /** Silence after which any turn is answered, .3 to 8; default 1.4. */
  readonly longestWait: number;
  /** Think of an answer while it is still uncertain that the turn is over. Default true. */
  readonly speculate: boolean;
};

export type InterruptionPolicy = {
  /** Whether the agent yields at all; false: it finishes what it says. Default true. */
  readonly allowed: boolean;
  /** How far the agent's level falls at the first sign of speech, -40 to 0 dB; default -9. */
  readonly duckLevel: number;
  /** Speech after which the agent holds its breath, if it sounds like an interruption, .15 to 2; default .26. */
  readonly holdAfter: number;
  /** Speech after which it yields, if it is rather an interruption than anything else, .3 to 5; default .7. */
  readonly yieldAfter: number;
  /** Longest the agent may hold its breath, 0 (it never does) to 1; default .45. */
  readonly longestHold: number;
  /** Goes on with what it said when the interruption was none. Default true. */
  readonly resume: boolean;
  /** Silence after a false alarm before it does, .2 to 5; default .5. */
  readonly resumeAfter: number;
  /** Words that interrupt at once, beside those built in for English and Mandarin. Default none. */
  readonly stopWords: readonly string[];
};

export type BackchannelPolicy = {
  /** The agent says `mm-hm` during long turns of the user. Default true. */
  readonly enabled: boolean;
  /** How many a minute of the user's speech at most, 0 to 12; default 4. */
  readonly perMinute: number;
  /** Speech of the user before the first one, 1 to 30; default 3. */
  readonly after: number;
};

export type NoisePolicy = {
  /** Takes noise out before anything else hears it. Default false. */
  readonly denoise: boolean;
  /** `auto`: when the agent is heard coming back. Default `auto`. */
  readonly echoCancellation: 'auto' | 'on' | 'off';
  /** Hears only who is close to the microphone. Default true. */
  readonly nearOnly: boolean;
  /** Leaves what is said to somebody else unanswered. Default true. */
  readonly ignoreSideTalk: boolean;
};

export type SilencePolicy = {
  /** Silence of both after which the agent asks whether somebody is there, 2 to 600; default 10. */
  readonly promptAfter: number;
  /** How often it does before it takes its leave, 0 (never asks, never leaves) to 10; default 2. */
  readonly prompts: number;
};

export type PatiencePolicy = {
  /** Silence after a turn of the user before the agent says that it is thinking, .5 to 30; default 2. */
  readonly fillerAfter: number;
  /** Silence after which it says that something is broken, 2 to 120; default 12. */
  readonly giveUpAfter: number;
};

/** What a caller gives: any part of a policy. */
export type LivePolicyOptions = {
  readonly [Part in keyof LivePolicy]?: LivePolicy[Part] extends readonly unknown[]
    ? LivePolicy[Part]
    : Partial<LivePolicy[Part]>;
};

export const livePresetNames = ['assistant', 'interviewer', 'in-car', 'call-centre'] as const;

export type LivePreset = (typeof livePresetNames)[number];

const assistant: LivePolicy = {
  languages: ['en'],
  turnTaking: { automatic: true, answers: true, shortestWait: 0.3, longestWait: 1.4, speculate: true },
  interruptions: {
    allowed: true,
    duckLevel: -9,
    holdAfter: 0.26,
    yieldAfter: 0.7,
    longestHold: 0.45,
    resume: true,
    resumeAfter: 0.5,
    stopWords: [],
  },
  backchannels: { enabled: true, perMinute: 4, after: 3 },
  noise: { denoise: false, echoCancellation: 'auto', nearOnly: true, ignoreSideTalk: true },
  silence: { promptAfter: 10, prompts: 2 },
  patience: { fillerAfter: 2, giveUpAfter: 12 },
};

/** Who is asked to tell takes longer pauses and wants to be listened to; a car is loud; a caller is in a hurry. */
const presets: Readonly<Record<LivePreset, LivePolicyOptions>> = {
  assistant: {},
  interviewer: {
    turnTaking: { longestWait: 2.4, shortestWait: 0.4 },
    backchannels: { perMinute: 6, after: 2.5 },
    silence: { promptAfter: 14, prompts: 3 },
  },
  'in-car': {
    interruptions: { holdAfter: 0.35, yieldAfter: 0.85 },
    backchannels: { enabled: false },
    noise: { denoise: true, echoCancellation: 'on' },
    silence: { promptAfter: 20, prompts: 1 },
  },
  'call-centre': {
    turnTaking: { longestWait: 1.2 },
    interruptions: { resumeAfter: 0.4 },
    backchannels: { perMinute: 3 },
    silence: { promptAfter: 7, prompts: 2 },
    patience: { fillerAfter: 1.5, giveUpAfter: 8 },
  },
};

/**
 * A preset with what the caller wants otherwise laid over it. Throws a `LiveError` with the field for a name that
 * nobody reads or a figure that is out of its range.
 */
export function createLivePolicy(
  options: LivePolicyOptions = {},
  preset: LivePreset = 'assistant',
): LivePolicy {
  const layer = livePresetNames.includes(preset) ? presets[preset] : undefined;
  if (layer === undefined) {
    throw new LiveError('preset', `There is no preset "${preset}": give ${livePresetNames.join(', ')}.`);
  }
  checkPolicyNames(options);
  const layers = [layer, options];
  const part = <Name extends Exclude<keyof LivePolicy, 'languages'>>(name: Name): LivePolicy[Name] =>
    Object.assign({}, assistant[name], ...layers.map((one) => given(one[name])));
  return checkPolicy({
    languages: options.languages ?? assistant.languages,
    turnTaking: part('turnTaking'),
    interruptions: part('interruptions'),
    backchannels: part('backchannels'),
    noise: part('noise'),
    silence: part('silence'),
    patience: part('patience'),
  });
}

/** Without what is undefined, which is to leave the default as it is. */
function given(fields: object = {}): object {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
