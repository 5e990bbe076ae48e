import { fromDecibels, toDecibels } from '../dsp/index.ts';
import { channelGains } from './layouts.ts';
import type { ConversationMaterial, Take } from './material.ts';
import type { MixSource } from './mix-tracks.ts';
import type { Style } from './options.ts';
import { hearLevels, type LevelPlan, planLevels } from './programme-levels.ts';

/** Linear gains. */
export type Levels = {
  /** One for each speaker, beside the programme's: with both their speech is equally loud, behind the limiter. */
  readonly speakers: readonly number[];
  /** What brings speech of usual loudness to the programme's target. */
  readonly programme: number;
};

export type LayoutLevels = Readonly<Partial<Record<MeasuredLayout, Levels>>>;
export type MeasuredLayout = 'tracks' | 'stereo' | 'mono';

export type LevelOptions = {
  /** LUFS; undefined is -16, and -19 for one channel. */
  readonly target: number | undefined;
  /** dBTP that the limiter keeps. */
  readonly truePeak: number;
  readonly layouts: readonly MeasuredLayout[];
  /** What was measured of each speaker's speech when it was rendered, LUFS: see `speechLevels`. */
  readonly speech: readonly number[];
  readonly signal?: AbortSignal | undefined;
  readonly onMeasured?: (frames: number) => void;
};

/** LUFS that all speakers are brought to beside each other; any level would do. */
const commonLoudness = -23;

/** No voice is turned up by more: what is this quiet is noise. dB. */
export const mostGain = 40;

/** Nearer than this, in LU, is even, and at the target. */
const nearEnough = 0.03;
const mostTrials = 12;

/** A voice of which the limiter takes more than three quarters of any further gain is not pressed harder. */
const leastYield = 0.25;

/**
 * The gains of each layout, from what was measured of each sound when it was rendered: no sound is read. The limiter
 * takes more from a voice whose peaks are high, and leaves it quieter than the others; such a voice is turned up by
 * as much, which is tried again, because it then meets the limiter harder.
 */
export async function measureLevels(source: MixSource, options: LevelOptions): Promise<LayoutLevels> {
  const { signal, layouts, truePeak, onMeasured } = options;
  const plan = planLevels(source);
  const found: Partial<Record<MeasuredLayout, Levels>> = {};
  for (const layout of layouts) {
    const channels = channelGains(layout, source.speakers);
    const target = options.target ?? (channels.length === 1 ? -19 : -16);
    const ceiling = fromDecibels(truePeak);
    found[layout] = await settle(plan, { channels, target, ceiling, speech: options.speech, signal });
  }
  onMeasured?.(Math.round(source.duration * source.sounds.sampleRate));
  return found;
}

type Aim = {
  readonly channels: readonly (readonly number[])[];
  /** LUFS. */
  readonly target: number;
  /** Linear. */
  readonly ceiling: number;
  readonly speech: readonly number[];
  readonly signal: AbortSignal | undefined;
};

async function settle(plan: LevelPlan, { channels, target, ceiling, speech, signal }: Aim): Promise<Levels> {
  const programme = clampGain(target - commonLoudness);
  /** dB, beside the programme's. */
  let gains = speech.map((level) => clampGain(commonLoudness - level));
  let before: { readonly gains: readonly number[]; readonly heard: readonly number[] } | undefined;
  for (let trial = 0; trial < mostTrials; trial++) {
    const linear = gains.map((gain) => fromDecibels(gain + programme));
    const heard = await hearLevels(plan, { gains: linear, channels, ceiling }, signal);
    const known = heard.speakers.filter(Number.isFinite);
    const usual = known.reduce((sum, level) => sum + level, 0) / Math.max(1, known.length);
    const missing = Number.isFinite(heard.programme) ? target - heard.programme : 0;
    const off = heard.speakers.map((level) => (Number.isFinite(level) ? usual - level : 0));
    if (Math.abs(missing) < nearEnough && off.every((each) => Math.abs(each) < nearEnough)) break;
    const last = before;
    before = { gains, heard: heard.speakers };
    gains = gains.map((gain, index) => {
      const moved = gain - (last?.gains[index] ?? gain);
      const answered = (heard.speakers[index] ?? 0) - (last?.heard[index] ?? 0);
      return clampGain(gain + (missing + (off[index] ?? 0)) / yieldOf(moved, answered));
    });
  }
  return { speakers: gains.map(fromDecibels), programme: fromDecibels(programme) };
}

