import { applyGain, createLimiter, createLoudnessMeter, fromDecibels, toDecibels } from '../dsp/index.ts';
import { evenWithin, mostGain, soundsBeside } from './levels.ts';
import type { Clip, Take } from './material.ts';
import type { Style } from './options.ts';

export type StreamLevelOptions = {
  /** LUFS of the programme. */
  readonly target: number;
  /** dBTP that the limiter will keep. */
  readonly ceiling: number;
  readonly style: Style;
  /** How far a backchannel stays below its speaker's speech, LU. */
  readonly drop: number;
  /** Hz. */
  readonly sampleRate: number;
};

/** Gains for one sound after another, from those before it. dB. */
export interface StreamLevels {
  /** Takes in what a speaker says in a turn, before its gain is asked for. */
  learn(speaker: string, take: Take, samples: Float32Array): void;
  /** Takes in how a speaker's backchannels sound: all that is known of who has only listened yet. */
  learnListener(speaker: string, takes: readonly Take[]): void;
  gainOf(clip: Pick<Clip, 'speaker' | 'kind'>, level: number): number;
  /** What brings a speaker to the target as a whole; undefined as long as nothing is known of them. */
  speakerGain(speaker: string): number | undefined;
}

/** So far from what is usual, an utterance tells little of its speaker. dB. */
const outlier = 3;

/** A speaker's level is held from here on. Seconds of speech. */
const enough = 12;

/** What a voice loses in the programme before it is known, LU: short words, which lose most, tell little. */
const usualLoss = 0.7;

type Known = {
  energy: number;
  seconds: number;
  /** What a second of it loses in the programme, LU, times the seconds. */
  lost: number;
};

/**
 * Brings each speaker to the programme's target by what they have said so far. The first take decides, those after
 * it mend it until the speaker is known; one that stands out is brought near the others and moves them little.
 */
export function createStreamLevels(options: StreamLevelOptions): StreamLevels {
  const within = evenWithin[options.style];
  const speakers = new Map<string, Known>();
  const listeners = new Map<string, number>();

  const usualOf = (speaker: string): number | undefined => {
    const known = speakers.get(speaker);
    return known === undefined ? listeners.get(speaker) : toDecibels(Math.sqrt(known.energy / known.seconds));
  };

  const ownGain = (speaker: string, usual: number): number => {
    const known = speakers.get(speaker);
    return options.target - usual + ((known?.lost ?? 0) + usualLoss) / ((known?.seconds ?? 0) + 1);
  };

  return {
    learn(speaker, take, samples) {
      const seconds = take.end - take.start;
      const known = speakers.get(speaker) ?? { energy: 0, seconds: 0, lost: 0 };
      if (!Number.isFinite(take.level) || seconds <= 0 || known.seconds >= enough) return;
      const usual = known.seconds >= 2 ? usualOf(speaker) : undefined;
      const level =
        usual === undefined ? take.level : Math.max(usual - outlier, Math.min(usual + outlier, take.level));
      known.energy += seconds * fromDecibels(level) ** 2;
      known.seconds += seconds;
      known.lost += seconds * lossInProgramme(take, samples, options);
      speakers.set(speaker, known);
    },
    learnListener(speaker, takes) {
      let [energy, seconds] = [0, 0];
      for (const { level, start, end } of takes) {
        if (!Number.isFinite(level)) continue;
        energy += (end - start) * fromDecibels(level) ** 2;
        seconds += end - start;
      }
      if (seconds > 0) listeners.set(speaker, toDecibels(Math.sqrt(energy / seconds)));
    },
    gainOf({ speaker, kind }, level) {
      const usual = usualOf(speaker);
      const known = speakers.get(speaker);
      const lost = ((known?.lost ?? 0) + usualLoss) / ((known?.seconds ?? 0) + 1);
      if (kind === 'event') return clamp(options.target - soundsBeside + lost);
      if (usual === undefined || !Number.isFinite(level)) return 0;
      const own = ownGain(speaker, usual);
      const off = level - usual;
      if (kind === 'backchannel') return clamp(own + Math.min(0, -options.drop - off));
      return clamp(Math.abs(off) <= within ? own : own + Math.sign(off) * within - off);
    },
    speakerGain(speaker) {
      const usual = usualOf(speaker);
      return usual === undefined ? undefined : clamp(ownGain(speaker, usual));
    },
  };
}

function clamp(gain: number): number {
  return Math.max(-mostGain, Math.min(mostGain, gain));
}

/** Silence beside a take when it is measured as others will measure it, in a conversation. Seconds. */
const beside = 0.2;

/**
 * How much quieter a take is in the programme than alone, LU: the limiter takes the peaks, and the blocks of the
 * measure that lie half in silence count too.
 */
function lossInProgramme(
  take: Take,
  samples: Float32Array,
  { target, ceiling, sampleRate }: StreamLevelOptions,
): number {
  const from = Math.round(take.start * sampleRate);
  const sound = samples.subarray(from, Math.max(from, Math.round(take.end * sampleRate)));
  const silence = Math.round(beside * sampleRate);
  const padded = new Float32Array(sound.length + 2 * silence);
  padded.set(sound, silence);
  applyGain(padded, fromDecibels(clamp(target - take.level)));
  const limiter = createLimiter({ sampleRate, channels: 1, ceiling });
  const meter = createLoudnessMeter({ sampleRate, channels: 1, peaks: false });
  meter.push(limiter.push([padded]));
  meter.push(limiter.flush());
  const { integrated } = meter.read();
  return Number.isFinite(integrated) ? Math.max(0, target - integrated) : 0;
}
