import {
  type Audio,
  applyGain,
  createRandom,
  fadeIn,
  fadeOut,
  peakAmplitude,
  type Random,
  resample,
} from '../../dsp/index.ts';
import type { EventType } from '../../timeline/index.ts';
import type { Throat } from '../voice.ts';
import { VoiceError } from '../voice-error.ts';
import { airway } from './airway.ts';
import { backchannels } from './backchannels.ts';
import { breaths } from './breaths.ts';
import { crying } from './crying.ts';
import { type Gesture, type Span, withPace } from './gesture.ts';
import { interjections } from './interjections.ts';
import { type LaughOptions, laughter } from './laughter.ts';
import { atLoudness, audibleSpan } from './level.ts';
import { renderGesture, workingRate } from './render-gesture.ts';

const gestures = { ...backchannels, ...interjections, ...laughter, ...breaths, ...airway, ...crying };

export type VocalSoundName = keyof typeof gestures;

/** Loudness of a sound's active part, LUFS, beside speech at `speechLoudness`. */
const loudness: Readonly<Record<VocalSoundName, number>> = {
  'mm-hm': -29,
  'uh-huh': -29,
  'mm-mm': -28,
  'uh-uh': -27.5,
  mm: -29,
  hmm: -29,
  'mm-question': -28,
  'en-agree': -29,
  'en-question': -28,
  'en-filler': -28,
  uh: -27,
  um: -27,
  er: -27,
  erm: -27,
  'e-filler': -27,
  huh: -27,
  ah: -27,
  oh: -27,
  'a-agree': -28,
  'a-question': -26,
  'o-agree': -28,
  'o-question': -26,
  'ei-question': -26,
  'hearty-laugh': -22.5,
  chuckle: -24.5,
  'breathy-laugh': -32,
  breath: -40.5,
  sigh: -36,
  'voiced-sigh': -31,
  gasp: -32,
  sniff: -36,
  cough: -22,
  'throat-clear': -27,
  'lip-smack': -36,
  sob: -27,
};

/** The level of speech, LUFS, beside which the sounds have their loudness. */
export const speechLoudness = -23;

export const vocalSoundNames: readonly VocalSoundName[] = Object.freeze(
  Object.keys(loudness).filter(isVocalSoundName),
);

function isVocalSoundName(name: string): name is VocalSoundName {
  return Object.hasOwn(gestures, name);
}

export type VocalSoundOptions = {
  readonly sound: VocalSoundName;
  /** Whose sound it is: pitch 40 to 1000 Hz, tract .5 to 1.4. */
  readonly throat: Throat;
  /** What varies from one take to the next is drawn from it. */
  readonly seed: string;
  /** Hz, 4,000 to 384,000. */
  readonly sampleRate: number;
  /** How much is put into it, 0 to 1, default .5: 6 dB and a little pitch from end to end; longer laughs. */
  readonly effort?: number;
};

/** A sound and where its syllables (a laugh's calls) are in it. */
export type VocalSound = { readonly audio: Audio; readonly syllables: readonly Span[] };

export type VocalTake = VocalSoundOptions & {
  /** Calls of a laugh; drawn where none is given. */
  readonly calls?: number;
  /** 2 is twice as fast at the same pitch; default 1. */
  readonly speed?: number;
};

/**
 * A laugh, a breath or an `mm-hm`: made by a model of the glottis and the vocal tract, not from recordings.
 * It begins to sound at its first sample, has no silence behind it, and is levelled beside speech at -23 LUFS.
 */
export function createVocalSound(options: VocalSoundOptions): Audio {
  return renderVocalSound(options).audio;
}

