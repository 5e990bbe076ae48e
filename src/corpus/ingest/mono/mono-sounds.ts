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

/** Seconds that are listened to at once: what is kept does not grow with the recording. */
const stretch = 600;

/** Sounds are heard stretch by stretch; what is around the speakers, in the first. */
export function createSoundListener(sampleRate: number): SoundListener {
  const most = stretch * sampleRate;
  const found: OwnSound[] = [];
  let first: TrackFeatures | undefined;
  let finders = createFinders(sampleRate);
  let [taken, before] = [0, 0];
  const close = (): void => {
    const { features, sounds } = finders.finish();
    first ??= features;
    for (const sound of sounds)
      found.push({ ...sound, start: sound.start + before, end: sound.end + before });
    before += taken / sampleRate;
    taken = 0;
    finders = createFinders(sampleRate);
  };
  return {
    push(samples) {
      for (let at = 0; at < samples.length; ) {
        const part = samples.subarray(at, at + most - taken);
        finders.push(part);
        taken += part.length;
        at += part.length;
        if (taken === most) close();
      }
    },
    finish(tracks) {
      if (taken > 0 || first === undefined) close();
      const [one, other] = tracks;
      const features = first;
      if (features === undefined) return { tracks, surroundings: [] };
      return {
        tracks: [
          { ...one, sounds: soundsOf(found, one, other) },
          { ...other, sounds: soundsOf(found, other, one) },
        ],
        surroundings: [around(features, one, other), around(features, other, one)],
      };
    },
  };
}

function createFinders(sampleRate: number) {
  const whole = createFeatureFinder(sampleRate);
  // What tells sounds apart listens to two tracks: on the other one is nobody.
  const nobody = createFeatureFinder(sampleRate);
  return {
    push(samples: Float32Array): void {
      whole.push(samples);
      nobody.push(new Float32Array(samples.length));
    },
    finish() {
      const features = whole.finish();
      return { features, sounds: findVoices([features, nobody.finish()])[0].sounds };
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
  const heard = (track: HeardTrack): HeardTrack => ({
    ...track,
    active: track.active.subarray(0, features.frames),
    sounds: [],
    bleed: 0,
  });
  return findSurroundings({ features, heard: heard(own) }, { features, heard: heard(other) });
}
