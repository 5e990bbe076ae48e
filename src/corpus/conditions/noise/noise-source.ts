import { addScaled, createBiquad, designBiquad, type Random } from '../../../dsp/index.ts';

/** Endless noise, the same for the same seed and the same blocks. */
export interface NoiseSource {
  /** Overwrites a block with what comes next. */
  write(block: Float32Array): void;
}

export type NoiseOptions = {
  /** Hz. */
  readonly sampleRate: number;
  /** Parameters and everything that happens are drawn from it. */
  readonly random: Random;
};

/** What changes slowly changes from one chunk to the next. */
export const chunkFrames = 64;

/** Uniform numbers of variance 1, faster than `Random` gives them (Marsaglia's xorshift). */
export function createWhite(random: Random): NoiseSource {
  let state = random.integer(2 ** 32 - 1) + 1;
  const scale = Math.sqrt(12) / 2 ** 32;
  return {
    write(block) {
      let next = state;
      for (let frame = 0; frame < block.length; frame++) {
        next ^= next << 13;
        next ^= next >>> 17;
        next ^= next << 5;
        block[frame] = next * scale;
      }
      state = next;
    },
  };
}

export type Shape = {
  readonly type: 'low-pass' | 'high-pass' | 'band-pass' | 'peak' | 'low-shelf' | 'high-shelf';
  /** Hz. What the sample rate cannot hold is left out. */
  readonly frequency: number;
  readonly q?: number;
  readonly gain?: number;
};

/** White noise through filters. */
export function createShaped(options: NoiseOptions, shapes: readonly Shape[]): NoiseSource {
  const { sampleRate, random } = options;
  return scatterNoise(shapeNoise(createWhite(random.fork('white')), sampleRate, shapes), options);
}

/** A source through filters. */
export function shapeNoise(source: NoiseSource, sampleRate: number, shapes: readonly Shape[]): NoiseSource {
  const filter = createFilter(sampleRate, shapes);
  return {
    write(block) {
      source.write(block);
      filter(block);
    },
  };
}

/** Filters in place. */
export function createFilter(sampleRate: number, shapes: readonly Shape[]): (block: Float32Array) => void {
  const held = shapes.filter(({ frequency }) => frequency < 0.47 * sampleRate);
  const filter = createBiquad(...held.map((shape) => designBiquad({ ...shape, sampleRate })));
  return (block) => {
    filter.process(block, block);
  };
}

/** Falls by 3 dB an octave, within .5 dB from 40 Hz up (Paul Kellet's filter, its poles moved to the sample rate). */
export function createPink(options: NoiseOptions): NoiseSource {
  const { sampleRate, random } = options;
  const white = createWhite(random.fork('white'));
  const pole = (atCdRate: number): number => atCdRate ** (44_100 / sampleRate);
  const [p0, p1, p2] = [pole(0.99765), pole(0.963), pole(0.57)];
  const [g0, g1, g2] = [
    0.099 * ((1 - p0) / 0.00235),
    0.2965 * ((1 - p1) / 0.037),
    1.0526 * ((1 - p2) / 0.43),
  ];
  const state = new Float64Array(3);
  const pink: NoiseSource = {
    write(block) {
      white.write(block);
      let [s0 = 0, s1 = 0, s2 = 0] = state;
      for (let frame = 0; frame < block.length; frame++) {
        const sample = block[frame] ?? 0;
        s0 = p0 * s0 + g0 * sample;
        s1 = p1 * s1 + g1 * sample;
        s2 = p2 * s2 + g2 * sample;
        block[frame] = 0.4 * (s0 + s1 + s2 + sample * 0.1848);
      }
      state.set([s0, s1, s2]);
    },
  };
  return scatterNoise(pink, options);
}

/** A value that wanders between 0 and 1, with a new aim every so many seconds. */
export function createDrift(random: Random, seconds: number, sampleRate: number): () => number {
  const step = chunkFrames / sampleRate / seconds;
  let from = random.next();
  let to = random.next();
  let place = random.next();
  return () => {
    place += step;
    if (place >= 1) {
      place -= 1;
      from = to;
      to = random.next();
    }
    return from + (to - from) * (0.5 - 0.5 * Math.cos(Math.PI * place));
  };
}

/** A source whose amplitude is told anew for every chunk, and goes there in a straight line. */
export function modulateNoise(source: NoiseSource, amplitude: () => number): NoiseSource {
  let from = amplitude();
  return {
    write(block) {
      source.write(block);
      for (let start = 0; start < block.length; start += chunkFrames) {
        const to = amplitude();
        const step = (to - from) / chunkFrames;
        const end = Math.min(block.length, start + chunkFrames);
        for (let frame = start; frame < end; frame++) {
          block[frame] = (block[frame] ?? 0) * (from + step * (frame - start));
        }
        from = to;
      }
    },
  };
}

