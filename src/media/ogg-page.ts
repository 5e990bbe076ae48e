/** One page of an Ogg stream (RFC 3533), and what its packets are. */
export type OggPage = {
  readonly isFirst: boolean;
  readonly isLast: boolean;
  /** Whether its first packet began on the page before. */
  readonly continues: boolean;
  /** Samples up to the last packet that ends here; -1 where none does. */
  readonly granule: number;
  readonly serial: number;
  readonly sequence: number;
  /** Packets, or parts of them; the last one goes on where `unfinished`. */
  readonly segments: readonly Uint8Array[];
  readonly unfinished: boolean;
};

const oggHeaderSize = 27;
/** Bytes; 27 of header, 255 of lacing, 255 segments of 255. */
export const longestOggPage = 27 + 255 + 255 * 255;

/** Bytes of the page whose header and lacing lie at the start, or undefined where more are needed to tell. */
export function oggPageSize(bytes: Uint8Array): number | undefined {
  const segments = bytes[26];
  if (segments === undefined || bytes.length < oggHeaderSize + segments) return undefined;
  let size = oggHeaderSize + segments;
  for (let index = 0; index < segments; index++) size += bytes[oggHeaderSize + index] ?? 0;
  return size;
}

export function isOggPage(bytes: Uint8Array): boolean {
  return bytes[0] === 0x4f && bytes[1] === 0x67 && bytes[2] === 0x67 && bytes[3] === 0x53 && bytes[4] === 0;
}

/** A whole page, or undefined where its checksum does not match. */
export function readOggPage(bytes: Uint8Array): OggPage | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const copy = bytes.slice();
  copy.fill(0, 22, 26);
  if (oggChecksum(copy) !== view.getUint32(22, true)) return undefined;
  const flags = bytes[5] ?? 0;
  const count = bytes[26] ?? 0;
  const segments: Uint8Array[] = [];
  let from = oggHeaderSize + count;
  let to = from;
  let unfinished = false;
  for (let index = 0; index < count; index++) {
    const lace = bytes[oggHeaderSize + index] ?? 0;
    to += lace;
    unfinished = lace === 255;
    if (unfinished) continue;
    segments.push(bytes.subarray(from, to));
    from = to;
  }
  if (unfinished) segments.push(bytes.subarray(from, to));
  return {
    isFirst: (flags & 2) !== 0,
    isLast: (flags & 4) !== 0,
    continues: (flags & 1) !== 0,
    granule: Number(view.getBigInt64(6, true)),
    serial: view.getUint32(14, true),
    sequence: view.getUint32(18, true),
    segments,
    unfinished,
  };
}

export type OggPageContent = Pick<OggPage, 'isFirst' | 'isLast' | 'granule' | 'serial' | 'sequence'> & {
  /** Whole packets: no page here needs to be longer than a page may be. */
  readonly packets: readonly Uint8Array[];
};

/** Lacing values that a packet takes of the 255 of a page. */
export function lacingCount(packet: Uint8Array): number {
  return Math.floor(packet.length / 255) + 1;
}

export function writeOggPage({ packets, ...page }: OggPageContent): Uint8Array {
  const lacing = packets.flatMap((packet) =>
    Array.from({ length: lacingCount(packet) }, (_, index, all = lacingCount(packet)) =>
      index === all - 1 ? packet.length % 255 : 255,
    ),
  );
  const size = packets.reduce((sum, packet) => sum + packet.length, oggHeaderSize + lacing.length);
  const bytes = new Uint8Array(size);
  const view = new DataView(bytes.buffer);
  bytes.set([0x4f, 0x67, 0x67, 0x53]);
  bytes[5] = (page.isFirst ? 2 : 0) | (page.isLast ? 4 : 0);
  view.setBigInt64(6, BigInt(page.granule), true);
  view.setUint32(14, page.serial, true);
  view.setUint32(18, page.sequence, true);
  bytes[26] = lacing.length;
  bytes.set(lacing, oggHeaderSize);
  let at = oggHeaderSize + lacing.length;
  for (const packet of packets) {
    bytes.set(packet, at);
    at += packet.length;
  }
  view.setUint32(22, oggChecksum(bytes), true);
  return bytes;
}

const checksumTable = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte << 24;
  for (let bit = 0; bit < 8; bit++)
    value = (value & 0x80000000) === 0 ? value << 1 : (value << 1) ^ 0x04c11db7;
  return value >>> 0;
});

/** CRC-32 with the polynomial 04c11db7, not reflected, from zero. */
function oggChecksum(bytes: Uint8Array): number {
  let value = 0;
  for (const byte of bytes) value = ((value << 8) ^ (checksumTable[(value >>> 24) ^ byte] ?? 0)) >>> 0;
  return value;
}
