import type { Audio } from './audio.ts';
import { fromDecibels } from './decibels.ts';
import { requireRange, requireRate } from './dsp-error.ts';
import { finiteSamples } from './finite.ts';

export type SilenceOptions = {
  /**
   * dB below the level of the utterance's own loud parts at which sound begins, -120 to 0; default -40,
   * where a weak `f` or the end of a trailing vowel still counts as sound. Where the quiet parts are noisier
   * than that, sound begins 10 dB above them, but never later than 30 dB below the loud parts.
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
  const { loud, noise, offset } = measureLevels(samples, hop * wideFrame);
  const limit = Math.max(
    loud * fromDecibels(threshold) ** 2,
    Math.min(noise * fromDecibels(aboveNoise) ** 2, loud * fromDecibels(belowLoud) ** 2),
    fromDecibels(floor) ** 2,
  );
  const active = new Uint8Array(Math.ceil(samples.length / hop));
  for (let frame = 0; frame < active.length; frame++) {
    active[frame] = powerBetween(samples, frame * hop, (frame + 1) * hop, offset) > limit ? 1 : 0;
  }
  return { active, hop };
}

/** Milliseconds of the frames by which levels are judged: two periods of a low voice. */
const wideFrame = 20;
/** dB by which a frame of a millisecond never exceeds the mean of the noise that it is a part of. */
const aboveNoise = 10;
/** dB below the loud parts beyond which nothing is taken for noise: it may be speech that has no pause. */
const belowLoud = -30;

type Levels = {
  /** Power of the loud parts: what 1 in 10 of the frames with any sound exceed. */
  readonly loud: number;
  /** Power of the quietest of 20 frames. */
  readonly noise: number;
  /** The constant on which the signal stands, told from the quiet frames: voices are lopsided. */
  readonly offset: number;
};

function measureLevels(samples: Float32Array, width: number): Levels {
  const frames: { mean: number; power: number }[] = [];
  for (let start = 0; start === 0 || start + width <= samples.length; start += width) {
    const end = Math.min(samples.length, start + width);
    let sum = 0;
    for (let index = start; index < end; index++) {
      sum += samples[index]!;
    }
    const mean = end === start ? 0 : sum / (end - start);
    frames.push({ mean, power: powerBetween(samples, start, end, mean) });
  }
  const sorted = frames.toSorted((a, b) => a.power - b.power);
  const quiet = sorted.slice(0, Math.ceil(sorted.length / 20));
  const offset = quiet.map(({ mean }) => mean).toSorted((a, b) => a - b)[quiet.length >> 1]!;
  const sounding = sorted.filter(({ power }) => power > sorted.at(-1)!.power * 1e-4);
  return {
    loud: sounding[Math.floor(sounding.length * 0.9)]?.power ?? 0,
    noise: quiet.at(-1)!.power,
    offset,
  };
}

/** The mean square about `offset` of the samples that there are from `start` to `end`; 0 for none. */
function powerBetween(samples: Float32Array, start: number, end: number, offset: number): number {
  const last = Math.min(samples.length, end);
  let energy = 0;
  for (let index = start; index < last; index++) {
    const sample = samples[index]! - offset;
    energy += sample * sample;
  }
  return last > start ? energy / (last - start) : 0;
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
