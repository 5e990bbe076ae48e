import { addScaled } from '../../../src/dsp/index.ts';
import {
  type Bout,
  boutEvidence,
  boutGap,
  growBout,
  isSpeechFrame,
  startBout,
} from '../../../src/live/bout.ts';
import { createEar } from '../../../src/live/ear/create-ear.ts';
import { type BoutEvidence, type Ear, frameDuration, frameLength } from '../../../src/live/index.ts';
import { addVoice, type TurnVoice } from '../../../src/live/overlap/addressed.ts';
import { isOver } from '../../../src/live/overlap/judge-overlap.ts';
import { createScenario, type ScenarioWish } from '../scenarios/create-scenario.ts';
import type { Scenario, ScenarioKind } from '../scenarios/scenario.ts';
import type { SpokenCache } from '../scenarios/spoken-cache.ts';
import { noiseRate } from '../sound-making.ts';

export const overlapKinds = ['interruption', 'backchannel', 'noise', 'background', 'side-talk'] as const;

/** What was known of a bout of sound a while after it began, and what it truly was. */
export type OverlapSample = {
  readonly id: string;
  readonly kind: ScenarioKind;
  readonly variant: string;
  readonly language: 'en' | 'zh';
  readonly text: string;
  /** dB, where it was varied. */
  readonly snr?: number;
  /** Of the bout within its event. */
  readonly bout: number;
  /** Seconds since the bout began. */
  readonly age: number;
  readonly evidence: BoutEvidence;
};

/** How all of an event sounded. */
export type VoiceSample = {
  readonly id: string;
  readonly kind: ScenarioKind;
  readonly voice: TurnVoice;
  readonly usualLevel?: number;
};

export type ScenarioSamples = {
  readonly looks: readonly OverlapSample[];
  /** Each bout once, when it is over. */
  readonly overs: readonly OverlapSample[];
  readonly voices: readonly VoiceSample[];
};

type Usual = { readonly level?: number; readonly pitch?: number };

/** Seconds between looks at a bout, and between the sounds of a scenario. */
const every = 0.06;
const apart = 2.5;

/** Every look at what sounds beside the user's turn in a scenario. `late`: seconds by which all of it comes later. */
export async function samplesOf(wish: ScenarioWish, cache: SpokenCache, late = 0): Promise<ScenarioSamples> {
  const scenario = await createScenario(wish, cache);
  const { sound, events } = trackOf(scenario, late);
  const ear = await createEar({ echoCancellation: 'off' });
  try {
    return follow(scenario, ear, sound, events);
  } finally {
    ear.close();
  }
}

type Event = {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly isTurn: boolean;
};

/** The user's track with its sounds one after another. */
function trackOf({ parts, floor }: Scenario, late: number): { sound: Float32Array; events: Event[] } {
  let at = 1 + late;
  const events = parts.map((part): Event & { readonly at: number; readonly samples: Float32Array } => {
    const start = at;
    at += part.samples.length / noiseRate + apart;
    return {
      at: start,
      samples: part.samples,
      start: start + part.start,
      end: start + part.end,
      text: part.words.map(({ text }) => text).join(' '),
      isTurn: part.role === 'turn',
    };
  });
  const sound = new Float32Array(Math.round(at * noiseRate));
  for (let index = 0; index < sound.length; index++) sound[index] = floor[index % floor.length] ?? 0;
  for (const { at: start, samples } of events) addScaled(sound, samples, Math.round(start * noiseRate), 1);
  return { sound, events };
}

function follow(
  { id, kind, variant, language, snr }: Scenario,
  ear: Ear,
  sound: Float32Array,
  events: readonly Event[],
): ScenarioSamples {
  const samples: OverlapSample[] = [];
  const overs: OverlapSample[] = [];
  const voices = new Map<Event, VoiceSample>();
  let usual: Usual = {};
  let bout: Bout | undefined;
  let count = 0;
  let looked = 0;
  let over = false;
  for (let frame = 0; (frame + 1) * frameLength <= sound.length; frame++) {
    const at = (frame + 1) * frameDuration;
    const heard = ear.hear(sound.subarray(frame * frameLength, (frame + 1) * frameLength)).frame;
    const event = events.find(({ start, end }) => at > start - 0.05 && at < end + 1);
    if (bout === undefined) {
      if (!isSpeechFrame(heard)) continue;
      bout = startBout(heard, at, true);
      count += 1;
      looked = 0;
      over = false;
    } else bout = growBout(bout, heard, at);
    const isDue = at - bout.start >= looked + every;
    const ends: boolean = !over && isOver(at - bout.heardEnd);
    if (event !== undefined && !event.isTurn && (isDue || ends)) {
      const evidence = boutEvidence(
        bout,
        at,
        { text: '', words: [], earlier: '', before: 0, recognised: false, asked: false },
        usual,
      );
      const { text } = event;
      const sample = { id, kind, variant, language, text, bout: count, age: at - bout.start, evidence };
      const whole = snr === undefined ? sample : { ...sample, snr };
      if (isDue) {
        looked = at - bout.start;
        samples.push(whole);
      }
      if (ends) overs.push(whole);
      over = over || ends;
    }
    if (at - bout.end < boutGap - 1e-9) continue;
    if (event?.isTurn === true && bout.voicedFrames >= 10) usual = learn(usual, bout);
    if (event !== undefined && !event.isTurn && bout.speechFrames * frameDuration >= 0.12) {
      const voice = addVoice(voices.get(event)?.voice, bout);
      voices.set(event, {
        id,
        kind,
        voice,
        ...(usual.level === undefined ? {} : { usualLevel: usual.level }),
      });
    }
    bout = undefined;
  }
  return { looks: samples, overs, voices: [...voices.values()] };
}

function learn(usual: Usual, bout: Bout): Usual {
  return {
    level: blend(usual.level, bout.level),
    pitch: blend(usual.pitch, bout.pitchSum / bout.voicedFrames),
  };
}

function blend(old: number | undefined, value: number): number {
  return old === undefined ? value : old * 0.7 + value * 0.3;
}
