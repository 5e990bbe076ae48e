import { earSampleRate, frameLength } from '../heard-frame.ts';

/** Nothing that microphones bring is louder; what is, is a fault. */
const loudest = 4;
/** Hz below which there is no voice, only hum, wind and the converter's offset. */
const corner = 60;

/** Makes of whatever comes a frame that can be measured: finite, and without an offset. */
export interface Intake {
  /** The frame is its own, and written anew by the next `take`. */
  take(captured: Float32Array): Float32Array;
}

export function createIntake(): Intake {
  const frame = new Float32Array(frameLength);
  const keep = Math.exp((-2 * Math.PI * corner) / earSampleRate);
  let before = 0;
  let passed = 0;
  let started = false;
  return {
    take(captured) {
      for (let index = 0; index < frameLength; index++) {
        const sample = finite(captured[index] ?? 0);
        if (!started) before = sample;
        started = true;
        const now = keep * (passed + sample - before);
        before = sample;
        // Numbers too small for a converter slow processors down.
        passed = Math.abs(now) < 1e-15 ? 0 : now;
        frame[index] = passed;
      }
      return frame;
    },
  };
}

function finite(sample: number): number {
  if (sample >= -loudest && sample <= loudest) return sample;
  return Number.isNaN(sample) ? 0 : Math.sign(sample) * loudest;
}
