import { analysisRate } from './mel-cepstrum.ts';
import { hop, levelOf } from './speech-features.ts';

/** Seconds around a frame in which its sound may begin. */
const reach = 0.04;
const step = 0.001;
/** Seconds under which the level is judged. */
const window = 0.004;

/** Seconds. Where, near a frame that follows a pause, sound begins. */
export function findOnset(samples: Float32Array, limit: number, frame: number): number {
  const centre = frame * hop;
  const [from, to] = [Math.max(0, centre - reach), centre + reach];
  let quiet = -1;
  const at = (time: number): number =>
    levelOf(samples, Math.round(time * analysisRate), Math.round(window * analysisRate));
  for (let time = from; time < to; time += step) {
    if (at(time) < limit) quiet = time;
    else if (time > centre && quiet >= 0) break;
  }
  return quiet < 0 || quiet >= to - step ? centre : quiet + step;
}
