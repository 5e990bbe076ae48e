import { createResampler, type Resampler } from '../../dsp/index.ts';
import { agentSampleRate } from '../session-options.ts';
import { decodeG711, encodeG711 } from './g711.ts';
import type { WireAudioFormat } from './wire-session.ts';

/** Hz, of telephone sound. */
const telephoneRate = 8000;

export type WireSound = { readonly samples: Float32Array; readonly sampleRate: number };

/** Sound of the user as it comes: base64 in one format or another, cut anywhere. */
export interface SoundDecoder {
  /** Nothing where it is no base64. */
  decode(text: string, format: WireAudioFormat): WireSound | undefined;
  /** What was cut in the middle of a sample is forgotten. */
  clear(): void;
}

export function createSoundDecoder(): SoundDecoder {
  let odd: number | undefined;
  return {
    decode(text, format) {
      const bytes = bytesOf(text);
      if (bytes === undefined) return undefined;
      if (format.type !== 'audio/pcm') {
        return {
          samples: decodeG711(bytes, format.type === 'audio/pcmu' ? 'mu' : 'a'),
          sampleRate: telephoneRate,
        };
      }
      const whole = odd === undefined ? bytes : Buffer.concat([Uint8Array.of(odd), bytes]);
      odd = whole.length % 2 === 1 ? whole.at(-1) : undefined;
      return { samples: pcm16(whole), sampleRate: agentSampleRate };
    },
    clear() {
      odd = undefined;
    },
  };
}

function bytesOf(text: string): Uint8Array | undefined {
  const bytes = Buffer.from(text, 'base64');
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  // What is no base64 is passed over; where nothing was, the length tells.
  return bytes.length === Math.floor(((text.length - padding) * 3) / 4) ? bytes : undefined;
}

function pcm16(bytes: Uint8Array): Float32Array {
  const samples = new Float32Array(bytes.length >> 1);
  const view = new DataView(bytes.buffer, bytes.byteOffset, samples.length * 2);
  for (let frame = 0; frame < samples.length; frame++) {
    samples[frame] = view.getInt16(frame * 2, true) / 32_768;
  }
  return samples;
}

/** Sound of the agent for the wire. */
export interface SoundEncoder {
  encode(samples: Float32Array, format: WireAudioFormat): string;
}

export function createSoundEncoder(): SoundEncoder {
  let resampler: Resampler | undefined;
  return {
    encode(samples, format) {
      if (format.type === 'audio/pcm') {
        resampler = undefined;
        const bytes = Buffer.allocUnsafe(samples.length * 2);
        for (let frame = 0; frame < samples.length; frame++) {
          const value = Math.round((samples[frame] ?? 0) * 32_768);
          bytes.writeInt16LE(value > 32_767 ? 32_767 : value < -32_768 ? -32_768 : value, frame * 2);
        }
        return bytes.toString('base64');
      }
      resampler ??= createResampler({ from: agentSampleRate, to: telephoneRate, quality: 'light' });
      const coded = encodeG711(resampler.push(samples), format.type === 'audio/pcmu' ? 'mu' : 'a');
      return Buffer.from(coded).toString('base64');
    },
  };
}
