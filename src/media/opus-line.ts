import { MediaError } from './media-error.ts';

const sampleRates = [8000, 12_000, 16_000, 24_000, 48_000] as const;

export type OpusLineOptions = {
  /** Hz: 8,000, 12,000, 16,000, 24,000 or 48,000. */
  readonly sampleRate: number;
  /** Bits a second, 6,000 to 128,000. */
  readonly bitrate: number;
};

/** A call's way through Opus: encoded in packets of 20 ms and decoded again, in memory. One channel. */
export interface OpusLine {
  /** What can be told by now, possibly nothing. The codec's delay is taken away: a sound at time t stays at time t. */
  push(block: Float32Array): Float32Array;
  /** The rest: in all as many samples as were pushed. */
  flush(): Float32Array;
}

/** Seconds of a packet, the length Opus is tuned for. */
const packetDuration = 0.02;
/** OPUS_GET_LOOKAHEAD, by number because the package's own getter is typed under a misspelt name. */
const getLookahead = 4027;
/** As telephones set it: the highest, 10, costs twice as much. */
const complexity = 5;

/** Loads the codec; the lines that it then gives work at once. */
export async function loadOpusLine(): Promise<(options: OpusLineOptions) => OpusLine> {
  const { Decoder, Encoder } = await import('@evan/opus');
  return ({ sampleRate: wanted, bitrate }) => {
    const sampleRate = sampleRates.find((rate) => rate === wanted);
    if (sampleRate === undefined) {
      throw new MediaError(
        'unsupported',
        `Opus has no ${wanted} Hz; give one of ${sampleRates.join(', ')}.`,
        {
          found: `${wanted} Hz`,
        },
      );
    }
    const encoder = new Encoder({ channels: 1, sample_rate: sampleRate, application: 'voip' });
    encoder.bitrate = bitrate;
    encoder.complexity = complexity;
    const decoder = new Decoder({ channels: 1, sample_rate: sampleRate });
    const packet = new Int16Array(packetDuration * sampleRate);
    let filled = 0;
    let pushed = 0;
    let given = 0;
    let toSkip = encoder.ctl(getLookahead);

    const passPacket = (): Float32Array => {
      const decoded = decoder.decode(encoder.encode(packet));
      filled = 0;
      const view = new DataView(decoded.buffer, decoded.byteOffset, decoded.byteLength);
      const skipped = Math.min(toSkip, packet.length);
      toSkip -= skipped;
      return Float32Array.from(
        { length: packet.length - skipped },
        (_, frame) => view.getInt16(2 * (frame + skipped), true) / 32_768,
      );
    };
    const join = (parts: readonly Float32Array[], most: number): Float32Array => {
      const length = Math.min(
        most,
        parts.reduce((sum, part) => sum + part.length, 0),
      );
      const joined = new Float32Array(length);
      let at = 0;
      for (const part of parts) {
        joined.set(part.subarray(0, length - at), at);
        at = Math.min(length, at + part.length);
      }
      given += length;
      return joined;
    };

    return {
      push(block) {
        pushed += block.length;
        const parts: Float32Array[] = [];
        for (const sample of block) {
          packet[filled++] = Math.round(Math.min(32_767, Math.max(-32_768, sample * 32_768)));
          if (filled === packet.length) parts.push(passPacket());
        }
        return join(parts, pushed - given);
      },
      flush() {
        const parts: Float32Array[] = [];
        for (let lacking = pushed - given; lacking > 0; lacking -= parts.at(-1)?.length ?? lacking) {
          packet.fill(0, filled);
          parts.push(passPacket());
        }
        return join(parts, pushed - given);
      },
    };
  };
}
