import { deflateSync } from 'node:zlib';

export type IndexedImage = {
  readonly width: number;
  readonly height: number;
  /** A place in the palette for each pixel, row by row from the top. */
  readonly pixels: Uint8Array;
  /** At most 256 colours: red, green, blue, and how much they cover, 0 to 255. */
  readonly palette: readonly (readonly [red: number, green: number, blue: number, alpha: number])[];
};

/** A PNG file (ISO/IEC 15948) of few colours, as small as zlib makes it. */
export function encodeIndexedPng({ width, height, pixels, palette }: IndexedImage): Uint8Array {
  if (palette.length > 256) throw new RangeError(`A palette has at most 256 colours, not ${palette.length}.`);
  const header = new DataView(new ArrayBuffer(13));
  header.setUint32(0, width);
  header.setUint32(4, height);
  // Eight bits for each pixel, colours by their place in the palette.
  header.setUint8(8, 8);
  header.setUint8(9, 3);
  const rows = new Uint8Array((width + 1) * height);
  for (let row = 0; row < height; row++)
    rows.set(pixels.subarray(row * width, (row + 1) * width), row * (width + 1) + 1);
  return Buffer.concat([
    Uint8Array.of(137, 80, 78, 71, 13, 10, 26, 10),
    chunk('IHDR', new Uint8Array(header.buffer)),
    chunk('PLTE', Uint8Array.from(palette.flatMap(([red, green, blue]) => [red, green, blue]))),
    chunk('tRNS', Uint8Array.from(palette.map(([, , , alpha]) => alpha))),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', new Uint8Array(0)),
  ]);
}

function chunk(name: string, data: Uint8Array): Uint8Array {
  const named = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, sum]);
}

/** Node has one of its own only from version 22 on. */
function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return (crc ^ 0xffffffff) >>> 0;
}
