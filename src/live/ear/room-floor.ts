import { frameDuration } from '../heard-frame.ts';
import { bandCount } from './bands.ts';

/** Frames in a part of the look back, and parts in it: 1.6 s, in which even quick speech leaves each band once. */
const partFrames = 10;
const parts = 8;
/** Of the power: about .07 s. */
const smoothing = 0.75;
/** The least of 80 smoothed powers of noise lies this much below their mean, by measure; narrow bands vary more. */
const bias = (band: number): number => 1.25 + 1.35 / (1 + band / 4);
/** dB a second that the floor may climb: at once where nothing sounds like a voice, hardly where one does. */
const climb = { still: 60, voiced: 1.5 };
/** Power of a band below which there is no room, only a converter: about -85 dBFS in all. */
const lowest = 1.6e-10;

/** The power that is always there, band by band: the least of the last 1.6 s (Martin's minimum statistics). */
export interface RoomFloor {
  /** By band, to be read before the next `hear`. */
  readonly bands: Float64Array;
  /** `voiced`: 0 to 1, the share of the last second that was voiced. */
  hear(bands: Float64Array, voiced: number): void;
}

export function createRoomFloor(): RoomFloor {
  const smoothed = new Float64Array(bandCount);
  const least = new Float64Array(bandCount * parts).fill(Number.POSITIVE_INFINITY);
  const floor = new Float64Array(bandCount).fill(lowest);
  let frame = 0;
  return {
    bands: floor,
    hear(bands, voiced) {
      const part = Math.floor(frame / partFrames) % parts;
      const fresh = frame % partFrames === 0;
      const rate = climb.still + (climb.voiced - climb.still) * Math.min(1, 2 * voiced);
      const most = 10 ** ((rate * frameDuration) / 10);
      for (let band = 0; band < bandCount; band++) {
        const power = bands[band] ?? 0;
        const before = smoothed[band] ?? 0;
        const now = frame === 0 ? power : before + (1 - smoothing) * (power - before);
        smoothed[band] = now;
        const place = band * parts + part;
        least[place] = fresh ? now : Math.min(now, least[place] ?? now);
        let minimum = now;
        for (let other = 0; other < parts; other++)
          minimum = Math.min(minimum, least[band * parts + other] ?? now);
        const wanted = Math.max(lowest, minimum * bias(band));
        floor[band] = frame === 0 ? wanted : Math.min(wanted, (floor[band] ?? wanted) * most);
      }
      frame++;
    },
  };
}
