/** Seconds for which a wave stands still at its top where something has cut it off. */
const shortest = 0.00025;
const longest = 0.02;
/** A fainter wave has few values to stand on: -26 dBFS. */
const least = 0.05;
/** Decibels of a place among levels, and how far below the highest sample a cut-off top may be. */
const step = 0.25;
const places = Math.ceil((-20 * Math.log10(least)) / step) + 1;
const reach = 2;

export interface FlatTops {
  /** So many samples in a row had this value. */
  count(value: number, samples: number): void;
  /** Samples on tops that are as high as the highest. */
  read(): number;
}

/** Finds clipping wherever it was: what was turned down later stands still below full scale. */
export function createFlatTops(sampleRate: number): FlatTops {
  const counts = new Float64Array(places);
  const fewest = Math.max(3, Math.round(shortest * sampleRate));
  const most = longest * sampleRate;
  let highest = places;
  return {
    count(value, samples) {
      const level = Math.abs(value);
      if (level < least) return;
      const place = Math.max(0, Math.min(places - 1, Math.floor((-20 * Math.log10(level)) / step)));
      highest = Math.min(highest, place);
      if (samples >= fewest && samples < most) counts[place] = (counts[place] ?? 0) + samples;
    },
    read() {
      let sum = 0;
      for (let place = highest; place < Math.min(places, highest + reach); place++) sum += counts[place] ?? 0;
      return sum;
    },
  };
}
