import type { Audio } from './audio.ts';
import { fromDecibels } from './decibels.ts';
import { requireRange, requireRate } from './dsp-error.ts';
import { finiteSamples } from './finite.ts';

export type SilenceOptions = {
  /**
   * dB below the level of the utterance's own loud parts at which sound begins, -120 to 0; default -40,
   * where a weak `f` or the end of a trailing vowel still counts as sound.
   */
  readonly threshold?: number;
  /** dBFS below which nothing counts as sound, however quiet the utterance; -200 to 0, default -70. */
  readonly floor?: number;
};

/** Seconds. All of the duration is leading silence where there is no sound at all. */
export type Silence = {
  readonly leading: number;
  readonly trailing: number;
};

/** How long the silence before and after the sound of an utterance is, to about a millisecond. */
export function measureSilence(audio: Audio, options: SilenceOptions = {}): Silence {
  const { first, last } = soundBounds(audio, options);
  return {
    leading: first / audio.sampleRate,
    trailing: (audio.samples.length - last) / audio.sampleRate,
  };
}

export type TrimOptions = SilenceOptions & {
  /** Seconds of the silence to leave on both sides, 0 or more; default 0. */
  readonly padding?: number;
};

/** A view, not a copy, of the sound between leading and trailing silence; empty where there is no sound. */
export function trimSilence(audio: Audio, options: TrimOptions = {}): Audio {
  const { padding = 0, ...silence } = options;
  requireRange('padding', padding, 0, Number.MAX_VALUE);
  const { first, last } = soundBounds(audio, silence);
  if (first >= last) {
    return { samples: audio.samples.subarray(0, 0), sampleRate: audio.sampleRate };
  }
  const frames = Math.round(padding * audio.sampleRate);
  return {
    samples: audio.samples.subarray(Math.max(0, first - frames), last + frames),
    sampleRate: audio.sampleRate,
  };
}

export type SpeechOptions = SilenceOptions & {
  /** Seconds. A shorter silence does not part two intervals; default .2. */
  readonly minimumSilence?: number;
  /** Seconds. A shorter sound is left out; default .02. */
  readonly minimumSpeech?: number;
  /** Seconds added on both sides of each interval; default 0. */
  readonly padding?: number;
};

/** Seconds from the first sample. */
export type Interval = {
  readonly start: number;
  readonly end: number;
};

/** The intervals that have sound, in order, apart from each other. By energy alone: a door counts as well. */
export function findSpeech(audio: Audio, options: SpeechOptions = {}): readonly Interval[] {
  const { minimumSilence = 0.2, minimumSpeech = 0.02, padding = 0, ...silence } = options;
  requireRange('minimumSilence', minimumSilence, 0, Number.MAX_VALUE);
  requireRange('minimumSpeech', minimumSpeech, 0, Number.MAX_VALUE);
  requireRange('padding', padding, 0, Number.MAX_VALUE);
  const { active, hop } = findActiveFrames(audio, silence);
  const duration = audio.samples.length / audio.sampleRate;
  const joined: { start: number; end: number }[] = [];
  for (const { from, to } of runsOf(active)) {
    const start = (from * hop) / audio.sampleRate;
    const end = Math.min(duration, (to * hop) / audio.sampleRate);
    const previous = joined.at(-1);
    if (previous !== undefined && start - previous.end < minimumSilence) {
      previous.end = end;
    } else {
      joined.push({ start, end });
    }
  }
  const padded: { start: number; end: number }[] = [];
  for (const { start, end } of joined.filter((sound) => sound.end - sound.start >= minimumSpeech)) {
    const previous = padded.at(-1);
    const earlier = Math.max(0, start - padding);
    if (previous !== undefined && earlier <= previous.end) {
      previous.end = Math.min(duration, end + padding);
    } else {
      padded.push({ start: earlier, end: Math.min(duration, end + padding) });
    }
  }
  return padded;
}

function soundBounds(audio: Audio, options: SilenceOptions): { first: number; last: number } {
  const { active, hop } = findActiveFrames(audio, options);
  const first = active.indexOf(1);
  if (first === -1) {
    return { first: audio.samples.length, last: audio.samples.length };
  }
  return { first: first * hop, last: Math.min(audio.samples.length, (active.lastIndexOf(1) + 1) * hop) };
}

type ActiveFrames = {
  /** 1 where the frame has sound. */
  readonly active: Uint8Array;
  /** Samples from one frame to the next. */
  readonly hop: number;
};

/** Frames of a millisecond, so short that they follow an onset, told from silence by their energy. */
function findActiveFrames(audio: Audio, options: SilenceOptions): ActiveFrames {
  const { threshold = -40, floor = -70 } = options;
  requireRate('sampleRate', audio.sampleRate);
  requireRange('threshold', threshold, -120, 0);
  requireRange('floor', floor, -200, 0);
  const hop = Math.max(1, Math.round(audio.sampleRate / 1000));
  const samples = finiteSamples(audio.samples);
  const powers = framePowers(samples, hop);
  const limit = Math.max(
    loudPower(powers, audio.sampleRate / hop) * fromDecibels(threshold) ** 2,
    fromDecibels(floor) ** 2,
  );
  return { active: Uint8Array.from(powers, (power) => (power > limit ? 1 : 0)), hop };
}

/** Mean squares about the mean of the whole, so that a constant offset is no sound. */
function framePowers(samples: Float32Array, hop: number): Float64Array {
  let sum = 0;
  for (const sample of samples) {
    sum += sample;
  }
  const offset = samples.length === 0 ? 0 : sum / samples.length;
  const powers = new Float64Array(Math.ceil(samples.length / hop));
  for (let frame = 0; frame < powers.length; frame++) {
    const end = Math.min(samples.length, (frame + 1) * hop);
    let energy = 0;
    for (let index = frame * hop; index < end; index++) {
      const sample = samples[index]! - offset;
      energy += sample * sample;
    }
    powers[frame] = energy / (end - frame * hop);
  }
  return powers;
}

/** The power of the loud parts: of frames of 20 ms, the one that 1 in 10 of those with any sound exceed. */
function loudPower(powers: Float64Array, framesPerSecond: number): number {
  const width = Math.max(1, Math.round(framesPerSecond * 0.02));
  const wide = new Float64Array(Math.ceil(powers.length / width));
  for (let index = 0; index < powers.length; index++) {
    const group = Math.floor(index / width);
    wide[group] = wide[group]! + powers[index]! / width;
  }
  const loudest = wide.reduce((most, power) => Math.max(most, power), 0);
  const sounding = wide.filter((power) => power > loudest * 1e-4).toSorted();
  return sounding[Math.floor(sounding.length * 0.9)] ?? 0;
}

function runsOf(active: Uint8Array): readonly { readonly from: number; readonly to: number }[] {
  const runs: { from: number; to: number }[] = [];
  let from = active.indexOf(1);
  while (from !== -1) {
    const stop = active.indexOf(0, from);
    const to = stop === -1 ? active.length : stop;
    runs.push({ from, to });
    from = active.indexOf(1, to);
  }
  return runs;
}
