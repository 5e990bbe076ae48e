import { createRandom } from 'duologue/dsp';
import { type Engine, floats, integers, output } from '../model/engine.ts';

/** How mel frames are made out of tokens. Counts of frames; a token has two. */
export type FlowShape = {
  readonly bands: number;
  /** Clean frames from before that a window begins with, at most. */
  readonly history: number;
  /** Steps from noise to speech. */
  readonly steps: number;
  /** Where the steps lie: `cosine` takes short ones first, where the direction is found. */
  readonly times: 'even' | 'cosine';
  /** How much the condition is stressed. */
  readonly guidance: number;
};

export type FlowWindow = {
  /** Clean frames from before; whole tokens. */
  readonly history: Float32Array;
  /** Of all frames of the window, those of the history too. */
  readonly tokens: readonly number[];
  /** Of the frames that are made. */
  readonly noise: Float32Array;
  readonly speaker: Float32Array;
};

/** The frames after the history: by Euler's method from noise, told and untold side by side. */
export async function flowFrames(
  engine: Engine,
  { bands, steps, times, guidance }: FlowShape,
  { history, tokens, noise, speaker }: FlowWindow,
): Promise<Float32Array> {
  const size = history.length + noise.length;
  const frames = size / bands;
  const both = new Float32Array(2 * size);
  const known = new Float32Array(frames).fill(1, 0, history.length / bands);
  const made = noise.slice();
  both.set(history, 0);
  both.set(history, size);
  const fixed = {
    known: floats(known, frames),
    tokens: integers(tokens, tokens.length),
    speaker: floats(speaker, speaker.length),
    keep: floats(Float32Array.of(1, 0), 2),
  };
  for (let step = 0; step < steps; step++) {
    const time = timeOf(step / steps, times);
    const length = timeOf((step + 1) / steps, times) - time;
    both.set(made, history.length);
    both.set(made, size + history.length);
    const outputs = await engine.run('flow', {
      ...fixed,
      mel: floats(both, 2, frames, bands),
      time: floats(Float32Array.of(time), 1),
    });
    const velocity = output(outputs, 'flow', 'velocity');
    for (let index = 0; index < made.length; index++) {
      const told = velocity[history.length + index] ?? 0;
      const untold = velocity[size + history.length + index] ?? 0;
      made[index] = (made[index] ?? 0) + ((1 + guidance) * told - guidance * untold) * length;
    }
  }
  return made;
}

function timeOf(share: number, times: FlowShape['times']): number {
  return times === 'even' ? share : 1 - Math.cos((Math.PI / 2) * share);
}

/** The same for a frame however often and in whatever window it is made. */
export function frameNoise(seed: string, first: number, frames: number, bands: number): Float32Array {
  const noise = new Float32Array(frames * bands);
  for (let frame = 0; frame < frames; frame++) {
    const random = createRandom(`${seed}/${first + frame}`);
    for (let band = 0; band < bands; band++) noise[frame * bands + band] = random.normal();
  }
  return noise;
}
