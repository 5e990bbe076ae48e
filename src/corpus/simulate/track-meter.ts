import { createLoudnessMeter } from '../../dsp/index.ts';

/** What is measured of the tracks while they are made. */
export type MeasuredTrack = {
  /** LUFS of what sounds on it, speech mostly; `null` of silence. */
  readonly loudness: number | null;
  /** Share of samples at full scale. */
  readonly clipping: number;
};

export interface TrackMeter {
  push(tracks: readonly Float32Array[]): void;
  read(): MeasuredTrack[];
}

/** Blocks that are listened to whole, and the share of those after them: a level does not change from one to the next. */
const wholeBlocks = 30;
const everyBlock = 4;

/** Where a 16-bit file is at its end. */
const fullScale = 32_767 / 32_768;

export function createTrackMeter(sampleRate: number, channels: number): TrackMeter {
  const meters = Array.from({ length: channels }, () =>
    createLoudnessMeter({ sampleRate, channels: 1, peaks: false }),
  );
  const clipped = Array.from({ length: channels }, () => 0);
  let frames = 0;
  let blocks = 0;
  return {
    push(tracks) {
      const listened = blocks < wholeBlocks || blocks % everyBlock === 0;
      blocks++;
      frames += tracks[0]?.length ?? 0;
      for (const [channel, samples] of tracks.entries()) {
        if (listened) meters[channel]?.push([samples]);
        clipped[channel] = (clipped[channel] ?? 0) + countClipped(samples);
      }
    },
    read: () =>
      meters.map((meter, channel) => {
        const { integrated } = meter.read();
        return {
          loudness: Number.isFinite(integrated) ? Math.round(integrated * 10) / 10 : null,
          clipping: frames === 0 ? 0 : (clipped[channel] ?? 0) / frames,
        };
      }),
  };
}

function countClipped(samples: Float32Array): number {
  let count = 0;
  for (let frame = 0; frame < samples.length; frame++) {
    if (Math.abs(samples[frame] ?? 0) >= fullScale) count++;
  }
  return count;
}
