import { type Audio, type Interval, type MultichannelAudio, resample } from '../../../dsp/index.ts';
import { joinSamples } from '../../../voices/index.ts';

/** A stretch of one track that is wanted. */
export type WantedSound = Interval & { readonly channel: number };

/**
 * The sound of stretches of a recording, each as soon as it is whole, at a rate of its own. The recording is read once,
 * and no more of it is kept than the stretches that are open.
 */
export async function* cutSound<Wanted extends WantedSound>(
  sound: AsyncIterable<MultichannelAudio>,
  wanted: readonly Wanted[],
  rate?: number,
): AsyncGenerator<{ readonly wanted: Wanted; readonly audio: Audio }, void, undefined> {
  const waiting = wanted.toSorted((a, b) => a.start - b.start);
  let open: { readonly wanted: Wanted; readonly pieces: Float32Array[] }[] = [];
  let [at, next, sampleRate] = [0, 0, 0];
  const finish = ({ wanted: one, pieces }: (typeof open)[number]) => {
    return { wanted: one, audio: atRate({ samples: joinSamples(pieces), sampleRate }, rate ?? sampleRate) };
  };
  for await (const block of sound) {
    sampleRate = block.sampleRate;
    const frames = block.channels[0]?.length ?? 0;
    while (next < waiting.length) {
      const one = waiting[next];
      if (one === undefined || one.start * sampleRate >= at + frames) break;
      open.push({ wanted: one, pieces: [] });
      next += 1;
    }
    for (const { wanted: one, pieces } of open) {
      const from = Math.max(0, Math.floor(one.start * sampleRate) - at);
      const to = Math.min(frames, Math.ceil(one.end * sampleRate) - at);
      // A copy: whoever reads sound may use its memory again.
      if (to > from) pieces.push((block.channels[one.channel] ?? new Float32Array(0)).slice(from, to));
    }
    at += frames;
    const done = open.filter(({ wanted: { end } }) => end * sampleRate <= at);
    open = open.filter((item) => !done.includes(item));
    for (const item of done) yield finish(item);
    if (next === waiting.length && open.length === 0) return;
  }
  for (const item of open) yield finish(item);
}

function atRate(audio: Audio, rate: number): Audio {
  return audio.sampleRate === rate || audio.samples.length === 0
    ? { samples: audio.samples, sampleRate: rate }
    : resample(audio, rate);
}
