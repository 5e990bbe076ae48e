import { VoiceError } from '../voice-error.ts';

const customSection = 0;
const dataSection = 11;
const headerLength = 8;
/** Opcodes of a constant expression. */
const i32Const = 0x41;
const end = 0x0b;

export type SplitProgram = {
  /** A program that starts with empty memory, without names and notes for debuggers. */
  readonly code: Uint8Array<ArrayBuffer>;
  /** What its memory has to hold before it starts. It is shared, so that all threads take it from one copy. */
  readonly memory: Uint8Array;
};

/**
 * Takes the data out of a WebAssembly program: the voices, 16 of its 21 MB, which an engine would hold on to beside
 * each instance's own copy. By the WebAssembly core specification, 5.5.
 */
export function splitProgram(program: Uint8Array): SplitProgram {
  const reader = createReader(program, headerLength);
  const kept = [program.subarray(0, headerLength)];
  const segments: Segment[] = [];
  while (!reader.ended()) {
    const start = reader.position();
    const section = reader.byte();
    const bytes = reader.bytes(reader.unsigned());
    if (section === dataSection) segments.push(...segmentsOf(bytes));
    else if (section !== customSection) kept.push(program.subarray(start, reader.position()));
  }
  const length = segments.reduce((most, { at, bytes }) => Math.max(most, at + bytes.length), 0);
  const memory = new Uint8Array(new SharedArrayBuffer(length));
  for (const { at, bytes } of segments) memory.set(bytes, at);
  return { code: joined(kept), memory };
}

function joined(pieces: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

type Segment = { readonly at: number; readonly bytes: Uint8Array };

function segmentsOf(section: Uint8Array): Segment[] {
  const reader = createReader(section, 0);
  return Array.from({ length: reader.unsigned() }, () => {
    const mode = reader.unsigned();
    const opcode = reader.byte();
    const at = reader.signed();
    if (mode !== 0 || opcode !== i32Const || reader.byte() !== end) {
      throw new VoiceError('flite.wasm places its data in a way that is not known here.', {
        provider: 'flite',
      });
    }
    return { at, bytes: reader.bytes(reader.unsigned()) };
  });
}

interface Reader {
  ended(): boolean;
  position(): number;
  byte(): number;
  bytes(length: number): Uint8Array;
  /** LEB128. */
  unsigned(): number;
  /** LEB128, 32 bits. */
  signed(): number;
}

function createReader(source: Uint8Array, start: number): Reader {
  let at = start;
  const byte = (): number => {
    const value = source[at];
    if (value === undefined) throw new VoiceError('flite.wasm ends too soon.', { provider: 'flite' });
    at += 1;
    return value;
  };
  const unsigned = (): number => {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const part = byte();
      value += (part & 127) * scale;
      if (part < 128) return value;
    }
  };
  return {
    ended: () => at >= source.length,
    position: () => at,
    byte,
    bytes: (length) => {
      at += length;
      return source.subarray(at - length, at);
    },
    unsigned,
    signed: () => {
      let value = 0;
      for (let shift = 0; ; shift += 7) {
        const part = byte();
        value |= (part & 127) << shift;
        if (part >= 128) continue;
        return (part & 64) !== 0 && shift < 25 ? value | (-1 << (shift + 7)) : value;
      }
    },
  };
}
