import { createResampler, finiteSamples, type Resampler } from '../../dsp/index.ts';
import { earSampleRate, frameDuration, frameLength } from '../heard-frame.ts';

/** Seconds without sound from the microphone after which silence takes its place. */
const stall = 0.1;
/** Seconds after which a clock that ran ahead, because sound came faster than time, is set right. */
const rebase = 0.4;
/** Seconds by which a look at the clock may be late before it is the looking that was late, and not the sound. */
const overslept = 0.02;
/** Frames by which sound may be ahead of time before it is what was missing. */
const mostAhead = 1.5;
/** Seconds after which sound that was missing is not waited for any more. */
const waitedFor = 0.5;
/** Seconds that are caught up with at once; a machine that slept for longer does not live through it again. */
const longestGap = 2;

/**
 * Cuts the user's sound into frames, one every 20 ms of its own time. Where none comes, silence does, so that
 * time never stands still; sound that comes late or in a heap is taken at once, and time waits until it is caught up.
 */
export interface FrameSource {
  push(samples: Float32Array, sampleRate: number): void;
  /**
   * Called often: gives silence where the microphone has gone still. Returns the seconds for which it need not be called
   * again: 0 where it is still.
   */
  wake(): number;
}

/**
 * `heard`: what came from the microphone; `missing`: silence, because nothing came; `overdue`: what came after all, for
 * a time that has passed in silence already.
 */
export type FrameArrival = 'heard' | 'missing' | 'overdue';

/** `onFrame` reads its frame before the next comes; it writes nothing into it. */
export function createFrameSource(
  now: () => number,
  onFrame: (frame: Float32Array, arrival: FrameArrival) => void,
): FrameSource {
  let resampler: Resampler | undefined;
  let rate = earSampleRate;
  // One is filled while the other is heard.
  let frame = new Float32Array(frameLength);
  let other = new Float32Array(frameLength);
  const silence = new Float32Array(frameLength);
  let filled = 0;
  let framesOut = 0;
  let origin = now();
  let lastPush = now();
  // When the clock is to be looked at next; whether the last look was too late to tell anything.
  let nextLook = Number.POSITIVE_INFINITY;
  let lookedLate = false;
  // Frames that were missing and may still come, and when the last of them was.
  let owed = 0;
  let lastMissing = Number.NEGATIVE_INFINITY;

  const aheadOfTime = (time: number): number => framesOut * frameDuration - (time - origin);

  const emit = (full: Float32Array): void => {
    const isOverdue = owed > 0 && aheadOfTime(lastPush) > mostAhead * frameDuration;
    if (isOverdue) owed -= 1;
    framesOut += 1;
    onFrame(full, isOverdue ? 'overdue' : 'heard');
  };

  const miss = (): void => {
    owed += 1;
    lastMissing = now();
    framesOut += 1;
    onFrame(silence, 'missing');
  };

  const look = (time: number): number => {
    const still = time - lastPush;
    if (time - lastMissing > waitedFor) owed = 0;
    if (still < stall) return stall - still;
    // A process that stood still reads what came meanwhile after its timers: it looks again before it believes the silence.
    lookedLate = !lookedLate && time - nextLook > overslept;
    if (lookedLate) return 0;
    const ahead = aheadOfTime(time);
    if (ahead > 0) {
      if (still < rebase) return 0;
      origin = time - framesOut * frameDuration;
    }
    if (-ahead > longestGap) origin = time - framesOut * frameDuration - longestGap;
    while (framesOut * frameDuration < now() - origin) miss();
    return 0;
  };

  const take = (samples: Float32Array): void => {
    let offset = 0;
    while (offset < samples.length) {
      if (filled === 0 && samples.length - offset >= frameLength) {
        const whole =
          samples.length === frameLength ? samples : samples.subarray(offset, offset + frameLength);
        offset += frameLength;
        emit(whole);
        continue;
      }
      const count = Math.min(frameLength - filled, samples.length - offset);
      frame.set(samples.subarray(offset, offset + count), filled);
      filled += count;
      offset += count;
      if (filled < frameLength) return;
      [frame, other] = [other, frame];
      filled = 0;
      emit(other);
    }
  };

  return {
    push(samples, sampleRate) {
      lastPush = now();
      if (sampleRate !== rate) {
        rate = sampleRate;
        resampler =
          sampleRate === earSampleRate
            ? undefined
            : createResampler({ from: sampleRate, to: earSampleRate, quality: 'light' });
      }
      const clean = finiteSamples(samples);
      take(resampler === undefined ? clean : resampler.push(clean));
    },
    wake() {
      const time = now();
      const rest = look(time);
      nextLook = time + Math.max(rest, frameDuration);
      return rest;
    },
  };
}
