import { applyGain, fromDecibels } from '../../dsp/index.ts';
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
  let waiting: Float32Array[] = [];
  let ready = 0;
  let toSkip = delay;
  const keep = (part: Float32Array): void => {
    if (part.length === 0) return;
    waiting.push(applyGain(part, gain));
    ready += part.length;
  };
  return {
    push(block) {
      even?.(block);
      if (knee !== null) limitSoftly(block, knee);
      const heard = block.slice(Math.min(toSkip, block.length));
      toSkip -= block.length - heard.length;
      keep(codec === null ? heard : codec.push(heard));
    },
    finish: () => keep(codec?.flush() ?? new Float32Array(0)),
    get ready() {
      return ready;
    },
    take(frames) {
      const taken = new Float32Array(frames);
      let at = 0;
      while (at < frames) {
        const [first] = waiting;
        if (first === undefined) break;
        const part = first.subarray(0, frames - at);
        taken.set(part, at);
        at += part.length;
        if (part.length === first.length) waiting = waiting.slice(1);
        else waiting[0] = first.subarray(part.length);
      }
      ready -= at;
      return taken;
    },
    [Symbol.dispose]: () => codec?.[Symbol.dispose](),
  };
}
