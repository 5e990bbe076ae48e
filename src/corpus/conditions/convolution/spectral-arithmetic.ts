// oxlint-disable no-underscore-dangle -- the names that the package gives its functions
import createModule, { type PffftModule } from '@echogarden/pffft-wasm/simd';
import { CorpusError } from '../../corpus-error.ts';

/** Frames in which sound is convolved: a transform spans twice as many. */
export const blockFrames = 1024;
const size = 2 * blockFrames;

/** Samples and spectra in memory of WebAssembly, in pieces of `2 * blockFrames` numbers that are counted from 0. */
export interface SpectralMemory extends Disposable {
  /** Samples of one piece, until anything else is allocated. */
  samples(piece: number): Float32Array;
  forward(samples: number, spectrum: number): void;
  /** Undoes `forward`, without a factor. */
  inverse(spectrum: number, samples: number): void;
  /** Adds the product of two spectra to a third, scaled for `inverse`. */
  addProduct(a: number, b: number, sum: number): void;
  clear(piece: number): void;
}

export interface SpectralArithmetic {
  allocate(pieces: number): SpectralMemory;
}

let loading: Promise<SpectralArithmetic> | undefined;

/** PFFFT with SIMD, loaded once in a process. */
export function loadSpectralArithmetic(): Promise<SpectralArithmetic> {
  loading ??= load().catch((cause: unknown) => {
    loading = undefined;
    throw new CorpusError('@echogarden/pffft-wasm cannot be loaded: install the package anew.', { cause });
  });
  return loading;
}

async function load(): Promise<SpectralArithmetic> {
  const pffft = await createModule();
  const setup = pffft._pffft_new_setup(size, 0);
  const work = allocateBytes(pffft, size * Float32Array.BYTES_PER_ELEMENT);
  return { allocate: (pieces) => allocatePieces(pffft, setup, work, pieces) };
}

function allocatePieces(pffft: PffftModule, setup: number, work: number, pieces: number): SpectralMemory {
  const bytes = size * Float32Array.BYTES_PER_ELEMENT;
  let start = allocateBytes(pffft, pieces * bytes);
  const at = (piece: number): number => {
    // What was given back belongs to somebody else by now.
    if (start === 0)
      throw new RangeError('These conditions are disposed: create new ones for another dialogue.');
    return start + piece * bytes;
  };
  const samples = (piece: number): Float32Array => {
    const first = at(piece) / Float32Array.BYTES_PER_ELEMENT;
    return pffft.HEAPF32.subarray(first, first + size);
  };
  return {
    samples,
    forward: (from, to) => pffft._pffft_transform(setup, at(from), at(to), work, 0),
    inverse: (from, to) => pffft._pffft_transform(setup, at(from), at(to), work, 1),
    addProduct: (a, b, sum) => pffft._pffft_zconvolve_accumulate(setup, at(a), at(b), at(sum), 1 / size),
    clear: (piece) => samples(piece).fill(0),
    [Symbol.dispose]() {
      if (start !== 0) pffft._pffft_aligned_free(start);
      start = 0;
    },
  };
}

function allocateBytes(pffft: PffftModule, bytes: number): number {
  const pointer = pffft._pffft_aligned_malloc(bytes);
  if (pointer === 0) throw new CorpusError(`No memory for ${bytes} bytes of room responses.`);
  return pointer;
}
