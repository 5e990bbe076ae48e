/** Of a frame's header (RFC 9639, 9.1.8). */
export function crc8(bytes: Uint8Array): number {
  let crc = 0;
  for (let index = 0; index < bytes.length; index++) crc = table8[crc ^ (bytes[index] ?? 0)] ?? 0;
  return crc;
}

/** Of a whole frame (RFC 9639, 9.3). */
export function crc16(bytes: Uint8Array): number {
  let crc = 0;
  for (let index = 0; index < bytes.length; index++) {
    crc = ((crc << 8) & 0xffff) ^ (table16[(crc >> 8) ^ (bytes[index] ?? 0)] ?? 0);
  }
  return crc;
}

const table8 = Uint8Array.from({ length: 256 }, (_, byte) => divide(byte, 0x107, 8));
const table16 = Uint16Array.from({ length: 256 }, (_, byte) => divide(byte << 8, 0x18005, 16));

/** The remainder of eight steps of a long division of polynomials. */
function divide(value: number, polynomial: number, bits: number): number {
  let rest = value;
  for (let step = 0; step < 8; step++) rest = (rest << 1) ^ ((rest >> (bits - 1)) & 1 ? polynomial : 0);
  return rest;
}
