import type { Audio } from '../../dsp/index.ts';

export type RecordingPart = { readonly audio: Audio /** Seconds. */; readonly start: number };

/** Seconds that a recogniser is given at once: Whisper hears 30. */
const [shortest, longest] = [15, 28];
const window = 0.2;

/** Parts that a recogniser can take, cut where it is quietest. */
export function splitRecording({ samples, sampleRate }: Audio): RecordingPart[] {
  const parts: RecordingPart[] = [];
  let from = 0;
  while (samples.length - from > longest * sampleRate) {
    const cut = quietest(
      samples,
      from + shortest * sampleRate,
      from + longest * sampleRate,
      window * sampleRate,
    );
    parts.push({ audio: { samples: samples.subarray(from, cut), sampleRate }, start: from / sampleRate });
    from = cut;
  }
  parts.push({ audio: { samples: samples.subarray(from), sampleRate }, start: from / sampleRate });
  return parts;
}

/** The middle of the quietest stretch between two frames. */
function quietest(samples: Float32Array, from: number, to: number, width: number): number {
  const step = Math.max(1, Math.floor(width / 4));
  let [least, found] = [Number.POSITIVE_INFINITY, to];
  for (let start = Math.floor(from); start + width <= to; start += step) {
    let power = 0;
    for (const sample of samples.subarray(start, start + Math.floor(width))) power += sample * sample;
    if (power >= least) continue;
    [least, found] = [power, start + Math.floor(width / 2)];
  }
  return Math.floor(found);
}
