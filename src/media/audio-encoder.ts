import type { AudioFormat } from './audio-format.ts';
import type { ByteSink } from './byte-sink.ts';
import { createByteWriter } from './byte-writer.ts';
import { encodedSampleRate, withResampling } from './encoder-resampling.ts';
import type { CreateFormatEncoder, EncoderSetting } from './encoder-seam.ts';
import { MediaError } from './media-error.ts';
import type { BitDepth } from './sample-coding.ts';
import { createPcmEncoder, createWavEncoder } from './wav-encoder.ts';

export type AudioEncoderOptions = {
  readonly format: AudioFormat;
  /** Hz, of the samples that will be written. mp3 and ogg-opus resample where they lack it: see `encodedSampleRate`. */
  readonly sampleRate: number;
  /** 1 or 2 for mp3 and ogg-opus, up to 8 for flac, up to 1,024 for wav and pcm. */
  readonly channels: number;
  /** Bits of a sample, default 16: wav and pcm take 16, 24, 32 and `float`, flac 16 and 24. */
  readonly bitDepth?: BitDepth;
  /** Bits a second for all channels together, mp3 and ogg-opus only. Default: fit for speech, by rate and channels. */
  readonly bitrate?: number;
  /** Triangular dither before rounding to integers (wav, pcm, flac). The same noise every time. Default false. */
  readonly dither?: boolean;
  /** WAV only: keep room in the header to grow beyond 4 GiB as RF64. Default false. */
  readonly largeFile?: boolean;
  /** Hand bytes to the sink as soon as there are any, for who listens meanwhile. Default false: in large pieces. */
  readonly immediate?: boolean;
  /** Where the bytes go. The encoder closes it on `close`, and aborts it on `abort` and on any failure. */
  readonly sink: ByteSink;
};

/** Samples in, a file out, in memory that does not grow with the length: await each write, or the blocks pile up. */
export interface AudioEncoder {
  /** One array for each channel, all of one length, any length. They may be reused once it resolves. */
  write(block: readonly Float32Array[]): Promise<void>;
  /** Writes the rest and completes the file. Before this there is none. */
  close(): Promise<void>;
  /** Leaves nothing behind; safe at any time, more than once, and after `close` without effect. */
  abort(): Promise<void>;
}

/** Frames handed to a codec at once: long blocks are cut, so that memory stays bounded. */
const longestBlock = 1 << 16;

const encoders: Readonly<Record<AudioFormat, () => Promise<CreateFormatEncoder>>> = {
  wav: async () => createWavEncoder,
  pcm: async () => createPcmEncoder,
  mp3: async () => (await import('./mp3-encoder.ts')).createMp3Encoder,
  'ogg-opus': async () => (await import('./opus-encoder.ts')).createOpusEncoder,
  flac: async () => (await import('./flac-encoder.ts')).createFlacEncoder,
};

/** Throws `MediaError` where the format cannot do what the options ask; the sink is then aborted. */
export async function createAudioEncoder(options: AudioEncoderOptions): Promise<AudioEncoder> {
  const { sink } = options;
  const writer = createByteWriter(sink);
  let state: 'open' | 'closed' | 'failed' = 'open';
  let failure: unknown;

  const encoder = await (async () => {
    const setting = checkOptions(options);
    const create = await encoders[options.format]();
    return withResampling(await create(setting, writer), setting);
  })().catch(async (error: unknown) => {
    await sink.abort();
    throw error;
  });

  /** Ends the call under way: a codec that is stopped in its middle never answers. */
  let interrupt: ((reason: Error) => void) | undefined;

  const fail = async (reason: unknown): Promise<void> => {
    if (state !== 'open') return;
    state = 'failed';
    failure = reason;
    await encoder.dispose();
    await sink.abort();
  };

  const runOne = async (action: () => Promise<void>): Promise<void> => {
    if (state === 'failed') throw failure;
    if (state === 'closed') {
      throw new MediaError('closed', 'The encoder is closed: nothing more can be written to it.');
    }
    try {
      await new Promise<void>((resolve, reject) => {
        interrupt = reject;
        action().then(resolve, reject);
      });
    } catch (error) {
      await fail(error);
      throw error;
    }
  };

  /** Calls that were not awaited still run one after another. */
  let last: Promise<void> = Promise.resolve();
  const guard = (action: () => Promise<void>): Promise<void> => {
    const result = last.then(() => runOne(action));
    last = result.catch(() => {});
    return result;
  };

  return {
    write: (block) =>
      guard(async () => {
        const frames = checkBlock(block, options.channels);
        for (let from = 0; from < frames; from += longestBlock) {
          const whole = from === 0 && frames <= longestBlock;
          await encoder.write(
            whole ? block : block.map((samples) => samples.subarray(from, from + longestBlock)),
          );
        }
        if (options.immediate === true) await writer.flush();
      }),
    close: () =>
      guard(async () => {
        await encoder.finish();
        await writer.flush();
        await encoder.dispose();
        await sink.close();
        state = 'closed';
      }),
    async abort() {
      if (state !== 'open') return;
      const reason = new MediaError('closed', 'The encoder was aborted: nothing more can be written to it.');
      const failed = fail(reason);
      interrupt?.(reason);
      await failed;
    },
  };
}

