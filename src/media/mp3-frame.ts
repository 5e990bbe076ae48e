export type Mp3FrameHeader = {
  /** MPEG 1, 2, or 2.5. */
  readonly version: 1 | 2 | 2.5;
  readonly layer: 1 | 2 | 3;
  /** Hz. */
  readonly sampleRate: number;
  readonly channels: 1 | 2;
  /** Bits a second. */
  readonly bitrate: number;
  /** Bytes, header and all. */
  readonly size: number;
  /** Samples of each channel in a frame. */
  readonly frames: number;
};

/** Rates that MP3 has, Hz. */
export const mp3SampleRates = [8000, 11_025, 12_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000] as const;

const highRates = [44_100, 48_000, 32_000] as const;

/** Kilobits a second, by index; 0 stands for free format, which is not read. */
const bitrates = {
  'high 1': [0, 32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448],
  'high 2': [0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384],
  'high 3': [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
  'low 1': [0, 32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256],
  'low 2': [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
} as const;

function bitrateTable(version: number, layer: number): readonly number[] {
  if (version === 1)
    return layer === 1 ? bitrates['high 1'] : layer === 2 ? bitrates['high 2'] : bitrates['high 3'];
  return layer === 1 ? bitrates['low 1'] : bitrates['low 2'];
}

const versions = [2.5, undefined, 2, 1] as const;
const layers = [undefined, 3, 2, 1] as const;

/** The four bytes of a frame header (ISO 11172-3, 2.4.1.3), or undefined where they are none. */
export function readFrameHeader(bytes: Uint8Array, at = 0): Mp3FrameHeader | undefined {
  const second = bytes[at + 1] ?? 0;
  const third = bytes[at + 2] ?? 0;
  const fourth = bytes[at + 3];
  if (bytes[at] !== 0xff || (second & 0xe0) !== 0xe0 || fourth === undefined) return undefined;
  const version = versions[(second >> 3) & 3];
  const layer = layers[(second >> 1) & 3];
  const rate = highRates[(third >> 2) & 3];
  if (version === undefined || layer === undefined || rate === undefined) return undefined;
  const bitrate = (bitrateTable(version, layer)[third >> 4] ?? 0) * 1000;
  if (bitrate === 0) return undefined;
  const sampleRate = version === 1 ? rate : version === 2 ? rate / 2 : rate / 4;
  const padding = (third >> 1) & 1;
  const frames = layer === 1 ? 384 : layer === 3 && version !== 1 ? 576 : 1152;
  const size =
    layer === 1
      ? (Math.floor((12 * bitrate) / sampleRate) + padding) * 4
      : Math.floor(((frames / 8) * bitrate) / sampleRate) + padding;
  return { version, layer, sampleRate, channels: fourth >> 6 === 3 ? 1 : 2, bitrate, size, frames };
}

/** Whether two frames can be of one stream. Bitrate and stereo mode may change within it. */
export function sameStream(one: Mp3FrameHeader, other: Mp3FrameHeader): boolean {
  return one.version === other.version && one.layer === other.layer && one.sampleRate === other.sampleRate;
}

/** What the first frame tells of the whole, where it is a Xing, Info or VBRI frame and holds no sound. */
export type Mp3Info = {
  /** Frames (of MPEG) that follow; undefined where the writer could not go back to say. */
  readonly frameCount: number | undefined;
  /** Samples that the encoder put before the first, and after the last; undefined where it did not say. */
  readonly gap: { readonly delay: number; readonly padding: number } | undefined;
};

export function readInfoFrame(frame: Uint8Array, header: Mp3FrameHeader): Mp3Info | undefined {
  if (header.layer !== 3) return undefined;
  if (textAt(frame, 36) === 'VBRI') {
    return { frameCount: viewOf(frame).getUint32(50), gap: undefined };
  }
  const checksum = ((frame[1] ?? 0) & 1) === 0 ? 2 : 0;
  for (const at of [4 + sideSize(header), 4 + sideSize(header) + checksum]) {
    const id = textAt(frame, at);
    if ((id === 'Xing' || id === 'Info') && frame.length >= at + 8) return readXing(frame, at);
  }
  return undefined;
}

function readXing(frame: Uint8Array, start: number): Mp3Info {
  const view = viewOf(frame);
  const flags = view.getUint32(start + 4);
  let at = start + 8;
  let frameCount: number | undefined;
  if ((flags & 1) !== 0 && frame.length >= at + 4) frameCount = view.getUint32(at);
  at += ((flags & 1) !== 0 ? 4 : 0) + ((flags & 2) !== 0 ? 4 : 0);
  at += ((flags & 4) !== 0 ? 100 : 0) + ((flags & 8) !== 0 ? 4 : 0);
  // The encoder's name opens LAME's part; zeros mean that there is none.
  if (frame.length < at + 24 || frame[at] === 0) return { frameCount, gap: undefined };
  const [high = 0, middle = 0, low = 0] = frame.subarray(at + 21, at + 24);
  const gap = { delay: (high << 4) | (middle >> 4), padding: ((middle & 15) << 8) | low };
  return { frameCount, gap };
}

export type InfoFrameContent = {
  readonly sampleRate: number;
  readonly channels: number;
  /** Bits a second of the frames that follow. */
  readonly bitrate: number;
  /** Samples before the first. */
  readonly delay: number;
  /** What only the end knows: undefined in a stream that cannot be patched. */
  readonly end:
    | {
        readonly frameCount: number;
        /** Bytes of the frames that follow. */
        readonly size: number;
        /** Samples after the last. */
        readonly padding: number;
        /** CRC-16 of the frames that follow. */
        readonly checksum: number;
      }
    | undefined;
};

const infoSize = 156;

/** A frame without sound that tells players and decoders length, delay and padding, as LAME writes it. */
export function createInfoFrame(content: InfoFrameContent): Uint8Array {
  const { sampleRate, channels, bitrate, delay, end } = content;
  const first = infoHeader(sampleRate, channels);
  const header = readFrameHeader(first);
  const frame = new Uint8Array(header?.size ?? 0);
  if (header === undefined) return frame;
  frame.set(first);
  const view = viewOf(frame);
  const at = 4 + sideSize(header);
  putText(frame, at, 'Info');
  view.setUint32(at + 4, end === undefined ? 4 : 7);
  let next = at + 8;
  if (end !== undefined) {
    view.setUint32(next, end.frameCount);
    view.setUint32(next + 4, frame.length + end.size);
    next += 8;
  }
  // At a constant bitrate a hundredth of the time is a hundredth of the bytes.
  for (let index = 0; index < 100; index++) frame[next + index] = Math.floor((index * 256) / 100);
  next += 100;
  // A name that starts as LAME's: some decoders trust delays under that name only.
  putText(frame, next, 'LAME3.100');
  frame[next + 9] = 1;
  frame[next + 20] = Math.min(255, bitrate / 1000);
  const padding = end?.padding ?? 0;
  frame[next + 21] = delay >> 4;
  frame[next + 22] = ((delay & 15) << 4) | (padding >> 8);
  frame[next + 23] = padding & 255;
  view.setUint32(next + 28, end === undefined ? 0 : frame.length + end.size);
  view.setUint16(next + 32, end?.checksum ?? 0);
  view.setUint16(next + 34, updateChecksum(0, frame.subarray(0, next + 34)));
  return frame;
}

/** A header of the lowest bitrate whose frame has room for the tag. */
function infoHeader(sampleRate: number, channels: number): Uint8Array {
  const version = sampleRate >= 32_000 ? 3 : sampleRate >= 16_000 ? 2 : 0;
  const base = version === 3 ? sampleRate : version === 2 ? sampleRate * 2 : sampleRate * 4;
  const rate = highRates.findIndex((candidate) => candidate === base);
  const bytes = Uint8Array.of(0xff, 0xe0 | (version << 3) | 0x03, 0, channels === 1 ? 0xc4 : 0x44);
  for (let bitrate = 1; bitrate < 15; bitrate++) {
    bytes[2] = (bitrate << 4) | (rate << 2);
    const header = readFrameHeader(bytes);
    if (header !== undefined && header.size >= 4 + sideSize(header) + infoSize) break;
  }
  return bytes;
}

/** Bytes of side information between a frame's header and where Xing starts. */
function sideSize({ version, channels }: Mp3FrameHeader): number {
  if (version === 1) return channels === 1 ? 17 : 32;
  return channels === 1 ? 9 : 17;
}

/** The bitrates, in bits a second, that layer III has at a rate. */
export function mp3Bitrates(sampleRate: number): readonly number[] {
  const highest = sampleRate >= 16_000 ? Number.POSITIVE_INFINITY : 64;
  return bitrateTable(sampleRate >= 32_000 ? 1 : 2, 3)
    .filter((bitrate) => bitrate > 0 && bitrate <= highest)
    .map((bitrate) => bitrate * 1000);
}

const checksumTable = Uint16Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = (value & 1) === 0 ? value >> 1 : (value >> 1) ^ 0xa001;
  return value;
});

/** CRC-16 with the polynomial 8005, reflected, as LAME's tag has it. */
export function updateChecksum(checksum: number, bytes: Uint8Array): number {
  let value = checksum;
  for (const byte of bytes) value = (value >> 8) ^ (checksumTable[(value ^ byte) & 255] ?? 0);
  return value;
}

function textAt(bytes: Uint8Array, at: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + 4));
}

function putText(bytes: Uint8Array, at: number, text: string): void {
  for (let index = 0; index < text.length; index++) bytes[at + index] = text.charCodeAt(index);
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
