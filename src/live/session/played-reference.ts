import { createResampler } from '../../dsp/index.ts';
import { earSampleRate, frameLength } from '../heard-frame.ts';
import { agentSampleRate } from '../session-options.ts';

/** Ticks after the last sound until the resampler holds nothing more of it. */
const ringing = 4;

/** What the user is played, at the ear's rate and on its frames: the reference for the echo, and the agent's track. */
export interface PlayedReference {
  push(heard: Float32Array | undefined): Float32Array;
}

export function createPlayedReference(): PlayedReference {
  const resampler = createResampler({ from: agentSampleRate, to: earSampleRate, quality: 'light' });
  const silence = new Float32Array(agentSampleRate / 50);
  let buffered = new Float32Array(0);
  let quiet = ringing;

  return {
    push(heard) {
      quiet = heard === undefined ? quiet + 1 : 0;
      if (quiet > ringing) return new Float32Array(frameLength);
      const come = resampler.push(heard ?? silence);
      const joined = new Float32Array(buffered.length + come.length);
      joined.set(buffered);
      joined.set(come, buffered.length);
      const frame = new Float32Array(frameLength);
      // What the resampler holds back comes with the next frame; the first is shorter by that much.
      const count = Math.min(frameLength, joined.length);
      frame.set(joined.subarray(0, count), frameLength - count);
      buffered = joined.slice(count);
      return frame;
    },
  };
}
