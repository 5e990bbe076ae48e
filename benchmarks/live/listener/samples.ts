import { boutGap } from '../../../src/live/bout.ts';
import { createHearing } from '../../../src/live/ear/hearing.ts';
import { createListenerFeatures } from '../../../src/live/ear/listener-features.ts';
import { createSoundJudge } from '../../../src/live/ear/sound-judge.ts';
import { openWebrtcDetector } from '../../../src/live/ear/speech-detector.ts';
import { frameDuration, frameLength } from '../../../src/live/heard-frame.ts';
import type { ListenerEvent } from './scenes.ts';

/** A stretch of speech as an ear hears it. */
export type ListenerSample = {
  /** By frame. */
  readonly inputs: readonly Float32Array[];
  readonly listening: boolean;
  readonly text: string;
};

/** Longest that is learned from: what is longer has been decided. */
const mostFrames = 70;
const speechFrom = 0.5;

export async function listenerSamples(
  sound: Float32Array,
  events: readonly ListenerEvent[],
): Promise<ListenerSample[]> {
  const detector = await openWebrtcDetector();
  const hearing = createHearing(detector);
  const judge = createSoundJudge();
  const features = createListenerFeatures();
  const found: ListenerSample[] = [];
  let inputs: Float32Array[] | undefined;
  let silent = 0;
  for (let frame = 0; (frame + 1) * frameLength <= sound.length; frame++) {
    hearing.hear(sound.subarray(frame * frameLength, (frame + 1) * frameLength));
    judge.hear(hearing.inputs);
    const speaks = judge.speech >= speechFrom;
    silent = speaks ? 0 : silent + frameDuration;
    if (inputs !== undefined && silent >= boutGap - 1e-9) inputs = undefined;
    if (inputs === undefined) {
      if (!speaks) continue;
      inputs = [];
      features.restart();
      const at = frame * frameDuration;
      const event = events.find(({ start, end }) => at > start - 0.1 && at < end);
      if (event !== undefined) found.push({ inputs, listening: event.listening, text: event.text });
    }
    features.hear(hearing);
    if (inputs.length < mostFrames) inputs.push(Float32Array.from(features.inputs));
  }
  detector.close();
  return found.filter((sample) => sample.inputs.length >= 6);
}