/** Seconds of a noise that are kept, and of a grain of it; grains overlap by half. */
const storeDuration = 5;
const grainDuration = 0.4;

/**
 * The same noise for a fraction of the work: a few seconds of it are made, and heard in grains from places drawn by
 * chance, of which two always sound. For what does not change by itself: changes are put upon it afterwards.
 */
function scatterNoise(source: NoiseSource, { sampleRate, random }: NoiseOptions): NoiseSource {
  const hop = chunkFrames * Math.round((grainDuration * sampleRate) / (2 * chunkFrames));
  const store = new Float32Array(chunkFrames * Math.ceil((storeDuration * sampleRate) / chunkFrames));
  source.write(store);
  // Of noises that know nothing of each other powers add up: sine and cosine keep the sum.
  const window = Float32Array.from({ length: hop }, (_, frame) =>
    Math.sin((Math.PI / 2) * ((frame + 0.5) / hop)),
  );
  const draw = (): number => random.integer(store.length - 2 * hop);
  let fading = draw() + hop;
  let rising = draw();
  let at = 0;
  return {
    write(block) {
      for (let start = 0; start < block.length; ) {
        const count = Math.min(block.length - start, hop - at);
        for (let frame = 0; frame < count; frame++) {
          const place = at + frame;
          block[start + frame] =
            (store[fading + place] ?? 0) * (window[hop - 1 - place] ?? 0) +
            (store[rising + place] ?? 0) * (window[place] ?? 0);
        }
        start += count;
        at += count;
        if (at < hop) continue;
        at = 0;
        fading = rising + hop;
        rising = draw();
      }
    },
  };
}

/** Sounds together, each with a gain. */
export function mixNoise(
  parts: readonly { readonly source: NoiseSource; readonly gain: number }[],
): NoiseSource {
  let room = new Float32Array(0);
  return {
    write(block) {
      if (room.length < block.length) room = new Float32Array(block.length);
      const part = room.length === block.length ? room : room.subarray(0, block.length);
      block.fill(0);
      for (const { source, gain } of parts) {
        source.write(part);
        addScaled(block, part, 0, gain);
      }
    },
  };
}

/** A tone and its overtones: their amplitudes from the first on. `bend` moves the pitch, told for every chunk. */
export function createTones(
  frequency: number,
  amplitudes: readonly number[],
  { sampleRate, random }: NoiseOptions,
  bend: () => number = () => 1,
): NoiseSource {
  const held = amplitudes.filter((_, index) => frequency * (index + 1) < 0.45 * sampleRate);
  const phases = held.map(() => random.next());
  const table = Float32Array.from({ length: tableFrames + 1 }, (_, place) =>
    held.reduce(
      (sum, amplitude, index) =>
        sum +
        amplitude * Math.sin(2 * Math.PI * ((place / tableFrames) * (index + 1) + (phases[index] ?? 0))),
      0,
    ),
  );
  let reached = 0;
  return {
    write(block) {
      let phase = reached;
      for (let start = 0; start < block.length; start += chunkFrames) {
        const step = (frequency * bend() * tableFrames) / sampleRate;
        const end = Math.min(block.length, start + chunkFrames);
        for (let frame = start; frame < end; frame++) {
          const whole = phase | 0;
          const here = table[whole] ?? 0;
          block[frame] = here + ((table[whole + 1] ?? 0) - here) * (phase - whole);
          phase += step;
          if (phase >= tableFrames) phase -= tableFrames;
        }
      }
      reached = phase;
    },
  };
}

const tableFrames = 4096;

/** White for a tilt of 0; the nearer to 1, the more of it lies in the lows. */
export function createRumble(tilt: number, options: NoiseOptions): NoiseSource {
  const { sampleRate, random } = options;
  const white = createWhite(random.fork('white'));
  if (tilt === 0) return white;
  // The same slope at every rate: the corner is that of 16 kHz.
  const keep = tilt ** (16_000 / sampleRate);
  const gain = Math.sqrt(1 - keep * keep);
  let reached = 0;
  const rumble: NoiseSource = {
    write(block) {
      white.write(block);
      let state = reached;
      for (let frame = 0; frame < block.length; frame++) {
        state = keep * state + gain * (block[frame] ?? 0);
        block[frame] = state;
      }
      reached = state;
    },
  };
  return scatterNoise(rumble, options);
}
