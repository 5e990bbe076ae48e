import { AudioSample, AudioSampleSource, Mp3OutputFormat, NullTarget, Output } from 'mediabunny';
import { MediaError } from './media-error.ts';

/** LAME as mediabunny has it, without its container: samples in, packets out, in order. */
export interface Mp3PacketEncoder {
  /** Interleaved; a later packet may hold what was written earlier. */
  write(samples: Int16Array | Int32Array): Promise<void>;
  finish(): Promise<void>;
  dispose(): Promise<void>;
}

export type Mp3PacketOptions = {
  /** Hz. */
  readonly sampleRate: number;
  readonly channels: number;
  /** Bits a second. */
  readonly bitrate: number;
  /** Called with each packet, which is the callee's. */
  readonly onPacket: (packet: Uint8Array) => void;
};

/**
 * The codec runs in a worker thread, started by the first samples and ended by `finish` or `dispose`. The container
 * is written here and not by mediabunny, because its MP3 header tells no delay.
 */
export function createMp3PacketEncoder(options: Mp3PacketOptions): Mp3PacketEncoder {
  const { sampleRate, channels, bitrate, onPacket } = options;
  let frames = 0;
  /** Closed again by `dispose`, as a write that is interrupted never comes back to do it. */
  let current: AudioSample | undefined;
  let running: { readonly output: Output; readonly source: AudioSampleSource } | undefined;

  const start = async (): Promise<AudioSampleSource> => {
    requireWorkers();
    const { registerMp3Encoder } = await import('@mediabunny/mp3-encoder');
    registerMp3Encoder();
    const source = new AudioSampleSource({
      codec: 'mp3',
      bitrate,
      onEncodedPacket: (packet) => onPacket(packet.data),
    });
    const output = new Output({
      format: new Mp3OutputFormat({ xingHeader: false }),
      target: new NullTarget(),
    });
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

/** Workers inherit the options of the process, and with this one the codec's fails. */
function requireWorkers(): void {
  const option = process.execArgv.find((each) => each.startsWith('--input-type'));
  if (option === undefined) return;
  throw new MediaError(
    'unsupported',
    `mp3 cannot be encoded in a process that runs with ${option}: put the code into a file.`,
    { found: option },
  );
}
