/** Bits into bytes, the highest first, as FLAC wants them. */
export interface BitWriter {
  /** The lowest `bits` of a value, at most 31. What is above them has to be 0. */
  write(value: number, bits: number): void;
  /** Folded residuals of a partition as Rice codes. */
  writeRice(folded: Int32Array, from: number, to: number, parameter: number): void;
  /** Zeros up to the next byte. */
  align(): void;
  /** What was written since `clear`, whole bytes. It holds until something else is written. */
  bytes(): Uint8Array;
  clear(): void;
}

/** Has room for so many bytes, and never grows: the caller knows the longest frame. */
export function createBitWriter(size: number): BitWriter {
  const bytes = new Uint8Array(size + 4);
  let at = 0;
  /** Bits that are not in `bytes` yet, and how many more fit in. */
  let word = 0;
  let free = 32;

  const store = (value: number): void => {
    bytes[at] = value >>> 24;
    bytes[at + 1] = value >>> 16;
    bytes[at + 2] = value >>> 8;
    bytes[at + 3] = value;
    at += 4;
  };
  const write = (value: number, bits: number): void => {
    if (bits < free) {
      word = (word << bits) | value;
      free -= bits;
      return;
    }
    const rest = bits - free;
    store((word << free) | (value >>> rest));
    // What was stored already is shifted out before the word is stored again.
    word = value;
    free = 32 - rest;
  };

  return {
    write,
    writeRice(folded, from, to, parameter) {
      const stop = 1 << parameter;
      const mask = stop - 1;
      // Of its own copies: what closures share is read from memory each time.
      let [held, room, place] = [word, free, at];
      for (let index = from; index < to; index++) {
        const code = folded[index] ?? 0;
        const zeros = code >>> parameter;
        let bits = zeros + 1 + parameter;
        if (bits > 31) {
          [word, free, at] = [held, room, place];
          for (let left = zeros; left > 0; left -= 31) write(0, Math.min(31, left));
          [held, room, place] = [word, free, at];
          bits = 1 + parameter;
        }
        const value = stop | (code & mask);
        if (bits < room) {
          held = (held << bits) | value;
          room -= bits;
        } else {
          const rest = bits - room;
          const full = (held << room) | (value >>> rest);
          bytes[place] = full >>> 24;
          bytes[place + 1] = full >>> 16;
          bytes[place + 2] = full >>> 8;
          bytes[place + 3] = full;
          place += 4;
          held = value;
          room = 32 - rest;
        }
      }
      [word, free, at] = [held, room, place];
    },
    align() {
      write(0, free % 8);
    },
    bytes() {
      const rest = (32 - free) / 8;
      if (rest > 0) {
        const last = word << free;
        store(last);
        at += rest - 4;
        word = 0;
        free = 32;
      }
      return bytes.subarray(0, at);
    },
    clear() {
      at = 0;
      word = 0;
      free = 32;
    },
  };
}
