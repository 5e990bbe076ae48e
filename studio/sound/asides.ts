/** Sounds that are heard beside everything else, from their beginning to their end. */
export interface Asides {
  add(samples: Float32Array, gain: number): void;
  /** The next sample of all of them together. */
  next(): number;
}

const most = 4;

export function createAsides(): Asides {
  let asides: { readonly samples: Float32Array; readonly gain: number; frame: number }[] = [];
  return {
    add(samples, gain) {
      asides = [...asides.slice(1 - most), { samples, gain, frame: 0 }];
    },
    next() {
      let sum = 0;
      let ended = false;
      for (const aside of asides) {
        sum += (aside.samples[aside.frame] ?? 0) * aside.gain;
        aside.frame += 1;
        ended ||= aside.frame >= aside.samples.length;
      }
      if (ended) asides = asides.filter(({ samples, frame }) => frame < samples.length);
      return sum;
    },
  };
}
