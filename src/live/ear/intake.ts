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
  // What came last, and what of it got through. In an array, as the loop then keeps its numbers in registers.
  const last = new Float64Array(2);
  let started = false;
  return {
    take(captured) {
      // Where nothing is played, nor rings on, there is nothing to be filtered.
      if (started && last[0] === 0 && last[1] === 0 && isSilent(captured)) return frame.fill(0);
      if (!started) last[0] = mended(captured[0] ?? 0);
      let before = last[0] ?? 0;
      let through = last[1] ?? 0;
      for (let index = 0; index < frameLength; index++) {
        let sample = captured[index] ?? 0;
        // Called only for what is at fault: a number that goes into a function is kept in memory, and thrown away.
        if (!(sample >= -loudest && sample <= loudest)) sample = mended(sample);
        const now = keep * (through + sample - before);
        before = sample;
        // Numbers too small for a converter slow processors down.
        through = Math.abs(now) < 1e-15 ? 0 : now;
        frame[index] = through;
      }
      last[0] = before;
      last[1] = through;
      started = true;
      return frame;
    },
  };
}

function mended(sample: number): number {
  if (sample >= -loudest && sample <= loudest) return sample;
  return Number.isNaN(sample) ? 0 : Math.sign(sample) * loudest;
}
