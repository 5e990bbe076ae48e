import { type Engine, floats, integers, output, type Tensor } from '../model/engine.ts';
import type { StreamIndex } from './pointers.ts';

/** What the text encoder reads of a unit. */
export type UnitText = {
  readonly stream: StreamIndex;
  readonly symbols: readonly number[];
  readonly tones: readonly number[];
};

/** One vector for each symbol of a unit. */
export type UnitVectors = { readonly at: (symbol: number) => Float32Array };

/** Symbols of the units before and after that a unit is read with. */
export type Surroundings = { readonly before: number; readonly after: number };

/** Own unit; before and after it, of the same speaker and of the other. */
const roles = { own: 0, beforeSame: 1, beforeOther: 2, afterSame: 3, afterOther: 4 } as const;

type Piece = { readonly unit: UnitText; readonly from: number; readonly to: number; readonly role: number };

/** Lets the encoder read a unit between its neighbours in script order. */
export async function encodeUnit(
  engine: Engine,
  unit: UnitText,
  neighbours: { readonly before?: UnitText | undefined; readonly after?: UnitText | undefined },
  { before, after }: Surroundings,
): Promise<UnitVectors> {
  const pieces: Piece[] = [];
  const { before: last, after: next } = neighbours;
  if (last !== undefined) {
    const { length } = last.symbols;
    const role = last.stream === unit.stream ? roles.beforeSame : roles.beforeOther;
    pieces.push({ unit: last, from: Math.max(0, length - before), to: length, role });
  }
  pieces.push({ unit, from: 0, to: unit.symbols.length, role: roles.own });
  if (next !== undefined) {
    const role = next.stream === unit.stream ? roles.afterSame : roles.afterOther;
    pieces.push({ unit: next, from: 0, to: Math.min(after, next.symbols.length), role });
  }
  const symbols = pieces.flatMap((piece) => piece.unit.symbols.slice(piece.from, piece.to));
  const tones = pieces.flatMap((piece) => piece.unit.tones.slice(piece.from, piece.to));
  const places = pieces.flatMap(({ from, to, role }) => Array.from({ length: to - from }, () => role));
  const { length } = symbols;
  const outputs = await engine.run('text', {
    symbols: integers(symbols, 1, length),
    tones: integers(tones, 1, length),
    roles: integers(places, 1, length),
  });
  const all = output(outputs, 'text', 'vectors');
  const width = all.length / length;
  const first = places.indexOf(roles.own);
  const own = all.slice(first * width, (first + unit.symbols.length) * width);
  return { at: (symbol) => own.subarray(symbol * width, (symbol + 1) * width) };
}

/** Two vectors as one tensor. */
export function pair(first: Float32Array, second: Float32Array): Tensor {
  const both = new Float32Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return floats(both, 2, first.length);
}
