import { createResampler } from '../../dsp/index.ts';
import { earSampleRate, frameLength } from '../heard-frame.ts';
import { agentSampleRate } from '../session-options.ts';

/** Ticks after the last sound until the resampler holds nothing more of it. */
const ringing = 4;

/** What the user is played, at the ear's rate and on its frames: the reference for the echo, and the agent's track. */
export interface PlayedReference {
  /** The frame is written anew by the next `push`. */
  push(heard: Float32Array | undefined): Float32Array;
}

export function createPlayedReference(): PlayedReference {
  const resampler = createResampler({ from: agentSampleRate, to: earSampleRate, quality: 'light' });
  const silence = new Float32Array(agentSampleRate / 50);
  const frame = new Float32Array(frameLength);
  /** What has come and is not due yet: never more than a frame. */
  const buffered = new Float32Array(2 * frameLength);
  let held = 0;
  let quiet = ringing;

  return {
    push(heard) {
      quiet = heard === undefined ? quiet + 1 : 0;
      if (quiet > ringing) return frame.fill(0);
      const come = resampler.push(heard ?? silence);
      buffered.set(come, held);
      held += come.length;
      // What the resampler holds back comes with the next frame; the first is shorter by that much.
      const count = Math.min(frameLength, held);
      frame.fill(0, 0, frameLength - count);
      for (let index = 0; index < count; index++) frame[frameLength - count + index] = buffered[index] ?? 0;
      buffered.copyWithin(0, count, held);
      held -= count;
      return frame;
    },
  };
}
