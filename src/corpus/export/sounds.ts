import { addScaled, limit, resample } from '../../dsp/index.ts';
import { decodeAudio, encodeAudio } from '../../media/index.ts';
import type { Corpus } from '../open-corpus.ts';
import type { DialogueRecord } from '../record/types.ts';
import type { ExportOptions } from './exporter.ts';

/** A sound of an export, and what it is: of another rate than the corpus's where the export asked for one. */
export type ExportedSound = {
  readonly bytes: Uint8Array;
  readonly sampleRate: number;
  readonly frames: number;
  /** Seconds, to the frame. */
  readonly duration: number;
};

export type SoundWish = Pick<ExportOptions, 'sampleRate' | 'signal'> & {
  readonly format: 'flac' | 'wav';
  /** Which channels, in which order. Default: all, as they are. */
  readonly channels?: readonly number[];
  /** All of them in one channel. Default false. */
  readonly mixed?: boolean;
};

/** The sound of a dialogue as an export wants it: the corpus's own bytes where they are that already. */
export async function soundFor(
  corpus: Corpus,
  { audio }: DialogueRecord,
  wish: SoundWish,
): Promise<ExportedSound> {
  const { format, signal, sampleRate = audio.sampleRate } = wish;
  const bytes = await corpus.sound(audio, { signal });
  const order = wish.channels ?? Array.from({ length: audio.channels }, (_, channel) => channel);
  const untouched = order.length === audio.channels && order.every((channel, index) => channel === index);
  if (format === audio.format && sampleRate === audio.sampleRate && untouched && wish.mixed !== true) {
    return { bytes, sampleRate, frames: audio.frames, duration: audio.frames / sampleRate };
  }
  const decoded = await decodeAudio(bytes, signal === undefined ? {} : { signal });
  const frames = Math.round((audio.frames * sampleRate) / audio.sampleRate);
  const channels = order.map((channel) => {
    const samples = decoded.channels[channel] ?? new Float32Array(audio.frames);
    if (sampleRate === audio.sampleRate) return samples;
    return fit(resample({ samples, sampleRate: audio.sampleRate }, sampleRate).samples, frames);
  });
  return {
    bytes: await encodeAudio(
      { channels: wish.mixed === true ? mixOf(channels, sampleRate) : channels, sampleRate },
      { format },
    ),
    sampleRate,
    frames,
    duration: frames / sampleRate,
  };
}

/** Each as loud as it is, but for where two loud ones together would clip. */
function mixOf(channels: readonly Float32Array[], sampleRate: number): readonly Float32Array[] {
  const mix = new Float32Array(channels[0]?.length ?? 0);
  for (const channel of channels) addScaled(mix, channel, 0, 1);
  return limit({ channels: [mix], sampleRate }).channels;
}

function fit(samples: Float32Array, frames: number): Float32Array {
  if (samples.length === frames) return samples;
  const fitted = new Float32Array(frames);
  fitted.set(samples.subarray(0, frames));
  return fitted;
}
