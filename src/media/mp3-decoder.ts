import { MPEGDecoder } from 'mpg123-decoder';
import type { MultichannelAudio } from '../dsp/index.ts';
import { createByteQueue } from './byte-queue.ts';
import type { DecoderSetting, StreamDecoder } from './decoder-seam.ts';
import { MediaError } from './media-error.ts';
import type { Mp3FrameHeader, Mp3Info } from './mp3-frame.ts';
import { createMp3Framer, type Mp3Item } from './mp3-framer.ts';
import { createSampleTrimmer, type SampleTrimmer } from './sample-trimmer.ts';

/** Samples by which any layer III decoder is late: 528 of its filters and 1. */
const decoderDelay = 529;

/** Bytes given to the decoder at once: three times as fast as large pieces, as they stay in the cache. */
const batchSize = 4096;

/** What the first frame decided. */
type Stream = {
  readonly header: Mp3FrameHeader;
  readonly info: Mp3Info | undefined;
  readonly trimmer: SampleTrimmer;
};

export async function createMp3Decoder({ allowTruncated }: DecoderSetting): Promise<StreamDecoder> {
  const decoder = new MPEGDecoder({ enableGapless: false });
  await decoder.ready;
  const framer = createMp3Framer();
  const batch = createByteQueue();
  let stream: Stream | undefined;
  let frameCount = 0;
  let given = false;
  let disposed = false;

  const decodeBatch = (): MultichannelAudio[] => {
    if (stream === undefined || batch.length === 0) return [];
    const decoded = decoder.decode(batch.take(batch.length));
    const [left = new Float32Array(0), right = left] = decoded.channelData;
    // A mono file comes as two equal channels; one that turns stereo later is mixed down.
    const channels = stream.header.channels === 2 ? [left, right] : [average(left, right)];
    const { sampleRate } = stream.header;
    const blocks = stream.trimmer.push(channels).filter(([samples]) => (samples?.length ?? 0) > 0);
    given ||= blocks.length > 0;
    return blocks.map((kept) => ({ channels: kept, sampleRate }));
  };

  const take = (item: Mp3Item): MultichannelAudio[] => {
    if (stream === undefined) {
      const { header, info } = item;
      const gap = info?.gap;
      stream = {
        header,
        info,
        trimmer: createSampleTrimmer(
          gap === undefined ? 0 : gap.delay + decoderDelay,
          gap === undefined ? 0 : Math.max(0, gap.padding - decoderDelay),
        ),
      };
      if (info !== undefined) return [];
    }
    frameCount++;
    const blocks = batch.length + item.bytes.length > batchSize ? decodeBatch() : [];
    batch.append(item.bytes);
    return blocks;
  };

  return {
    async push(bytes) {
      return framer.push(bytes).flatMap(take);
    },
    async finish() {
      const { items, leftover } = framer.finish();
      const blocks = items.flatMap(take);
      if (stream === undefined) throw noFrames(framer.position);
      blocks.push(...decodeBatch());
      const expected = stream.info?.frameCount;
      // Some writers count the header's own frame.
      const short = expected === undefined ? leftover > 0 : frameCount < expected - 1;
      if (short && !allowTruncated) throw truncated(frameCount, expected, framer.position);
      if (!given) {
        const channels = Array.from({ length: stream.header.channels }, () => new Float32Array(0));
        blocks.push({ channels, sampleRate: stream.header.sampleRate });
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

function average(left: Float32Array, right: Float32Array): Float32Array {
  return left.map((value, index) => (value + (right[index] ?? value)) / 2);
}

function noFrames(offset: number): MediaError {
  return new MediaError('corrupt', `No MPEG audio frames in ${offset} bytes that start like an MP3 file.`, {
    found: 'no two frames in a row',
    offset,
  });
}

function truncated(frameCount: number, expected: number | undefined, offset: number): MediaError {
  const found = expected === undefined ? 'part of a last frame' : `${frameCount} of ${expected} frames`;
  return new MediaError(
    'truncated',
    `The MP3 file is cut short: ${found}. Read it with \`allowTruncated\` to have what is there.`,
    { found, offset },
  );
}
