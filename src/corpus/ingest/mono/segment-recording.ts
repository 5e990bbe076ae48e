import { createResampler } from '../../../dsp/index.ts';
import { CorpusError } from '../../corpus-error.ts';
import { frameStep } from './activity.ts';
import type { VoicePiece } from './cluster-voices.ts';
import type { Segmentation, Segmenter, SpeakerEmbedder } from './mono-parts.ts';
import { readMono } from './read-mono.ts';
import { createSampleWindow, type SampleWindow } from './sample-window.ts';

/** What a network heard in one window of a recording. */
export type HeardWindow = {
  /** Seconds of the recording before it. */
  readonly at: number;
  readonly segmentation: Segmentation;
  /** Of each of its speakers: what their voice is like; `null` of who speaks not, or too little. */
  readonly voices: readonly (VoicePiece | null)[];
};

export type SegmentedRecording = {
  /** Hz, of the file. */
  readonly sampleRate: number;
  /** Samples. */
  readonly length: number;
  readonly windows: readonly HeardWindow[];
  /** Mean square, by frames of .01 s. */
  readonly energy: Float32Array;
};

/** So much of a window lies between one and the next: each moment is heard four times. */
const overlapping = 4;
/** Seconds of speech that nobody else speaks into, or of any where there is less, that tell a voice. */
const leastClean = 0.3;
const leastSpoken = 0.2;

export type SegmentOptions = {
  readonly segmenter: Segmenter;
  readonly embedder: SpeakerEmbedder;
  /** Gets the samples too, while they pass. */
  readonly onSamples?: ((samples: Float32Array, sampleRate: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
};

/** Hears a recording once, window by window, in memory that its samples do not fill. */
export async function segmentRecording(path: string, options: SegmentOptions): Promise<SegmentedRecording> {
  const { sampleRate: rate, windowFrames } = options.segmenter;
  const hop = Math.floor(windowFrames / overlapping);
  const held = createSampleWindow();
  const windows: HeardWindow[] = [];
  let next = 0;
  const hear = async (least: number): Promise<void> => {
    for (; next + least <= held.end; next += hop) {
      windows.push(await hearWindow(held, next, options));
      held.forget(next + hop);
    }
  };
  let resampler: ReturnType<typeof createResampler> | undefined;
  let meter: ReturnType<typeof createEnergyMeter> | undefined;
  let [sampleRate, length] = [0, 0];
  for await (const block of readMono(path, options.signal)) {
    sampleRate = block.sampleRate;
    length += block.samples.length;
    meter ??= createEnergyMeter(sampleRate);
    meter.push(block.samples);
    options.onSamples?.(block.samples, sampleRate);
    resampler ??= createResampler({ from: sampleRate, to: rate });
    held.push(resampler.push(block.samples));
    await hear(windowFrames);
  }
  if (resampler === undefined || meter === undefined || length === 0) {
    throw new CorpusError('There is no sound in it: it has no samples.');
  }
  held.push(resampler.flush());
  await hear(windowFrames);
  // The last windows reach beyond the end, where there is silence; what the one before has heard whole needs none.
  if (windows.length === 0 || next - hop + windowFrames < held.end)
    windows.push(await hearWindow(held, next, options));
  return { sampleRate, length, windows, energy: meter.finish() };
}

async function hearWindow(held: SampleWindow, from: number, options: SegmentOptions): Promise<HeardWindow> {
  const { segmenter, embedder, signal } = options;
  const samples = held.slice(from, from + segmenter.windowFrames);
  const segmentation = await segmenter.segment(samples, { signal });
  const voices: (VoicePiece | null)[] = [];
  const all = segmentation.active.reduce((bits, own) => bits | own, 0);
  for (let speaker = 0; 1 << speaker <= all; speaker++) {
    const bit = 1 << speaker;
    const clean = framesWhere(segmentation, (bits) => bits === bit) * segmentation.step;
    const takes = clean >= leastClean ? (bits: number) => bits === bit : (bits: number) => (bits & bit) !== 0;
    const spoken = framesWhere(segmentation, takes) * segmentation.step;
    const embedding =
      spoken < leastSpoken
        ? null
        : await embedder.embed(
            {
              samples: samplesWhere(samples, segmentation, segmenter.sampleRate, takes),
              sampleRate: segmenter.sampleRate,
            },
            { signal },
          );
    voices.push(embedding === null ? null : { embedding, clean });
  }
  return { at: from / segmenter.sampleRate, segmentation, voices };
}

function framesWhere({ active }: Segmentation, takes: (bits: number) => boolean): number {
  return active.reduce((count, bits) => count + (takes(bits) ? 1 : 0), 0);
}

/** The samples of such frames, one after the other. */
function samplesWhere(
  samples: Float32Array,
  { active, start, step }: Segmentation,
  sampleRate: number,
  takes: (bits: number) => boolean,
): Float32Array {
  const edge = (frame: number): number =>
    Math.max(0, Math.min(samples.length, Math.round((start + (frame - 0.5) * step) * sampleRate)));
  const parts = Array.from(active, (bits, frame) =>
    takes(bits) ? samples.subarray(edge(frame), edge(frame + 1)) : undefined,
  ).filter((part) => part !== undefined);
  const joined = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

/** Mean squares of frames of .01 s; the last may be short. */
function createEnergyMeter(sampleRate: number) {
  let values = new Float32Array(1 << 12);
  let [count, sum, taken, at] = [0, 0, 0, 0];
  const close = (): void => {
    if (count === values.length) {
      const longer = new Float32Array(values.length * 2);
      longer.set(values);
      values = longer;
    }
    values[count] = taken === 0 ? 0 : sum / taken;
    count += 1;
    [sum, taken] = [0, 0];
  };
  let edge = Math.round(frameStep * sampleRate);
  return {
    push(samples: Float32Array): void {
      for (const sample of samples) {
        if (at === edge) {
          close();
          edge = Math.round((count + 1) * frameStep * sampleRate);
        }
        sum += sample * sample;
        taken += 1;
        at += 1;
      }
    },
    finish(): Float32Array {
      if (taken > 0) close();
      return values.slice(0, count);
    },
  };
}
