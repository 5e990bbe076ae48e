import {
  createSoundDecoder,
  createSoundEncoder,
  type ProtocolAction,
  type ServerEvent,
  type WireAudioFormat,
} from '../../live/index.ts';
import type { Engine } from './engine.ts';
import type { WorkQueue } from './work-queue.ts';

/** Seconds of sound that are heard at one go. */
const piece = 0.1;

/** Sound between the wire and the engine. */
export interface SessionSound {
  /** Seconds that were taken; nothing where it is no sound. */
  hear(audio: string, format: WireAudioFormat, engine: Engine): number | undefined;
  event(action: Extract<ProtocolAction, { type: 'send-sound' }>, format: WireAudioFormat): ServerEvent;
}

export function createSessionSound(queue: WorkQueue): SessionSound {
  const decoder = createSoundDecoder();
  const encoder = createSoundEncoder();
  return {
    hear(audio, format, engine) {
      const decoded = decoder.decode(audio, format);
      if (decoded === undefined) return undefined;
      const { samples, sampleRate } = decoded;
      const size = Math.round(sampleRate * piece);
      const duration = samples.length / sampleRate;
      if (samples.length <= size * 2) {
        engine.hear(samples, sampleRate);
        return duration;
      }
      const parts = Array.from({ length: Math.ceil(samples.length / size) }, (_, index) => (): void => {
        engine.hear(samples.subarray(index * size, (index + 1) * size), sampleRate);
      });
      queue.addFirst(parts, duration);
      return duration;
    },
    event({ item, position, samples }, format) {
      const delta = encoder.encode(samples, format);
      const audio_ms = Math.round(position * 1000);
      if (item === undefined) return { type: 'duologue.audio.delta', delta, audio_ms };
      return {
        type: 'response.output_audio.delta',
        response_id: item.response,
        item_id: item.item,
        output_index: item.outputIndex,
        content_index: 0,
        delta,
        audio_ms,
      };
    },
  };
}
