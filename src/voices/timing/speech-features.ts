import { type Audio, createResampler } from '../../dsp/index.ts';
import type { Breathe } from './breather.ts';
import { analysisRate, cepstrumSize, createMelCepstrum } from './mel-cepstrum.ts';

/** Seconds from one frame to the next. */
export const hop = 0.01;
/** Numbers that describe a frame: its cepstrum, and how that changes. */
export const width = 2 * cepstrumSize;

/** What a recording sounds like, frame by frame, apart from whose voice it is and how it was recorded. */
export type SpeechFeatures = {
  readonly count: number;
  /** `width` for each frame. */
  readonly values: Float32Array;
};

const hopFrames = analysisRate * hop;

/** `samples` at `analysisRate`, `levels` of them. `warp`: see `createMelCepstrum`. */
export async function readFeatures(
  samples: Float32Array,
  levels: Float32Array,
  { warp, breathe }: { readonly warp: number; readonly breathe: Breathe },
): Promise<SpeechFeatures> {
  const count = levels.length;
  const values = new Float32Array(count * width);
  const analyse = createMelCepstrum(warp);
  for (let frame = 0; frame < count; frame++) {
    analyse(samples, (frame + 0.5) * hopFrames, values, frame * width);
    if (frame % 64 === 0) await breathe();
  }
  const limit = soundLimit(levels);
  for (let place = 0; place < cepstrumSize; place++) {
    normalise(values, place, levels, limit);
    await breathe();
  }
  for (let frame = 0; frame < count; frame++) {
    addChanges(values, frame, count);
    if (frame % 512 === 0) await breathe();
  }
  return { count, values };
}

/** In pieces, because a long recording would hold everybody else up. */
export async function toAnalysisRate(
  { samples, sampleRate }: Audio,
  breathe: Breathe,
): Promise<Float32Array> {
  const resampler = createResampler({ from: sampleRate, to: analysisRate, quality: 'light' });
  const result = new Float32Array(Math.ceil((samples.length * analysisRate) / sampleRate) + 1);
  let written = 0;
  const write = (block: Float32Array): void => {
    result.set(block.subarray(0, result.length - written), written);
    written += block.length;
  };
  for (let start = 0; start < samples.length; start += 8192) {
    write(resampler.push(samples.subarray(start, start + 8192)));
    await breathe();
  }
  write(resampler.flush());
  return result.subarray(0, Math.min(written, result.length));
}

/** dB against full scale, of each frame's own samples. */
export async function readLevels(samples: Float32Array, breathe: Breathe): Promise<Float32Array> {
  const levels = new Float32Array(Math.ceil(samples.length / hopFrames));
  for (let frame = 0; frame < levels.length; frame++) {
    levels[frame] = levelOf(samples, frame * hopFrames, hopFrames);
    if (frame % 512 === 0) await breathe();
  }
  return levels;
}

export function levelOf(samples: Float32Array, start: number, frames: number): number {
  let power = 1e-10;
  const stop = Math.min(samples.length, start + frames);
  for (let index = Math.max(0, start); index < stop; index++) power += (samples[index] ?? 0) ** 2 / frames;
  return 10 * Math.log10(power);
}

/** dB above which there is sound: 40 below the loud parts, or above the noise where that is louder. */
export function soundLimit(levels: Float32Array): number {
  const sorted = levels.toSorted();
  const quantile = (share: number): number => sorted[Math.floor(share * (sorted.length - 1))] ?? -100;
  const [loud, quiet] = [quantile(0.95), quantile(0.03)];
  return Math.max(loud - 40, Math.min(quiet + 8, loud - 25), -70);
}

/** About its mean over the frames with sound, and by its spread there. */
function normalise(values: Float32Array, place: number, levels: Float32Array, limit: number): void {
  let [sum, squares, sounding] = [0, 0, 0];
  for (let frame = 0; frame < levels.length; frame++) {
    if ((levels[frame] ?? 0) < limit) continue;
    const value = values[frame * width + place] ?? 0;
    sum += value;
    squares += value * value;
    sounding++;
  }
  const mean = sum / Math.max(1, sounding);
  const deviation = Math.sqrt(Math.max(1e-6, squares / Math.max(1, sounding) - mean * mean));
  for (let frame = 0; frame < levels.length; frame++) {
    const value = ((values[frame * width + place] ?? 0) - mean) / deviation;
    values[frame * width + place] = Math.max(-4, Math.min(4, value));
  }
}

/** The slope over five frames, scaled to weigh as much as the cepstrum itself. */
function addChanges(values: Float32Array, frame: number, count: number): void {
  const at = (offset: number): number => Math.max(0, Math.min(count - 1, frame + offset)) * width;
  const [farBefore, before, after, farAfter] = [at(-2), at(-1), at(1), at(2)];
  for (let place = 0; place < cepstrumSize; place++) {
    const near = (values[after + place] ?? 0) - (values[before + place] ?? 0);
    const far = (values[farAfter + place] ?? 0) - (values[farBefore + place] ?? 0);
    values[frame * width + cepstrumSize + place] = 0.28 * (near + 2 * far);
  }
}
