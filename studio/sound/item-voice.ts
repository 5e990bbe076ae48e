import type { ItemSound } from './item-sound.ts';
import { quietPoint } from './quiet-point.ts';

/** One item as it is heard: from where to where, with a fade wherever its sound is cut. */
export interface ItemVoice {
  readonly item: string;
  /** The next that will be heard. */
  readonly frame: number;
  readonly sounding: boolean;
  /** The next sample; 0 while it waits or is held. */
  next(): number;
  /** Falls silent at the quietest point within so many frames, or at once where nothing sounds. */
  breakOff(frames: number): void;
  /** It has fallen silent as it was told to. */
  readonly silenced: boolean;
  /** What follows, fading: for an item that something else takes the place of. */
  fading(): Float32Array;
}

/** Seconds: what an item begins with; each fade; the window in which a dip is looked for. */
const startBuffer = 0.06;
const fade = 0.008;
const dipWindow = 0.01;

export function createItemVoice(item: string, sound: ItemSound, from: number, rate: number): ItemVoice {
  const inFrames = (duration: number): number => Math.max(1, Math.round(duration * rate));
  const fadeFrames = inFrames(fade);
  const startFrames = inFrames(startBuffer);
  let frame = from;
  let phase: 'waiting' | 'sounding' | 'silenced' = 'waiting';
  /** Frames of output since something could have been played. */
  let waited = 0;
  /** How much of the fade-in is done, 0 to 1. */
  let rise = 0;
  let end = Infinity;

  const envelope = (): number => Math.min(1, rise, (Math.min(end, sound.end) - frame) / fadeFrames);

  /** With 60 ms in hand, or with what there is once no more comes. */
  const begin = (): boolean => {
    const there = sound.end - frame;
    if (there <= 0) return false;
    waited += 1;
    if (there < startFrames && waited < 2 * startFrames) return false;
    phase = 'sounding';
    // The very beginning of an item is played as it is.
    rise = frame === 0 ? 1 : 0;
    return true;
  };

  return {
    item,
    get frame() {
      return frame;
    },
    get sounding() {
      return phase === 'sounding';
    },
    get silenced() {
      return phase === 'silenced';
    },
    next() {
      if (phase === 'silenced' || (phase === 'waiting' && !begin())) return 0;
      if (frame >= end) {
        phase = 'silenced';
        return 0;
      }
      if (frame >= sound.end) {
        phase = 'waiting';
        waited = 0;
        return 0;
      }
      frame = Math.max(frame, sound.start);
      const sample = sound.at(frame) * envelope();
      frame += 1;
      rise = Math.min(1, rise + 1 / fadeFrames);
      return sample;
    },
    breakOff(frames) {
      if (phase !== 'sounding') {
        phase = 'silenced';
        return;
      }
      const coming = new Float32Array(Math.max(fadeFrames, Math.round(frames)));
      const count = sound.copy(frame, coming);
      const dip = quietPoint(coming.subarray(0, count), inFrames(dipWindow));
      end = Math.min(end, frame + Math.min(count, Math.max(fadeFrames, dip)));
    },
    fading() {
      const tail = new Float32Array(fadeFrames);
      if (phase !== 'sounding') return tail;
      sound.copy(frame, tail);
      const level = envelope();
      return tail.map((sample, index) => sample * level * (1 - index / fadeFrames));
    },
  };
}
