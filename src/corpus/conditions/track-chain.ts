import { fromDecibels } from '../../dsp/index.ts';
import type { BridgedCodec } from './codecs/rate-bridge.ts';
import { createAutomaticGain, limitSoftly } from './devices/automatic-gain.ts';
import type { DeviceModel } from './devices/device-models.ts';

export type TrackChainOptions = {
  readonly device: DeviceModel;
  readonly codec: BridgedCodec | null;
  /** dBFS of the speaker's own speech as it comes in. */
  readonly speechLevel: number;
  /** dB that it is made louder at the end. */
  readonly level: number;
  /** Frames at the start of what comes in that are left out. */
  readonly delay: number;
  /** Hz. */
  readonly sampleRate: number;
};

/** What a track goes through behind room and microphone: what is not linear, the line, the level. */
export interface TrackChain extends Disposable {
  /** Changes the block. */
  push(block: Float32Array): void;
  /** Nothing is pushed any more. */
  finish(): void;
  /** Frames that can be taken. */
  readonly ready: number;
  /** Holds until something is pushed. */
  take(frames: number): Float32Array;
}

export function createTrackChain(options: TrackChainOptions): TrackChain {
  const { device, codec, speechLevel, level, delay, sampleRate } = options;
  const loud = fromDecibels(speechLevel);
  const gain = fromDecibels(level);
  const even =
    device.automaticGain > 0
      ? createAutomaticGain({ sampleRate, level: loud, range: device.automaticGain })
      : undefined;
  const knee = device.softLimit === null ? null : fromDecibels(speechLevel + device.softLimit);
  let waiting = new Float32Array(2 * sampleRate);
  let first = 0;
  let last = 0;
  let toSkip = delay;
  const keep = (part: Float32Array): void => {
    if (last + part.length > waiting.length) {
      const held = waiting.subarray(first, last);
      const longer = held.length + part.length > waiting.length / 2;
      if (longer) waiting = new Float32Array(2 * (held.length + part.length));
      waiting.set(held);
      last -= first;
      first = 0;
    }
    const room = waiting.subarray(last, last + part.length);
    for (let frame = 0; frame < room.length; frame++) room[frame] = gain * (part[frame] ?? 0);
    last += part.length;
  };
  return {
    push(block) {
      even?.(block);
      if (knee !== null) limitSoftly(block, knee);
      const heard = block.subarray(Math.min(toSkip, block.length));
      toSkip -= block.length - heard.length;
      keep(codec === null ? heard : codec.push(heard));
    },
    finish: () => keep(codec?.flush() ?? new Float32Array(0)),
    get ready() {
      return last - first;
    },
    take(frames) {
      // A codec that gave less than it took has gone silent at its end.
      if (first + frames > last) keep(new Float32Array(first + frames - last));
      first += frames;
      return waiting.subarray(first - frames, first);
    },
    [Symbol.dispose]: () => codec?.[Symbol.dispose](),
  };
}
