export type PredictiveModel = {
  /** Coefficients of the vocal tract's filter, found anew in every frame. */
  readonly order: number;
  /** Frames of a block that is analysed, and of a quarter of it in which pitch and excitation are set. */
  readonly frame: number;
  readonly subframe: number;
  /** Frames in which pitch is sought: the shortest and the longest period. */
  readonly lags: readonly [number, number];
  /** Of so many neighbouring pulses of the excitation one is sent. */
  readonly grid: number;
  /** Steps into which a pulse's height is divided, on either side of 0. */
  readonly steps: number;
};

/** GSM full rate has these figures; what it makes of them is told here in fewer words (no tables of its bits). */
export const gsmModel: PredictiveModel = {
  order: 8,
  frame: 160,
  subframe: 40,
  lags: [40, 120],
  grid: 3,
  steps: 4,
};

/** Near to AMR-WB at 23 kbit/s by ear: a finer filter, and every second pulse. */
export const wideModel: PredictiveModel = {
  order: 16,
  frame: 320,
  subframe: 80,
  lags: [40, 231],
  grid: 2,
  steps: 4,
};

const pitchGains = [0, 0.1, 0.35, 0.65, 0.9];

/** A model of the codecs of mobile telephones: filter, pitch and few coarse pulses. In place, a frame at a time. */
export function createPredictiveCodec(model: PredictiveModel): (frame: Float32Array) => void {
  const { order, frame: length, subframe, lags } = model;
  const [, longest] = lags;
  // Each begins with as much of the past as is looked back upon.
  const sound = new Float32Array(order + length);
  const rebuilt = new Float32Array(order + length);
  const excitation = new Float32Array(longest + length);
  const window = Float64Array.from(
    { length },
    (_, index) => 0.54 - 0.46 * Math.cos((2 * Math.PI * index) / (length - 1)),
  );
  const residual = new Float32Array(subframe);
  const pulses = new Float32Array(subframe);
  return (frame) => {
    const filter = predictor(frame, window, order);
    sound.set(frame, order);
    for (let start = 0; start < length; start += subframe) {
      for (let index = 0; index < subframe; index++) {
        const place = order + start + index;
        residual[index] = (sound[place] ?? 0) - foreseen(sound, place, filter);
      }
      const place = longest + start;
      const { lag, gain } = findPitch(residual, excitation, place, lags);
      for (let index = 0; index < subframe; index++) {
        const repeated = gain * (excitation[place + index - lag] ?? 0);
        pulses[index] = (residual[index] ?? 0) - repeated;
        excitation[place + index] = repeated;
      }
      coarsen(pulses, model);
      for (let index = 0; index < subframe; index++) {
        const pulse = (excitation[place + index] ?? 0) + (pulses[index] ?? 0);
        excitation[place + index] = pulse;
        const next = order + start + index;
        rebuilt[next] = pulse + foreseen(rebuilt, next, filter);
      }
    }
    frame.set(rebuilt.subarray(order));
    sound.copyWithin(0, length);
    rebuilt.copyWithin(0, length);
    excitation.copyWithin(0, length);
  };
}

/** What the samples before one lead to expect. */
function foreseen(sound: Float32Array, place: number, filter: Float64Array): number {
  let sum = 0;
  for (let tap = 0; tap < filter.length; tap++) sum += (filter[tap] ?? 0) * (sound[place - 1 - tap] ?? 0);
  return sum;
}

/** Levinson and Durbin's recursion, a little damped so that the filter stays stable. */
function predictor(frame: Float32Array, window: Float64Array, order: number): Float64Array {
  const windowed = window.map((weight, index) => weight * (frame[index] ?? 0));
  const filter = new Float64Array(order);
  const correlation = Array.from({ length: order + 1 }, (_, lag) => {
    let sum = 0;
    for (let index = lag; index < windowed.length; index++)
      sum += (windowed[index] ?? 0) * (windowed[index - lag] ?? 0);
    return sum;
  });
  let error = (correlation[0] ?? 0) * 1.0001 + 1e-9;
  for (let stage = 0; stage < order; stage++) {
    let sum = correlation[stage + 1] ?? 0;
    for (let index = 0; index < stage; index++)
      sum -= (filter[index] ?? 0) * (correlation[stage - index] ?? 0);
    const reflection = sum / error;
    const before = filter.slice(0, stage);
    filter[stage] = reflection;
    for (let index = 0; index < stage; index++) {
      filter[index] = (before[index] ?? 0) - reflection * (before[stage - 1 - index] ?? 0);
    }
    error *= 1 - reflection * reflection;
  }
  return filter.map((value, index) => value * 0.995 ** (index + 1));
}

/** The distance at which the excitation up to now looks most like what comes. */
function findPitch(
  residual: Float32Array,
  excitation: Float32Array,
  place: number,
  [shortest, longest]: readonly [number, number],
): { readonly lag: number; readonly gain: number } {
  const from = Math.max(shortest, residual.length);
  let best = { lag: longest, score: 0, gain: 0 };
  const listen = (first: number, last: number, step: number): void => {
    for (let lag = first; lag <= last; lag += step) {
      let product = 0;
      let energy = 1e-12;
      // Every second sample tells enough.
      for (let index = 0; index < residual.length; index += 2) {
        const past = excitation[place + index - lag] ?? 0;
        product += (residual[index] ?? 0) * past;
        energy += past * past;
      }
      const score = product > 0 ? (product * product) / energy : 0;
      if (score > best.score) best = { lag, score, gain: product / energy };
    }
  };
  listen(from, longest, 2);
  listen(Math.max(from, best.lag - 1), Math.min(longest, best.lag + 1), 2);
  const gain = pitchGains.reduce((near, each) =>
    Math.abs(each - best.gain) < Math.abs(near - best.gain) ? each : near,
  );
  return { lag: best.lag, gain };
}

/** One pulse of `grid`, on the grid that holds most, in few steps; as strong in all as what it stands for. */
function coarsen(pulses: Float32Array, { grid, steps }: PredictiveModel): void {
  const energies = Array.from({ length: grid }, (_, offset) => gridEnergy(pulses, grid, offset));
  const whole = energies.reduce((sum, energy) => sum + energy, 0);
  const offset = energies.indexOf(Math.max(...energies));
  let highest = 0;
  for (let index = offset; index < pulses.length; index += grid)
    highest = Math.max(highest, Math.abs(pulses[index] ?? 0));
  const step = highest / (steps - 0.5);
  for (let index = 0; index < pulses.length; index++) {
    if (step === 0 || index % grid !== offset) pulses[index] = 0;
    else pulses[index] = (Math.floor((pulses[index] ?? 0) / step) + 0.5) * step;
  }
  const kept = gridEnergy(pulses, grid, offset);
  // All of it would hiss: pulses that are left out leave gaps between harmonics too.
  const gain = kept > 0 ? Math.sqrt((0.7 * whole) / kept) : 0;
  for (let index = 0; index < pulses.length; index++) pulses[index] = (pulses[index] ?? 0) * gain;
}

function gridEnergy(pulses: Float32Array, grid: number, offset: number): number {
  let energy = 0;
  for (let index = offset; index < pulses.length; index += grid) energy += (pulses[index] ?? 0) ** 2;
  return energy;
}
