/** Loudness in LUFS of a mean square after K-weighting. */
export function loudnessOf(power: number): number {
  return -0.691 + 10 * Math.log10(power);
}

const lowest = -70;
const binsPerUnit = 100;
const bins = 100 * binsPerUnit;

/**
 * The loudness of windows, counted in bins of .01 LU from -70 LUFS, the absolute gate: constant memory however
 * long the programme. Bins keep the sum of powers beside the count, so that means are exact but for the windows
 * within one bin of the relative gate.
 */
export function createLoudnessHistogram() {
  const counts = new Float64Array(bins);
  const powers = new Float64Array(bins);
  let filled = false;

  const gateBelowMean = (units: number): number => {
    let count = 0;
    let power = 0;
    for (let bin = 0; bin < bins; bin++) {
      count += counts[bin]!;
      power += powers[bin]!;
    }
    return Math.max(0, Math.floor((loudnessOf(power / count) - units - lowest) * binsPerUnit + 0.5));
  };

  return {
    add(power: number): void {
      const bin = Math.floor((loudnessOf(power) - lowest) * binsPerUnit);
      if (bin >= 0) {
        const place = Math.min(bins - 1, bin);
        counts[place] = counts[place]! + 1;
        powers[place] = powers[place]! + power;
        filled = true;
      }
    },

    /** LUFS of the windows less than 10 LU below the mean; `-Infinity` where no window is above -70 LUFS. */
    integrated(): number {
      if (!filled) {
        return Number.NEGATIVE_INFINITY;
      }
      let count = 0;
      let power = 0;
      for (let bin = gateBelowMean(10); bin < bins; bin++) {
        count += counts[bin]!;
        power += powers[bin]!;
      }
      return loudnessOf(power / count);
    },

    /** EBU Tech 3342: LU from the 10th to the 95th percentile of the windows less than 20 LU below the mean. */
    range(): number {
      if (!filled) {
        return 0;
      }
      const gate = gateBelowMean(20);
      let total = 0;
      for (let bin = gate; bin < bins; bin++) {
        total += counts[bin]!;
      }
      const percentile = (share: number): number => {
        const rank = Math.round((total - 1) * share);
        let passed = 0;
        for (let bin = gate; bin < bins; bin++) {
          passed += counts[bin]!;
          if (passed > rank) {
            return bin / binsPerUnit;
          }
        }
        return bins / binsPerUnit;
      };
      return percentile(0.95) - percentile(0.1);
    },
  };
}
