import { findVoices, type HeardTrack, type OwnSound } from '../two-track/find-voices.ts';
import { findSurroundings, type Surroundings } from '../two-track/surroundings.ts';
import { createFeatureFinder, type TrackFeatures } from '../two-track/track-features.ts';
import { frameStep } from './activity.ts';

/** Listens to one channel for what is no speech, as it passes. */
export interface SoundListener {
  push(samples: Float32Array): void;
  /** The tracks with their sounds, and what is around them. */
  finish(tracks: readonly [HeardTrack, HeardTrack]): {
    readonly tracks: readonly HeardTrack[];
    readonly surroundings: readonly Omit<Surroundings, 'hum'>[];
  };
}

/** In memory of some numbers for each .01 s. */
export function createSoundListener(sampleRate: number): SoundListener {
  const whole = createFeatureFinder(sampleRate);
  // What tells sounds apart listens to two tracks: on the other one is nobody.
  const nobody = createFeatureFinder(sampleRate);
  return {
    push(samples) {
      whole.push(samples);
      nobody.push(new Float32Array(samples.length));
    },
    finish(tracks) {
      const features = whole.finish();
      const [{ sounds }] = findVoices([features, nobody.finish()]);
      const [one, other] = tracks;
      return {
        tracks: [
          { ...one, sounds: soundsOf(sounds, one, other) },
          { ...other, sounds: soundsOf(sounds, other, one) },
        ],
        surroundings: [around(features, one, other), around(features, other, one)],
      };
    },
  };
}

/** Most of a sound of somebody's throat must lie where they alone are heard: what lies elsewhere is on no track, or on both. */
const mostly = 0.6;

function soundsOf(sounds: readonly OwnSound[], own: HeardTrack, other: HeardTrack): readonly OwnSound[] {
  return sounds.filter(({ type, start, end }) => {
    if (type === 'noise') return false;
    const [from, to] = [Math.round(start / frameStep), Math.round(end / frameStep)];
    let alone = 0;
    for (let frame = from; frame < to; frame++)
      if (own.active[frame] === 1 && other.active[frame] !== 1) alone += 1;
    return alone >= mostly * (to - from);
  });
}

/** Both are on the one channel, each as loud as they are: nobody is quiet while the other speaks. */
function around(features: TrackFeatures, own: HeardTrack, other: HeardTrack): Omit<Surroundings, 'hum'> {
  return findSurroundings(
    { features, heard: { ...own, bleed: 0 } },
    { features, heard: { ...other, bleed: 0 } },
  );
}
