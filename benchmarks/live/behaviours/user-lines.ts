import { createNoise, type NoiseKind } from '../noises.ts';
import { drySpeech, placed, roomNoise, spanOf, speechPart, withPause } from '../scenarios/place-sound.ts';
import type { UserPart, UserTrigger } from '../scenarios/scenario.ts';
import type { SpokenCache } from '../scenarios/spoken-cache.ts';

export type LineOptions = {
  readonly voice?: string;
  /** dBFS where it sounds; default -24. */
  readonly level?: number;
  /** Default `near`. */
  readonly from?: 'near' | 'turned' | 'far' | 'dry';
  /** Silence of so many seconds after so many words. */
  readonly pause?: { readonly after: number; readonly duration: number };
};

/** Steady hiss and hum of a quiet room, 40 dB below who speaks. */
export const quietRoom = roomNoise(-66, 'theatre');

export const at = (time: number): UserTrigger => ({ type: 'time-reached', at: time });
export const overAgent = (after: number): UserTrigger => ({ type: 'agent-began', after });
export const afterAgent = (after: number): UserTrigger => ({ type: 'agent-ended', after });

/** Somebody says something at the microphone, or elsewhere in the room. */
export async function says(
  cache: SpokenCache,
  text: string,
  when: UserTrigger,
  { voice = 'flite/rms', level = -24, from = 'near', pause }: LineOptions = {},
): Promise<UserPart> {
  const spoken = drySpeech(await cache.speak(voice, text));
  const before = pause === undefined ? undefined : spoken.words[pause.after - 1];
  const dry =
    pause === undefined || before === undefined ? spoken : withPause(spoken, before.end, pause.duration);
  return speechPart(dry, { half: 'tuning', seed: 'theatre', level, from }, { role: 'turn', when });
}

/** A noise of the room. */
export function noiseAt(
  kind: NoiseKind,
  when: UserTrigger,
  { level = -30, seed = 'theatre', duration }: { level?: number; seed?: string; duration?: number } = {},
): UserPart {
  const { samples } = createNoise({
    kind,
    half: 'tuning',
    seed,
    ...(duration === undefined ? {} : { duration }),
  });
  return soundAt(samples, when, level);
}

export function soundAt(samples: Float32Array, when: UserTrigger, level: number): UserPart {
  return {
    role: 'event',
    when,
    samples: placed(samples, { half: 'tuning', seed: 'theatre', level, from: 'near' }),
    ...spanOf(samples),
    words: [],
    missed: 0,
  };
}
