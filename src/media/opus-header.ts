export type OpusHead = {
  readonly channels: number;
  /** Frames at 48 kHz to drop at the start. */
  readonly preSkip: number;
  /** Hz; of what was encoded, for information. */
  readonly inputRate: number;
};

/** How many streams a packet holds and which of their channels goes where, as a decoder wants it. */
export type OpusMapping = {
  readonly streamCount: number;
  readonly coupledStreamCount: number;
  readonly mapping: readonly number[];
};

/** RFC 7845, 5.1. */
export function createOpusHead({ channels, preSkip, inputRate }: OpusHead): Uint8Array {
  const bytes = new Uint8Array(19);
  const view = new DataView(bytes.buffer);
  bytes.set(new TextEncoder().encode('OpusHead'));
  bytes[8] = 1;
  bytes[9] = channels;
  view.setUint16(10, preSkip, true);
  view.setUint32(12, inputRate, true);
  return bytes;
}

export function readOpusHead(packet: Uint8Array): (OpusHead & OpusMapping) | undefined {
  const name = String.fromCharCode(...packet.subarray(0, 8));
  const [version = 255, channels = 0] = packet.subarray(8, 10);
  if (name !== 'OpusHead' || packet.length < 19 || version > 15 || channels === 0) return undefined;
  const mapping = readMapping(packet, channels);
  if (mapping === undefined) return undefined;
  const view = new DataView(packet.buffer, packet.byteOffset, packet.byteLength);
  return { channels, preSkip: view.getUint16(10, true), inputRate: view.getUint32(12, true), ...mapping };
}

function readMapping(packet: Uint8Array, channels: number): OpusMapping | undefined {
  if (packet[18] === 0) {
    if (channels > 2) return undefined;
    return { streamCount: 1, coupledStreamCount: channels - 1, mapping: channels === 1 ? [0] : [0, 1] };
  }
  const [streamCount = 0, coupledStreamCount = 0, ...mapping] = packet.subarray(19, 21 + channels);
  const sources = streamCount + coupledStreamCount;
  const valid =
    streamCount > 0 &&
    coupledStreamCount <= streamCount &&
    mapping.length === channels &&
    mapping.every((source) => source === 255 || source < sources);
  return valid ? { streamCount, coupledStreamCount, mapping } : undefined;
}

/** RFC 7845, 5.2: who made it, and no comments. */
export function createOpusTags(): Uint8Array {
  const vendor = new TextEncoder().encode('duologue');
  const bytes = new Uint8Array(8 + 4 + vendor.length + 4);
  bytes.set(new TextEncoder().encode('OpusTags'));
  new DataView(bytes.buffer).setUint32(8, vendor.length, true);
  bytes.set(vendor, 12);
  return bytes;
}

/** Frames at 48 kHz that a packet holds, by its first bytes (RFC 6716, 3.1); 0 for what is no packet. */
export function opusPacketFrames(packet: Uint8Array): number {
  const [first, second = 0] = packet;
  if (first === undefined) return 0;
  const mode = first >> 3;
  const length =
    mode < 12
      ? ([480, 960, 1920, 2880][mode & 3] ?? 0)
      : mode < 16
        ? ([480, 960][mode & 1] ?? 0)
        : ([120, 240, 480, 960][mode & 3] ?? 0);
  const code = first & 3;
  const count = code === 0 ? 1 : code === 3 ? second & 63 : 2;
  return length * count;
}
