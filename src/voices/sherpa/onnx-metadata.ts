import { closeSync, openSync, readSync } from 'node:fs';

/** Fields of `onnx.ModelProto` and `onnx.StringStringEntryProto`. */
const metadataField = 14;
const [keyField, valueField] = [1, 2];
/** No entry is longer. */
const longestEntry = 1 << 20;

/**
 * The key-value pairs that an ONNX file carries: what sherpa-onnx goes by. The network itself, hundreds of megabytes,
 * is stepped over. Throws a `RangeError` for what is no ONNX file.
 */
export function readOnnxMetadata(path: string): ReadonlyMap<string, string> {
  const file = openSync(path, 'r');
  try {
    const found = new Map<string, string>();
    let position = 0;
    for (;;) {
      const head = Buffer.alloc(20);
      const length = readSync(file, head, 0, head.length, position);
      if (length === 0) return found;
      const field = readField(head.subarray(0, length));
      if (field.number === metadataField && field.size <= longestEntry) {
        const entry = Buffer.alloc(field.size);
        readSync(file, entry, 0, field.size, position + field.start);
        const [key, value] = readEntry(entry);
        found.set(key, value);
      }
      position += field.start + field.size;
    }
  } finally {
    closeSync(file);
  }
}

type Field = { readonly number: number; readonly start: number; readonly size: number };

/** The field at the head of these bytes: where its content starts, and how long it is. */
function readField(bytes: Uint8Array): Field {
  const [tag, afterTag] = readVarint(bytes, 0);
  const number = Math.floor(tag / 8);
  const wire = tag % 8;
  if (number === 0) throw new RangeError('not a protocol buffer');
  if (wire === 0) return { number, start: afterTag, size: readVarint(bytes, afterTag)[1] - afterTag };
  if (wire === 1) return { number, start: afterTag, size: 8 };
  if (wire === 5) return { number, start: afterTag, size: 4 };
  if (wire !== 2) throw new RangeError('not a protocol buffer');
  const [size, start] = readVarint(bytes, afterTag);
  return { number, start, size };
}

function readEntry(bytes: Buffer): [key: string, value: string] {
  let [key, value] = ['', ''];
  for (let position = 0; position < bytes.length; ) {
    const { number, start, size } = readField(bytes.subarray(position));
    const text = bytes.toString('utf8', position + start, position + start + size);
    if (number === keyField) key = text;
    if (number === valueField) value = text;
    position += start + size;
  }
  return [key, value];
}

function readVarint(bytes: Uint8Array, from: number): [value: number, next: number] {
  let value = 0;
  for (let index = from, scale = 1; index < Math.min(bytes.length, from + 10); index++, scale *= 128) {
    const byte = bytes[index] ?? 0;
    value += (byte % 128) * scale;
    if (byte < 128) return [value, index + 1];
  }
  throw new RangeError('not a protocol buffer');
}
