import type { Ear, HeardFrame } from '../live/index.ts';

/** A frame of silence. */
const nothing = new Float32Array(320);

export interface FakeEar extends Ear {
  readonly closed: boolean;
  readonly frames: number;
}

/** An ear that takes whatever is louder than -40 dBFS for the user's own speech, at once, and nothing else. */
export function createFakeEar(hear?: (level: number, time: number) => Partial<HeardFrame>): FakeEar {
  let closed = false;
  let frames = 0;
  return {
    get closed() {
      return closed;
    },
    get frames() {
      return frames;
    },
    hear(captured = nothing) {
      frames += 1;
      const energy = captured.reduce((sum, sample) => sum + sample * sample, 0) / captured.length;
      const level = 10 * Math.log10(energy + 1e-12);
      const speaks = level > -40;
      const frame: HeardFrame = {
        speech: speaks ? 0.95 : 0.02,
        level,
        floor: -70,
        near: speaks ? 0.9 : 0.1,
        echo: 0,
        ...(speaks ? { pitch: 120 } : {}),
        ...hear?.(level, frames * 0.02),
      };
      return { frame, clean: captured };
    },
    close() {
      closed = true;
    },
  };
}
