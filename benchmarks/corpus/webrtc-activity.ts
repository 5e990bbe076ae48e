import type { SpokenSpan } from '../../src/corpus/index.ts';
import { resample } from '../../src/dsp/index.ts';
import { openWebrtcDetector } from '../../src/live/ear/speech-detector.ts';
import { earSampleRate, frameLength } from '../../src/live/heard-frame.ts';
import { decodeFile } from '../../src/media/index.ts';

/** Seconds: what is joined and what is dropped, as by ingest. */
const joinBelow = 0.2;
const dropBelow = 0.08;

/** Who speaks when as WebRTC's detector hears it, on each track by itself; a speaker is the number of a channel. */
export async function webrtcActivity(path: string): Promise<readonly SpokenSpan[]> {
  const { channels, sampleRate } = await decodeFile(path);
  const spans: SpokenSpan[] = [];
  for (const [channel, track] of channels.entries()) {
    const { samples } = resample({ samples: track, sampleRate }, earSampleRate);
    const detector = await openWebrtcDetector();
    const own: { start: number; end: number }[] = [];
    for (let frame = 0; (frame + 1) * frameLength <= samples.length; frame++) {
      const [start, end] = [frame, frame + 1].map((at) => (at * frameLength) / earSampleRate);
      if (start === undefined || end === undefined) break;
      if (detector.hear(samples.subarray(frame * frameLength, (frame + 1) * frameLength)) < 0.5) continue;
      const last = own.at(-1);
      if (last !== undefined && start - last.end < joinBelow) last.end = end;
      else own.push({ start, end });
    }
    detector.close();
    for (const { start, end } of own)
      if (end - start >= dropBelow) spans.push({ speaker: String(channel), start, end });
  }
  return spans;
}
