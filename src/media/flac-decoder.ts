import { FLACDecoder } from '@wasm-audio-decoders/flac';
import type { MultichannelAudio } from '../dsp/index.ts';
import { createByteQueue } from './byte-queue.ts';
import type { DecoderSetting, StreamDecoder } from './decoder-seam.ts';
import { type FlacStreamInfo, readFlacHeader } from './flac-header.ts';
import { MediaError } from './media-error.ts';
import { id3Size } from './sniff-audio.ts';

/** Bytes, at most (RFC 9639, 9.1). */
const frameHeaderSize = 16;

/** Bytes. Pictures live in the metadata; beyond this it is no picture. */
const longestHeader = 1 << 26;

export async function createFlacDecoder({ allowTruncated }: DecoderSetting): Promise<StreamDecoder> {
  const decoder = new FLACDecoder();
  await decoder.ready;
  const queue = createByteQueue();
  let info: FlacStreamInfo | undefined;
  let tagBytes: number | undefined;
  let frames = 0;
  /** The first bytes of the first frame. */
  let opening: Uint8Array | undefined;
  let disposed = false;

  /** Passes an ID3 tag and the metadata; true once sound begins. */
  const passHeader = (): boolean => {
    if (info !== undefined) return true;
    if (tagBytes === undefined) {
      if (queue.length < 10) return false;
      tagBytes = id3Size(queue.peek(10));
    }
    const step = Math.min(tagBytes, queue.length);
    queue.skip(step);
    tagBytes -= step;
    if (tagBytes > 0) return false;
    const header = readFlacHeader(queue.peek(queue.length));
    if (header === undefined || queue.length < header.size) {
      if (queue.length <= longestHeader) return false;
      throw new MediaError('corrupt', 'The FLAC file has more metadata than a file has.', {
        found: `${queue.length} bytes`,
        offset: queue.position,
      });
    }
    queue.skip(header.size);
    info = header.info;
    return true;
  };

  const toBlocks = (channelData: readonly Float32Array[], samplesDecoded: number): MultichannelAudio[] => {
    if (info === undefined || samplesDecoded === 0) return [];
    frames += samplesDecoded;
    if (channelData.length !== info.channels) {
      const found = `${channelData.length} channels where ${info.channels} were announced`;
      throw new MediaError('corrupt', `The FLAC file contradicts itself: ${found}.`, { found });
    }
    for (const samples of channelData) restoreScale(samples, info.depth);
    return [{ channels: channelData, sampleRate: info.sampleRate }];
  };

  return {
    async push(bytes) {
      queue.append(bytes);
      // The decoder tells FLAC from FLAC in Ogg by its first bytes, and the sentinel needs a whole header.
      if (!passHeader() || queue.length < frameHeaderSize) return [];
      opening ??= queue.peek(frameHeaderSize).slice();
      const decoded = await decoder.decode(queue.take(queue.length).slice());
      return toBlocks(decoded.channelData, decoded.samplesDecoded);
    },
    async finish() {
      const offset = queue.position + queue.length;
      if (info === undefined) throw truncated('its metadata has no end', offset);
      opening ??= queue.peek(frameHeaderSize).slice();
      const decoded = await decoder.decode(withSentinel(queue.take(queue.length), opening));
      const blocks = toBlocks(decoded.channelData, decoded.samplesDecoded);
      const lost = (info.frames ?? frames) - frames;
      if (lost !== 0 && !allowTruncated)
        throw truncated(`${frames} of ${info.frames} samples could be read`, offset);
      if (frames === 0) {
        const channels = Array.from({ length: info.channels }, () => new Float32Array(0));
        blocks.push({ channels, sampleRate: info.sampleRate });
      }
      return blocks;
    },
    dispose() {
      if (disposed) return;
      disposed = true;
      decoder.free();
    },
  };
}

/**
 * The decoder sees a frame's end by the header of the next, and its own way of ending loses the last frames where
 * they are as short as silence is. A header with nothing behind it makes the last frame like any other.
 */
function withSentinel(rest: Uint8Array, opening: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(rest.length + 64);
  bytes.set(rest);
  bytes.set(opening, rest.length);
  return bytes;
}

/**
 * The decoder divides by the greatest value (32,767), where everything else here, and the encoder, divides by full
 * scale (32,768): left so, silence would be exact but nothing else, and the lowest value would lie beyond -1.
 */
function restoreScale(samples: Float32Array, depth: number): void {
  const fullScale = 2 ** (depth - 1);
  const toSteps = fullScale - 1;
  const scale = 1 / fullScale;
  if (depth > 24) {
    // Floats cannot tell such steps apart: nothing to round to.
    for (let index = 0; index < samples.length; index++)
      samples[index] = (samples[index] ?? 0) * toSteps * scale;
    return;
  }
  // Rounding by truncation above zero: ten times as fast as Math.round.
  const bias = 2 ** 24;
  for (let index = 0; index < samples.length; index++) {
    const steps = (((samples[index] ?? 0) * toSteps + bias + 0.5) | 0) - bias;
    samples[index] = steps * scale;
  }
}

function truncated(found: string, offset: number): MediaError {
  return new MediaError(
    'truncated',
    `The FLAC file is cut short or damaged: ${found}. Read it with \`allowTruncated\` to have what is there.`,
    { found, offset },
  );
}
