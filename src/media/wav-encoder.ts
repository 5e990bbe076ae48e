import type { AudioFormat } from './audio-format.ts';
import type { ByteWriter } from './byte-writer.ts';
import type { EncoderSetting, FormatEncoder } from './encoder-seam.ts';
import { MediaError } from './media-error.ts';
import { type BitDepth, createQuantizer } from './sample-coding.ts';

const unknownSize = 0xffffffff;

/** WAVEFORMATEXTENSIBLE's GUIDs differ in their first two bytes only. */
const guidTail = [0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xaa, 0, 0x38, 0x9b, 0x71];

/** Speaker masks for one to eight channels, as WAVE_FORMAT_EXTENSIBLE's common layouts; 0 names no speaker. */
const speakerMasks = [0, 0x4, 0x3];

type WavLayout = Pick<EncoderSetting, 'sampleRate' | 'channels' | 'bitDepth' | 'largeFile'>;

type SampleSetting = Pick<EncoderSetting, 'bitDepth' | 'channels' | 'dither'>;

type WavSetting = WavLayout & SampleSetting & Pick<EncoderSetting, 'seekable'>;

/** Headerless samples. */
export async function createPcmEncoder(setting: SampleSetting, writer: ByteWriter): Promise<FormatEncoder> {
  const quantizer = createQuantizer(setting.bitDepth, setting);
  return {
    write: (block) => writer.append(quantizer.encode(block)),
    finish: async () => {},
    dispose: async () => {},
  };
}

/** @param sizeLimit Bytes a RIFF file may count to; smaller in tests only. */
export async function createWavEncoder(
  setting: WavSetting,
  writer: ByteWriter,
  sizeLimit: number = unknownSize - 1,
): Promise<FormatEncoder> {
  const quantizer = createQuantizer(setting.bitDepth, setting);
  const headerSize = wavHeader(setting, 0).length;
  let dataSize = 0;
  await writer.append(wavHeader(setting, undefined));

  return {
    async write(block) {
      const bytes = quantizer.encode(block);
      const fileSize = headerSize + dataSize + bytes.length + 1;
      if (fileSize > sizeLimit && setting.seekable && !setting.largeFile) {
        throw new MediaError(
          'too-large',
          'A WAV file cannot count beyond 4 GiB. Ask for `largeFile: true` (RF64), fewer bits, or flac.',
          { offset: writer.position },
        );
      }
      dataSize += bytes.length;
      await writer.append(bytes);
    },
    async finish() {
      if (dataSize % 2 === 1) await writer.append(new Uint8Array(1));
      if (setting.seekable) await writer.patch(wavHeader(setting, dataSize, sizeLimit), 0);
    },
    dispose: async () => {},
  };
}

export type EncodedSizeOptions = {
  readonly format: AudioFormat;
  readonly frames: number;
  readonly channels: number;
  /** As the encoder's. */
  readonly bitDepth?: BitDepth;
  readonly largeFile?: boolean;
};

/** Bytes that wav and pcm will have; 0 where only the codec knows. */
export function encodedSize({
  format,
  frames,
  channels,
  bitDepth = 16,
  largeFile = false,
}: EncodedSizeOptions): number {
  if (format !== 'wav' && format !== 'pcm') return 0;
  const data = frames * channels * bytesOf(bitDepth);
  if (format === 'pcm') return data;
  return wavHeader({ sampleRate: 1, channels, bitDepth, largeFile }, 0).length + data + (data % 2);
}

/**
 * Everything before the samples. `largeFile` keeps a JUNK chunk's room, which becomes ds64 when the sizes outgrow
 * 32 bits (EBU Tech 3306). Without a size, both sizes say "unknown", as streaming writers do.
 */
function wavHeader(layout: WavLayout, dataSize: number | undefined, sizeLimit = unknownSize): Uint8Array {
  const format = formatChunk(layout);
  const isFloat = layout.bitDepth === 'float';
  const reserve = layout.largeFile ? 36 : 0;
  const fact = isFloat ? 12 : 0;
  const header = new Uint8Array(12 + reserve + 8 + format.length + fact + 8);
  const view = new DataView(header.buffer);
  const riffSize = header.length - 8 + (dataSize ?? 0) + ((dataSize ?? 0) % 2);
  const rf64 = layout.largeFile && dataSize !== undefined && riffSize + 8 > sizeLimit;
  const shown = (size: number): number => (dataSize === undefined || rf64 ? unknownSize : size);
  const frames = (dataSize ?? 0) / (layout.channels * bytesOf(layout.bitDepth));

  putText(header, 0, rf64 ? 'RF64' : 'RIFF');
  view.setUint32(4, shown(riffSize), true);
  putText(header, 8, 'WAVE');
  let at = 12;
  if (layout.largeFile) {
    putText(header, at, rf64 ? 'ds64' : 'JUNK');
    view.setUint32(at + 4, 28, true);
    if (rf64) {
      view.setBigUint64(at + 8, BigInt(riffSize), true);
      view.setBigUint64(at + 16, BigInt(dataSize), true);
      view.setBigUint64(at + 24, BigInt(frames), true);
    }
    at += reserve;
  }
  putText(header, at, 'fmt ');
  view.setUint32(at + 4, format.length, true);
  header.set(format, at + 8);
  at += 8 + format.length;
  if (isFloat) {
    putText(header, at, 'fact');
    view.setUint32(at + 4, 4, true);
    view.setUint32(at + 8, shown(frames), true);
    at += fact;
  }
  putText(header, at, 'data');
  view.setUint32(at + 4, shown(dataSize ?? 0), true);
  return header;
}

/** Plain up to two channels of 16 bits or of float; extensible beyond, as the format asks. */
function formatChunk({ sampleRate, channels, bitDepth }: WavLayout): Uint8Array {
  const isFloat = bitDepth === 'float';
  const tag = isFloat ? 3 : 1;
  const extensible = channels > 2 || (!isFloat && bitDepth > 16);
  const size = bytesOf(bitDepth);
  const chunk = new Uint8Array(extensible ? 40 : isFloat ? 18 : 16);
  const view = new DataView(chunk.buffer);
  view.setUint16(0, extensible ? 0xfffe : tag, true);
  view.setUint16(2, channels, true);
  view.setUint32(4, sampleRate, true);
  view.setUint32(8, sampleRate * channels * size, true);
  view.setUint16(12, channels * size, true);
  view.setUint16(14, size * 8, true);
  if (extensible) {
    view.setUint16(16, 22, true);
    view.setUint16(18, size * 8, true);
    view.setUint32(20, speakerMasks[channels] ?? 0, true);
    view.setUint16(24, tag, true);
    chunk.set(guidTail, 26);
  }
  return chunk;
}

function bytesOf(bitDepth: BitDepth): number {
  return bitDepth === 'float' ? 4 : bitDepth / 8;
}

function putText(bytes: Uint8Array, at: number, text: string): void {
  for (let index = 0; index < text.length; index++) bytes[at + index] = text.charCodeAt(index);
}
