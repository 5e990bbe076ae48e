import { fadeIn, fadeOut, fromDecibels } from '../dsp/index.ts';
import type { Clip } from './material.ts';
import type { SoundBlock } from './mix-tracks.ts';

/** Tracks that grow at their end while they are read from their start; holds only what lies between. */
export interface StreamMixer {
  /** Frames read so far. */
  readonly position: number;
  /** Adds a stretch of `sound`, which may be dropped then. Its start is not yet read. `gain` is in dB. */
  add(clip: Clip, sound: Float32Array, gain: number): void;
  /** What sounds in the next frames. */
  read(frames: number): SoundBlock;
}

/** A clip as it sounds. */
type Piece = {
  readonly track: number;
  /** Frames from the start of the conversation. */
  readonly at: number;
  readonly samples: Float32Array;
  readonly gain: number;
};

export function createStreamMixer(speakers: readonly string[], sampleRate: number): StreamMixer {
  const tracks = new Map(speakers.map((speaker, track) => [speaker, track]));
  const frame = (seconds: number): number => Math.round(seconds * sampleRate);
  let pieces: Piece[] = [];
  let position = 0;
  return {
    get position() {
      return position;
    },
    add(clip, sound, gain) {
      const samples = cut(sound, frame(clip.from), frame(clip.to));
      if (clip.fadeIn > 0) fadeIn(samples, Math.min(frame(clip.fadeIn), samples.length));
      if (clip.fadeOut > 0) fadeOut(samples, Math.min(frame(clip.fadeOut), samples.length));
      const track = tracks.get(clip.speaker) ?? 0;
      pieces.push({ track, at: frame(clip.at), samples, gain: fromDecibels(gain) });
    },
    read(frames) {
      const [start, end] = [position, position + frames];
      const sounds = pieces.flatMap(({ track, at, samples, gain }) => {
        const [from, to] = [Math.max(0, start - at), Math.min(samples.length, end - at)];
        return to <= from ? [] : { track, at: at + from - start, samples: samples.subarray(from, to), gain };
      });
      position = end;
      pieces = pieces.filter(({ at, samples }) => at + samples.length > end);
      return { at: start, frames, sounds };
    },
  };
}

/** What lies outside the sound is silence. */
function cut(sound: Float32Array, from: number, to: number): Float32Array {
  const samples = new Float32Array(Math.max(0, to - from));
  const first = Math.max(0, from);
  samples.set(sound.subarray(first, Math.min(sound.length, to)), first - from);
  return samples;
}