function checkBlock(block: readonly Float32Array[], channels: number): number {
  const frames = block[0]?.length ?? 0;
  if (block.length !== channels) {
    const found = `${block.length} channels`;
    throw new MediaError('invalid-block', `The encoder has ${channels} channels, the block ${found}.`, {
      found,
    });
  }
  const odd = block.findIndex((samples) => samples.length !== frames);
  if (odd >= 0) {
    const found = `${block[odd]?.length} frames`;
    throw new MediaError(
      'invalid-block',
      `Channels of a block have one length: channel 0 has ${frames} frames, channel ${odd} ${found}.`,
      { found },
    );
  }
  return frames;
}

const mostChannels: Readonly<Record<AudioFormat, number>> = {
  wav: 1024,
  pcm: 1024,
  mp3: 2,
  'ogg-opus': 2,
  flac: 8,
};

const bitDepths: Readonly<Record<AudioFormat, readonly BitDepth[]>> = {
  wav: [16, 24, 32, 'float'],
  pcm: [16, 24, 32, 'float'],
  mp3: [16],
  'ogg-opus': [16],
  flac: [16, 24],
};

function checkOptions(options: AudioEncoderOptions): EncoderSetting {
  const { format, sampleRate, channels, bitDepth = 16, bitrate, dither = false } = options;
  const { largeFile = false, immediate = false } = options;
  const refuse = (found: string, allowed: string): never => {
    throw new MediaError('invalid-option', `${format} cannot be written with ${found}: ${allowed}.`, {
      found,
    });
  };
  if (!Object.hasOwn(mostChannels, format)) {
    refuse(`the format ${format}`, `the formats are ${Object.keys(mostChannels).join(', ')}`);
  }
  if (!Number.isInteger(sampleRate) || sampleRate < 1000 || sampleRate > 768_000) {
    refuse(`a sample rate of ${sampleRate} Hz`, 'a whole number from 1,000 to 768,000 is needed');
  }
  if (!Number.isInteger(channels) || channels < 1 || channels > mostChannels[format]) {
    refuse(`${channels} channels`, `1 to ${mostChannels[format]} are possible; wav takes more`);
  }
  if (!bitDepths[format].includes(bitDepth)) {
    refuse(`a bit depth of ${String(bitDepth)}`, `${bitDepths[format].join(', ')} are possible`);
  }
  if (bitrate !== undefined) {
    if (format !== 'mp3' && format !== 'ogg-opus') refuse('a bitrate', 'only mp3 and ogg-opus have one');
    if (!Number.isFinite(bitrate) || bitrate < 6000 || bitrate > 512_000) {
      refuse(`a bitrate of ${bitrate}`, '6,000 to 512,000 bits a second are possible');
    }
  }
  return {
    sampleRate: encodedSampleRate(format, sampleRate),
    inputRate: sampleRate,
    channels,
    bitDepth,
    bitrate,
    dither,
    seekable: options.sink.seekable,
    largeFile,
    immediate,
  };
}
