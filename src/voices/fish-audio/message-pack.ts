/**
 * A value as MessagePack, which carries bytes where JSON cannot. Numbers are whole ones of 32 bits, else doubles.
 * https://github.com/msgpack/msgpack/blob/master/spec.md
 */
export function packMessage(value: unknown): Uint8Array {
  const pieces: Uint8Array[] = [];
  pack(value, pieces);
  const bytes = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let offset = 0;
  for (const piece of pieces) {
    bytes.set(piece, offset);
    offset += piece.length;
  }
  return bytes;
}

function pack(value: unknown, pieces: Uint8Array[]): void {
  if (value === null || value === undefined) pieces.push(Uint8Array.of(0xc0));
  else if (typeof value === 'boolean') pieces.push(Uint8Array.of(value ? 0xc3 : 0xc2));
  else if (typeof value === 'number') pieces.push(packNumber(value));
  else if (value instanceof Uint8Array) pieces.push(header(0xc6, value.length), value);
  else if (Array.isArray(value)) {
    pieces.push(header(0xdd, value.length));
    for (const item of value) pack(item, pieces);
  } else if (typeof value === 'object') {
    const entries = Object.entries(value).filter(([, item]) => item !== undefined);
    pieces.push(header(0xdf, entries.length));
    for (const [name, item] of entries) {
      pack(name, pieces);
      pack(item, pieces);
    }
  } else {
    const text = new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value));
    pieces.push(header(0xdb, text.length), text);
  }
}

function packNumber(value: number): Uint8Array {
  const view = new DataView(new ArrayBuffer(9));
  if (Number.isInteger(value) && Math.abs(value) < 2 ** 31) {
    view.setUint8(0, 0xd2);
    view.setInt32(1, value);
    return new Uint8Array(view.buffer, 0, 5);
  }
  view.setUint8(0, 0xcb);
  view.setFloat64(1, value);
  return new Uint8Array(view.buffer);
}

/** A kind, and a length of 32 bits. */
function header(kind: number, length: number): Uint8Array {
  const view = new DataView(new ArrayBuffer(5));
  view.setUint8(0, kind);
  view.setUint32(1, length);
  return new Uint8Array(view.buffer);
}
