import {
  AudioSample,
  AudioSampleSource,
  FlacOutputFormat,
  Mp3OutputFormat,
  NullTarget,
  Output,
} from 'mediabunny';
import { MediaError } from './media-error.ts';

/** A codec of mediabunny's, without its containers: samples in, the codec's packets out, in order. */
export interface PacketEncoder {
  /** Interleaved; a later packet may hold what was written earlier. */
  write(samples: Int16Array | Int32Array): Promise<void>;
  finish(): Promise<void>;
  dispose(): Promise<void>;
}

export type PacketEncoderOptions = {
  readonly codec: 'mp3' | 'flac';
  /** Hz. */
  readonly sampleRate: number;
  readonly channels: number;
  /** Bits a second; mp3 only. */
  readonly bitrate?: number;
  /** Called with each packet, which is the callee's, and the codec's own header with the first of flac. */
  readonly onPacket: (packet: Uint8Array, frames: number, description: Uint8Array | undefined) => void;
};

/**
 * The codec runs in a worker thread, started by the first samples and ended by `finish` or `dispose`. The containers
 * are written here and not by mediabunny, because its MP3 header tells no delay and its Ogg serial is random.
 */
export function createPacketEncoder(options: PacketEncoderOptions): PacketEncoder {
  const { codec, sampleRate, channels, bitrate, onPacket } = options;
  let frames = 0;
  /** Closed again by `dispose`, as a write that is interrupted never comes back to do it. */
  let current: AudioSample | undefined;
  let running: { readonly output: Output; readonly source: AudioSampleSource } | undefined;

  const start = async (): Promise<AudioSampleSource> => {
    requireWorkers(codec);
    await register(codec);
    const source = new AudioSampleSource({
      codec,
      ...(bitrate === undefined ? {} : { bitrate }),
      onEncodedPacket(packet, meta) {
        const description = meta?.decoderConfig?.description;
        onPacket(
          packet.data,
          Math.round(packet.duration * sampleRate),
          description === undefined ? undefined : toBytes(description),
        );
      },
    });
    const format = codec === 'mp3' ? new Mp3OutputFormat({ xingHeader: false }) : new FlacOutputFormat();
    const output = new Output({ format, target: new NullTarget() });
    output.addAudioTrack(source);
    running = { output, source };
    await output.start();
    return source;
  };

  return {
    async write(data) {
      if (data.length === 0) return;
      const source = running?.source ?? (await start());
      const sample = new AudioSample({
        data,
        format: data instanceof Int16Array ? 's16' : 's32',
        numberOfChannels: channels,
        sampleRate,
        timestamp: frames / sampleRate,
      });
      frames += data.length / channels;
      current = sample;
      try {
        await source.add(sample);
      } finally {
        sample.close();
      }
    },
    async finish() {
      const output = running?.output;
      running = undefined;
      await output?.finalize();
    },
    async dispose() {
      const output = running?.output;
      running = undefined;
      current?.close();
      await output?.cancel();
    },
  };
}

/** Workers inherit the options of the process, and with this one the codec's fails, for flac beyond any catch. */
function requireWorkers(codec: string): void {
  const option = process.execArgv.find((each) => each.startsWith('--input-type'));
  if (option === undefined) return;
  throw new MediaError(
    'unsupported',
    `${codec} cannot be encoded in a process that runs with ${option}: put the code into a file.`,
    { found: option },
  );
}

async function register(codec: 'mp3' | 'flac'): Promise<void> {
  if (codec === 'mp3') {
    const { registerMp3Encoder } = await import('@mediabunny/mp3-encoder');
    registerMp3Encoder();
  } else {
    const { registerFlacEncoder } = await import('@mediabunny/flac-encoder');
    registerFlacEncoder();
  }
}

function toBytes(source: ArrayBufferLike | ArrayBufferView): Uint8Array {
  return ArrayBuffer.isView(source)
    ? new Uint8Array(source.buffer, source.byteOffset, source.byteLength).slice()
    : new Uint8Array(source).slice();
}
