/** A power's place: its exponent and the first six bits of its fraction, which tell it to within 1.6 %. */
const shift = 17;
const places = 2 ** 14;

/** Counts powers by their size, so that where one stands among thousands is found without sorting them. */
export interface PowerHistogram {
  readonly count: number;
  add(power: number): void;
  /** Below which the share of all powers lies; 0 of none. */
  quantile(share: number): number;
  /** The mean of the least powers, that share of them all. */
  meanOfLeast(share: number): number;
  clear(): void;
}

export function createPowerHistogram(): PowerHistogram {
  const counts = new Uint32Array(places);
  const value = new Float32Array(1);
  const bits = new Uint32Array(value.buffer);
  let [count, lowest, highest] = [0, places, -1];
  const powerAt = (place: number): number => {
    bits[0] = (place << shift) + (1 << (shift - 1));
    return value[0] ?? 0;
  };
  return {
    get count() {
      return count;
    },
    add(power) {
      value[0] = Math.max(0, power);
      const place = (bits[0] ?? 0) >>> shift;
      counts[place] = (counts[place] ?? 0) + 1;
      count += 1;
      if (place < lowest) lowest = place;
      if (place > highest) highest = place;
    },
    quantile(share) {
      let left = Math.floor(Math.min(1, share) * Math.max(0, count - 1));
      for (let place = lowest; place <= highest; place++) {
        left -= counts[place] ?? 0;
        if (left < 0) return place === 0 ? 0 : powerAt(place);
      }
      return 0;
    },
    meanOfLeast(share) {
      const wanted = Math.max(1, Math.floor(share * count));
      let [sum, left] = [0, wanted];
      for (let place = lowest; place <= highest && left > 0; place++) {
        const taken = Math.min(left, counts[place] ?? 0);
        if (place > 0) sum += taken * powerAt(place);
        left -= taken;
      }
      return sum / wanted;
    },
    clear() {
      if (highest >= lowest) counts.fill(0, lowest, highest + 1);
      [count, lowest, highest] = [0, places, -1];
    },
  };
}
