// oxlint-disable no-underscore-dangle -- the names that the package gives its functions
import createModule from '@echogarden/fvad-wasm';
import type { SpokenSpan } from '../../src/corpus/index.ts';
import { resample } from '../../src/dsp/index.ts';
import { decodeFile } from '../../src/media/index.ts';

/** Seconds: what is joined and what is dropped, as by ingest. */
const joinBelow = 0.2;
const dropBelow = 0.08;
/** Hz, and samples of a frame of 10 ms. */
const rate = 16_000;
const frameLength = 160;
/** Its most cautious of 0 to 3: of all, that which errs least here. */
const mode = 3;

/** Who speaks when as WebRTC's detector hears it, on each track by itself; a speaker is the number of a channel. */
export async function webrtcActivity(path: string): Promise<readonly SpokenSpan[]> {
  const { channels, sampleRate } = await decodeFile(path);
  const module = await createModule();
  const input = module._malloc(frameLength * 2);
  const spans: SpokenSpan[] = [];
  for (const [channel, track] of channels.entries()) {
    const { samples } = resample({ samples: track, sampleRate }, rate);
    const detector = module._fvad_new();
    module._fvad_set_sample_rate(detector, rate);
    module._fvad_set_mode(detector, mode);
    const own: { start: number; end: number }[] = [];
    for (let at = 0; at + frameLength <= samples.length; at += frameLength) {
      const frame = samples.subarray(at, at + frameLength);
      const memory = module.HEAP16;
      for (const [index, sample] of frame.entries()) {
        memory[(input >> 1) + index] = Math.max(-32_768, Math.min(32_767, Math.round(sample * 32_767)));
      }
      if (module._fvad_process(detector, input, frameLength) !== 1) continue;
      const [start, end] = [at / rate, (at + frameLength) / rate];
      const last = own.at(-1);
      if (last !== undefined && start - last.end < joinBelow) last.end = end;
      else own.push({ start, end });
    }
    module._fvad_free(detector);
    for (const { start, end } of own)
      if (end - start >= dropBelow) spans.push({ speaker: String(channel), start, end });
  }
  return spans;
}
