import { earSampleRate, frameLength } from '../heard-frame.ts';
import { isSilent } from './silent-frame.ts';

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
      // Where nothing is played, nor rings on, there is nothing to be filtered.
      if (started && before === 0 && passed === 0 && isSilent(captured)) return frame.fill(0);
      // Of its own: what outlives the frame is slow to write.
      let last = started ? before : finite(captured[0] ?? 0);
      let through = passed;
      for (let index = 0; index < frameLength; index++) {
        const sample = finite(captured[index] ?? 0);
        const now = keep * (through + sample - last);
        last = sample;
        // Numbers too small for a converter slow processors down.
        through = Math.abs(now) < 1e-15 ? 0 : now;
        frame[index] = through;
      }
      before = last;
      passed = through;
      started = true;
      return frame;
    },
  };
}

function finite(sample: number): number {
  if (sample >= -loudest && sample <= loudest) return sample;
  return Number.isNaN(sample) ? 0 : Math.sign(sample) * loudest;
}
