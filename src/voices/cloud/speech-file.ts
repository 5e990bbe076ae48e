import { type Audio, resample } from '../../dsp/index.ts';
import { encodeWav } from '../../media/portable.ts';

/** Hz: recognisers hear no more than that. */
const heardRate = 16_000;
/** Seconds before the end of a piece in which the quietest moment is looked for. */
const searched = 30;
/** Seconds. */
const pause = 0.1;

export type SpeechFile = {
  /** A WAV file, 16 bits, one channel, 16 kHz: 32 kB for a second. */
  readonly bytes: Uint8Array;
  /** Seconds of the whole at which it begins. */
  readonly start: number;
};

/** A recording as files to be sent to a recogniser, none longer than `longest` seconds, cut where it is quiet. */
export async function* speechFiles(audio: Audio, longest: number): AsyncGenerator<SpeechFile> {
  const { sampleRate } = audio;
  const most = Math.floor(longest * sampleRate);
  for (let from = 0; from < audio.samples.length; ) {
    const rest = audio.samples.length - from;
    const to = rest <= most ? audio.samples.length : quietestFrame(audio, from, from + most);
    const samples = audio.samples.subarray(from, to);
    const part = { samples, sampleRate };
    const bytes = await encodeWav(sampleRate === heardRate ? part : resample(part, heardRate));
    yield { bytes, start: from / sampleRate };
    from = to;
  }
}

function quietestFrame({ samples, sampleRate }: Audio, from: number, to: number): number {
  const step = Math.max(1, Math.round((pause * sampleRate) / 2));
  const earliest = Math.max(from + step, to - Math.round(searched * sampleRate));
  let best = { frame: to, energy: Number.POSITIVE_INFINITY };
  for (let frame = to - step; frame >= earliest; frame -= step) {
    let energy = 0;
    for (const sample of samples.subarray(frame - step, frame + step)) energy += sample * sample;
    if (energy < best.energy) best = { frame, energy };
  }
  return best.frame;
}
