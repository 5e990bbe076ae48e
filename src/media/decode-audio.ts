import type { MultichannelAudio } from '../dsp/index.ts';
import { abortable } from './abortable.ts';
import type { DecoderSetting, StreamDecoder } from './decoder-seam.ts';
import { MediaError } from './media-error.ts';
import type { SampleCoding } from './sample-coding.ts';
import { type Sniffed, sniffAudio, sniffLength, startsFrames } from './sniff-audio.ts';
import { createPcmDecoder, createWavDecoder } from './wav-decoder.ts';

/** Headerless samples cannot say what they are. Little-endian, interleaved. */
export type RawFormat = {
  readonly coding: SampleCoding;
  /** Hz. */
  readonly sampleRate: number;
  readonly channels: number;
};

export type DecodeOptions = {
  /** Take the bytes as raw samples of this form. Without it they are sniffed, whatever their name. */
  readonly format?: RawFormat;
  /** What bytes are that do not say themselves: raw samples of this form. Text is refused all the same. */
  readonly orElse?: RawFormat;
  /** Give what is there of a file that was cut short, where the default is a `MediaError`. Default false. */
  readonly allowTruncated?: boolean;
  readonly signal?: AbortSignal;
};

/** Bytes of a file given to a decoder at once. */
const pieceSize = 1 << 16;

/** A whole file from memory. Times in it are those of the encoder's input: codec delay is taken out. */
export async function decodeAudio(
  bytes: Uint8Array,
  options: DecodeOptions = {},
): Promise<MultichannelAudio> {
  return joinBlocks(decodeStream(pieces(bytes), options));
}

/**
 * Blocks of any length as the bytes come in, in memory that does not grow with the length: all of one rate and one
 * count of channels, at least one of them (an empty one where there is no sound).
 */
export async function* decodeStream(
  source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  { format, orElse, allowTruncated = false, signal }: DecodeOptions = {},
): AsyncGenerator<MultichannelAudio, void, undefined> {
  const setting: DecoderSetting = { allowTruncated };
  let decoder: StreamDecoder | undefined = format === undefined ? undefined : rawDecoder(format, setting);
  let start = new Uint8Array(0);
  try {
    for await (const bytes of signal === undefined ? source : abortable(source, signal)) {
      if (decoder !== undefined) {
        yield* await decoder.push(bytes);
        continue;
      }
      const longer = new Uint8Array(start.length + bytes.length);
      longer.set(start);
      longer.set(bytes, start.length);
      start = longer;
      if (start.length < sniffLength) continue;
      decoder = await decoderOf(start, orElse, setting);
      yield* await decoder.push(start);
    }
    if (decoder === undefined) {
      decoder = await decoderOf(start, orElse, setting);
      yield* await decoder.push(start);
    }
    yield* await decoder.finish();
  } finally {
    decoder?.dispose();
  }
}

function rawDecoder(format: RawFormat, setting: DecoderSetting): StreamDecoder {
  const { sampleRate, channels } = format;
  if (!(sampleRate > 0) || !Number.isInteger(channels) || channels < 1 || channels > 1024) {
    const found = `${channels} channels at ${sampleRate} Hz`;
    throw new MediaError('invalid-option', `Raw samples cannot have ${found}.`, { found });
  }
  return createPcmDecoder(format, setting);
}

/** Samples may look like the sync word of one MPEG frame, but not like those of several in a row. */
async function decoderOf(
  start: Uint8Array,
  orElse: RawFormat | undefined,
  setting: DecoderSetting,
): Promise<StreamDecoder> {
  const sniffed = sniffAudio(start);
  if (orElse === undefined) return decoderFor(sniffed, setting);
  const doubtful = sniffed.kind === 'aac' || (sniffed.kind === 'mp3' && !startsFrames(start));
  return sniffed.kind === 'unknown' || doubtful ? rawDecoder(orElse, setting) : decoderFor(sniffed, setting);
}

async function decoderFor(sniffed: Sniffed, setting: DecoderSetting): Promise<StreamDecoder> {
  switch (sniffed.kind) {
    case 'wav':
    case 'rf64':
      return createWavDecoder(setting);
    case 'mp3':
      return (await import('./mp3-decoder.ts')).createMp3Decoder(setting);
    case 'ogg-opus':
      return (await import('./opus-decoder.ts')).createOpusDecoder(setting);
    case 'flac':
      return (await import('./flac-decoder.ts')).createFlacDecoder(setting);
    case 'ogg-vorbis':
    case 'ogg-flac':
    case 'ogg':
    case 'aac':
    case 'mp4':
    case 'webm':
    case 'aiff':
    case 'text':
    case 'html':
    case 'json':
    case 'empty':
    case 'unknown':
      throw notDecoded(sniffed);
    default:
      return sniffed.kind satisfies never;
  }
}

export function notDecoded({ kind, description }: Sniffed): MediaError {
  const details = { found: description, offset: 0 };
  const readable = 'WAV, MP3, Opus in Ogg and FLAC are read';
  if (kind === 'empty') return new MediaError('empty', `There is no audio: no bytes at all.`, details);
  if (kind === 'text' || kind === 'html' || kind === 'json') {
    return new MediaError('not-audio', `This is not audio but ${description}.`, details);
  }
  if (kind === 'unknown') {
    return new MediaError(
      'not-audio',
      `These are ${description}; ${readable}, and raw samples when \`format\` says what they are.`,
      details,
    );
  }
  return new MediaError('unsupported', `This is ${description}; ${readable}. Convert it first.`, details);
}

/** The whole of it, in one piece. */
export async function joinBlocks(blocks: AsyncIterable<MultichannelAudio>): Promise<MultichannelAudio> {
  const all: MultichannelAudio[] = [];
  let frames = 0;
  for await (const block of blocks) {
    all.push(block);
    frames += block.channels[0]?.length ?? 0;
  }
  const [first] = all;
  if (first === undefined || all.length === 1) return first ?? { channels: [], sampleRate: 0 };
  const channels = first.channels.map((_, channel) => {
    const whole = new Float32Array(frames);
    let at = 0;
    for (const block of all) {
      const samples = block.channels[channel];
      if (samples === undefined) continue;
      whole.set(samples, at);
      at += samples.length;
    }
    return whole;
  });
  return { channels, sampleRate: first.sampleRate };
}

/** In pieces fit for a decoder. */
export function* pieces(bytes: Uint8Array): Iterable<Uint8Array> {
  for (let at = 0; at < bytes.length; at += pieceSize) yield bytes.subarray(at, at + pieceSize);
}
