import type { Random } from '../../../src/dsp/index.ts';
import { bandCount } from '../../../src/live/ear/bands.ts';

/** Frames as another person, who is quicker or slower, would have made them at another microphone. */
export function varySpeech(frames: readonly Float32Array[], random: Random): Float32Array[] {
  const pace = Math.exp(0.22 * (2 * random.next() - 1));
  const shift = 1.2 * (2 * random.next() - 1);
  const tilt = 0.25 * random.normal();
  const bend = 0.2 * random.normal();
  const first = Math.floor(3 * random.next());
  const melody = 0.7 + 0.6 * random.next();
  const count = Math.max(6, Math.round((frames.length - first) / pace));
  return Array.from({ length: count }, (_, index) => {
    const frame = frames[Math.min(frames.length - 1, first + Math.floor(index * pace))];
    const varied = Float32Array.from(frame ?? []);
    for (let band = 0; band < bandCount; band++) {
      const place = Math.max(0, Math.min(bandCount - 1, band + shift));
      const low = Math.floor(place);
      const share = place - low;
      const value =
        (1 - share) * (frame?.[low] ?? 0) + share * (frame?.[Math.min(bandCount - 1, low + 1)] ?? 0);
      const at = (2 * band) / (bandCount - 1) - 1;
      varied[band] = value + tilt * at + bend * (at * at - 0.35) + 0.06 * random.normal();
    }
    varied[bandCount + 4] = melody * (frame?.[bandCount + 4] ?? 0);
    return varied;
  });
}