export function renderVocalSound(take: VocalTake): VocalSound {
  checkTake(take);
  const { sound, throat, seed, sampleRate, effort = 0.5, speed = 1, calls } = take;
  const random = createRandom(`${sound}/${seed}`);
  const gesture = gestureFor(sound, random.fork('gesture'), {
    pitch: throat.pitch,
    effort,
    ...(calls === undefined ? {} : { calls }),
  });
  const paced = withEffort(withPace(gesture, speed), effort);
  const raw = renderGesture(paced, throat, random.fork('sound'));
  const level = loudness[sound] + 6 * (effort - 0.5) + 0.4 * clamp(random.normal(), -2, 2);
  const levelled = atLoudness(raw, level);
  const span = audibleSpan(levelled, workingRate);
  const trimmed = levelled.slice(Math.round(span.start * workingRate), Math.round(span.end * workingRate));
  fadeIn(trimmed, Math.min(trimmed.length, Math.round(0.001 * workingRate)));
  fadeOut(trimmed, Math.min(trimmed.length, Math.round(0.008 * workingRate)));
  const audio = withinFullScale(resample({ samples: trimmed, sampleRate: workingRate }, sampleRate));
  const duration = audio.samples.length / sampleRate;
  const syllables = paced.syllables.map(({ start, end }, index) => ({
    start: index === 0 ? 0 : clamp(start - span.start, 0, duration),
    end: clamp(end - span.start, 0, duration),
  }));
  return { audio, syllables };
}

const eventSounds: Readonly<Record<EventType, readonly VocalSoundName[]>> = {
  laughter: ['chuckle', 'chuckle', 'hearty-laugh', 'hearty-laugh', 'breathy-laugh'],
  breath: ['breath'],
  sigh: ['sigh', 'voiced-sigh'],
  cough: ['cough'],
  sniff: ['sniff'],
  'throat-clear': ['throat-clear'],
  'lip-smack': ['lip-smack'],
  filler: ['uh', 'um'],
  gasp: ['gasp'],
  cry: ['sob'],
  noise: [],
  music: [],
  silence: [],
};

/** The sound of a timeline's event; none for what no throat makes (noise, music, silence). */
export function eventSound(
  eventType: EventType,
  throat: Throat,
  seed: string,
  sampleRate: number,
): Audio | undefined {
  const choices = eventSounds[eventType];
  const sound = choices[createRandom(`${eventType}/${seed}`).integer(choices.length)];
  return sound === undefined ? undefined : createVocalSound({ sound, throat, seed, sampleRate });
}

function gestureFor(sound: VocalSoundName, random: Random, options: LaughOptions): Gesture {
  return gestures[sound](random, options);
}

/** A harder push presses the folds together and raises the pitch. */
function withEffort(gesture: Gesture, effort: number): Gesture {
  const push = effort - 0.5;
  return {
    ...gesture,
    pitch: gesture.pitch.map(([time, semitones]) => [time, semitones + 3 * push] as const),
    laxness: gesture.laxness.map(([time, laxness]) => [time, laxness * (1 - 0.4 * push)] as const),
  };
}

function checkTake({ sound, throat, sampleRate, effort = 0.5 }: VocalTake): void {
  if (!isVocalSoundName(sound)) {
    throw new VoiceError(
      `There is no vocal sound "${String(sound)}". There are: ${vocalSoundNames.join(', ')}.`,
    );
  }
  requireWithin('throat.pitch', throat.pitch, 40, 1000);
  requireWithin('throat.tract', throat.tract, 0.5, 1.4);
  requireWithin('sampleRate', sampleRate, 4000, 384_000);
  requireWithin('effort', effort, 0, 1);
}

function requireWithin(field: string, value: number, lowest: number, highest: number): void {
  if (value >= lowest && value <= highest) return;
  throw new VoiceError(`${field} of a vocal sound is ${value}; give a number from ${lowest} to ${highest}.`);
}

/** A resampler may overshoot what it was given. */
function withinFullScale(audio: Audio): Audio {
  const peak = peakAmplitude(audio.samples);
  return peak < 0.98 ? audio : { ...audio, samples: applyGain(audio.samples, 0.98 / peak) };
}

function clamp(value: number, lowest: number, highest: number): number {
  return Math.min(highest, Math.max(lowest, value));
}
