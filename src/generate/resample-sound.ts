import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Audio, createResampler } from '../dsp/index.ts';

/** Seconds of sound that are resampled before other work may run: some milliseconds. */
const atOnce = 0.5;

/** Hz: from here on the light resampler loses nothing of speech, as it keeps all up to 12.8 kHz. */
const lightFrom = 32_000;

/** A sound at the rate of the conversation, in pieces between which other work may run. */
export async function resampleSound(audio: Audio, sampleRate: number, signal: AbortSignal): Promise<Audio> {
  if (audio.sampleRate === sampleRate || audio.samples.length === 0) {
    return { samples: audio.samples, sampleRate };
  }
  const from = audio.sampleRate;
  const quality = Math.min(from, sampleRate) >= lightFrom ? 'light' : 'full';
  const resampler = createResampler({ from, to: sampleRate, quality });
  const samples = new Float32Array(Math.round((audio.samples.length * sampleRate) / from));
  const frames = Math.ceil(atOnce * from);
  let place = 0;
  const put = (piece: Float32Array): void => {
    samples.set(piece.subarray(0, samples.length - place), place);
    place += piece.length;
  };
  for (let at = 0; at < audio.samples.length; at += frames) {
    if (at > 0) await nextTurn();
    signal.throwIfAborted();
    put(resampler.push(audio.samples.subarray(at, at + frames)));
  }
  put(resampler.flush());
  return { samples, sampleRate };
}