/** How much of a gain is heard: behind the limiter less than all, as the last step tells. */
function yieldOf(moved: number, answered: number): number {
  return Math.abs(moved) < nearEnough ? 1 : Math.max(leastYield, Math.min(1, answered / moved));
}

function clampGain(gain: number): number {
  return Number.isFinite(gain) ? Math.max(-mostGain, Math.min(mostGain, gain)) : 0;
}

/**
 * How far one utterance may be from its speaker's usual level before it is moved there, dB: people who talk with each
 * other are louder at times; turns that follow each other like lines that are read are to be equally loud.
 */
export const evenWithin = { natural: 3, sequential: 0 } as const satisfies Record<Style, number>;

/** The loudness of speech beside which the synthesised sounds have theirs. LUFS. */
export const soundsBeside = -23;

/**
 * Gains of single sounds: an utterance that stands out is brought near its speaker's level, a backchannel stays
 * `drop` below it, and synthesised sounds, which are made for a voice of usual level, follow a voice of another.
 */
export function evenTakes(material: ConversationMaterial, drop: number, style: Style): ConversationMaterial {
  const within = evenWithin[style];
  const usual = usualLevels(material);
  const speech = (speaker: string, take: Take): Take => {
    const level = usual.get(speaker);
    if (level === undefined || !Number.isFinite(take.level)) return take;
    const off = take.level - level;
    return Math.abs(off) <= within ? take : { ...take, gain: Math.sign(off) * within - off };
  };
  const sound = (speaker: string, take: Take): Take => {
    const level = usual.get(speaker) ?? soundsBeside;
    return { ...take, gain: level - soundsBeside };
  };
  const backchannel = (speaker: string, take: Take): Take => {
    const level = usual.get(speaker);
    if (level === undefined || !Number.isFinite(take.level)) return take;
    return { ...take, gain: Math.min(0, level - drop - take.level) };
  };
  return {
    ...material,
    turns: material.turns.map((turn) => ({
      ...turn,
      takes: turn.takes.map((take) => speech(turn.speaker, take)),
      insertions: turn.insertions.map((insertion) => {
        if (insertion.type === 'pause') return insertion;
        if (insertion.type === 'event') return { ...insertion, take: sound(turn.speaker, insertion.take) };
        if (insertion.type === 'listener-event') {
          return { ...insertion, take: sound(insertion.speaker, insertion.take) };
        }
        return { ...insertion, take: backchannel(insertion.speaker, insertion.take) };
      }),
    })),
    backchannels: Object.fromEntries(
      Object.entries(material.backchannels).map(([id, takes]) => [
        id,
        takes.map((known) => ({ ...known, take: backchannel(id, known.take) })),
      ]),
    ),
  };
}

/** Of each speaker, LUFS, with the gains of single sounds: what a speaker of sounds alone has is not known. */
export function speechLevels(material: ConversationMaterial): number[] {
  const usual = usualLevels(material);
  return material.speakers.map(({ id }) => usual.get(id) ?? soundsBeside);
}

/** Loudness of all that a speaker says in turns, LUFS. */
function usualLevels({ turns }: ConversationMaterial): Map<string, number> {
  const sums = new Map<string, { energy: number; seconds: number }>();
  for (const turn of turns) {
    for (const take of turn.takes) {
      const seconds = take.end - take.start;
      if (!Number.isFinite(take.level) || seconds <= 0) continue;
      const sum = sums.get(turn.speaker) ?? { energy: 0, seconds: 0 };
      sum.energy += seconds * fromDecibels(take.level + take.gain) ** 2;
      sum.seconds += seconds;
      sums.set(turn.speaker, sum);
    }
  }
  return new Map([...sums].map(([id, { energy, seconds }]) => [id, toDecibels(Math.sqrt(energy / seconds))]));
}

/**
 * dBTP that the limiter keeps. Below 32 kHz, voices and laughter reach up to half the rate, where peaks between the
 * samples are higher by up to .3 dB than BS.1770's four times oversampling tells; longer meters tell them.
 */
export function limiterCeiling({ truePeak }: { readonly truePeak: number }, sampleRate: number): number {
  return truePeak - (sampleRate < 32_000 ? 0.3 : 0);
}

/** Where levels are kept: what is higher than full scale, linear, does not fit into most files. */
export function clippingWarnings(peak: number): readonly string[] {
  if (peak <= 1) return [];
  return [
    `Levels are kept, and peaks reach ${toDecibels(peak).toFixed(1)} dB over full scale: they are clipped.`,
  ];
}
