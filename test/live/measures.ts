import { createResampler, findSpeech, type Interval, rmsAmplitude, toDecibels } from 'duologue/dsp';
import { agentSampleRate, type LiveNotice } from 'duologue/live';
import type { Performance } from '../../benchmarks/live/behaviours/theatre.ts';
import type { SpokenCache } from '../../benchmarks/live/scenarios/spoken-cache.ts';

type NoticeOf<Type extends LiveNotice['type']> = Extract<LiveNotice, { type: Type }>;

export function noticesOf<Type extends LiveNotice['type']>(
  { notices }: Pick<Performance, 'notices'>,
  type: Type,
): NoticeOf<Type>[] {
  return notices.filter((notice): notice is NoticeOf<Type> => notice.type === type);
}

/** Where the agent sounds, by energy alone. */
export function heardSpeech({ agent }: Performance, minimumSilence = 0.2): readonly Interval[] {
  return findSpeech({ samples: agent, sampleRate: agentSampleRate }, { threshold: -45, minimumSilence });
}

/** When the agent's first sound after a time begins. */
export function firstSound(performance: Performance, after: number): number {
  return heardSpeech(performance).find(({ start }) => start >= after)?.start ?? Infinity;
}

/** From when on the agent is silent for .6 s at least, which is longer than a breath; `after` or later. */
export function silentFrom({ agent, duration }: Performance, after: number): number {
  const block = 0.005;
  let since: number | undefined;
  for (let time = after; time < duration; time += block) {
    if (levelOf(agent, time, time + block) > -60) since = undefined;
    else since ??= time;
    if (since !== undefined && time - since > 0.6) return since;
  }
  return since ?? Infinity;
}

/** dBFS. */
export function levelOf(samples: Float32Array, from: number, to: number): number {
  const piece = samples.subarray(Math.round(from * agentSampleRate), Math.round(to * agentSampleRate));
  const level = piece.length === 0 ? Number.NEGATIVE_INFINITY : toDecibels(rmsAmplitude(piece));
  return Math.max(-120, level);
}

/** dB by which the agent differs from how it sounds undisturbed; nothing where that is silent. */
export function gainAt(
  played: Performance,
  undisturbed: Performance,
  time: number,
  around = 0.02,
): number | undefined {
  const usual = levelOf(undisturbed.agent, time - around, time + around);
  return usual < -50 ? undefined : levelOf(played.agent, time - around, time + around) - usual;
}

/** The largest bend of the wave in a stretch: a sound that is cut off clicks, which is a bend beyond those of speech. */
export function sharpestBend(samples: Float32Array, from: number, to: number): number {
  let most = 0;
  const end = Math.min(samples.length - 1, Math.round(to * agentSampleRate));
  for (let index = Math.max(1, Math.round(from * agentSampleRate)); index < end; index += 1) {
    const bend = (samples[index - 1] ?? 0) - 2 * (samples[index] ?? 0) + (samples[index + 1] ?? 0);
    most = Math.max(most, Math.abs(bend));
  }
  return most;
}

/** How a text sounds in a voice, at the agent's rate, from its first sound on. */
export async function ownSound(cache: SpokenCache, text: string, voice = 'flite/slt'): Promise<Float32Array> {
  const { audio } = await cache.speak(voice, text);
  const resampler = createResampler({ from: audio.sampleRate, to: agentSampleRate, quality: 'light' });
  const sound = resampler.push(audio.samples);
  const first = sound.findIndex((sample) => Math.abs(sample) > 0.003);
  return sound.slice(Math.max(0, first));
}

/** Where a sound is found again between two times, and how alike the best place is: 0 to 1. */
export function findSound(
  samples: Float32Array,
  wanted: Float32Array,
  from: number,
  to: number,
): { readonly at: number; readonly likeness: number } {
  const length = Math.min(wanted.length, Math.round(0.3 * agentSampleRate));
  const own = energy(wanted, 0, length, 1);
  let best = { at: 0, likeness: -1 };
  const score = (place: number, stride: number): number => {
    let cross = 0;
    for (let index = 0; index < length; index += stride) {
      cross += (samples[place + index] ?? 0) * (wanted[index] ?? 0);
    }
    const there = energy(samples, place, length, stride);
    return there < 1e-6 ? 0 : (cross * Math.sqrt(stride)) / Math.sqrt(there * own);
  };
  const last = Math.min(samples.length - length, Math.round(to * agentSampleRate));
  for (let place = Math.max(0, Math.round(from * agentSampleRate)); place < last; place += 2) {
    const rough = score(place, 7);
    if (rough > best.likeness - 0.15) {
      const likeness = score(place, 1);
      if (likeness > best.likeness) best = { at: place / agentSampleRate, likeness };
    }
  }
  return best;
}

function energy(samples: Float32Array, from: number, length: number, stride: number): number {
  let sum = 0;
  for (let index = 0; index < length; index += stride) sum += (samples[from + index] ?? 0) ** 2;
  return sum;
}
