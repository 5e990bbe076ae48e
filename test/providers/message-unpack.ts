/** Reads MessagePack: those kinds that a client may send. */
export function unpackMessage(bytes: Uint8Array): unknown {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let offset = 0;
  const take = (length: number): Uint8Array => {
    offset += length;
    return new Uint8Array(bytes.subarray(offset - length, offset));
  };
  const length = (): number => {
    offset += 4;
    return view.getUint32(offset - 4);
  };
  const read = (): unknown => {
    const kind = view.getUint8(offset++);
    if (kind === 0xc0) return null;
    if (kind === 0xc2 || kind === 0xc3) return kind === 0xc3;
    if (kind === 0xc6) return take(length());
    if (kind === 0xdb) return new TextDecoder().decode(take(length()));
    if (kind === 0xd2) return view.getInt32((offset += 4) - 4);
    if (kind === 0xcb) return view.getFloat64((offset += 8) - 8);
    if (kind === 0xdd) return Array.from({ length: length() }, read);
    if (kind === 0xdf) return Object.fromEntries(Array.from({ length: length() }, () => [read(), read()]));
    throw new TypeError(`Kind ${kind} at ${offset - 1}.`);
  };
  const value = read();
  if (offset !== bytes.length) throw new TypeError('There is more behind the value.');
  return value;
}
