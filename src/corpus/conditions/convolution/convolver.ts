import { blockFrames, type SpectralArithmetic, type SpectralMemory } from './spectral-arithmetic.ts';

/** Sounds that go by paths of their own to each of several outputs, where they add up. */
export interface Convolver extends Disposable {
  /**
   * One block of `blockFrames` of each input, `null` for silence, into one block of each output. No delay. What is
   * silent and has died away costs nothing. Gives whether there is anything in each output.
   */
  process(inputs: readonly (Float32Array | null)[], outputs: readonly Float32Array[]): readonly boolean[];
}

/** `paths[output][input]`: the response from one to the other, `null` for none. */
export type Paths = readonly (readonly (Float32Array | null)[])[];

/** Overlap-save in uniform partitions: each block's spectrum is taken once and meets every part of every response. */
export function createConvolver(arithmetic: SpectralArithmetic, paths: Paths): Convolver {
  const inputs = Math.max(0, ...paths.map((row) => row.length));
  const histories = Array.from({ length: inputs }, (_, input) =>
    Math.max(1, ...paths.map((row) => partitionsOf(row[input]))),
  );
  const layout = layOut(
    histories,
    paths.map((row) => row.map(partitionsOf)),
  );
  const memory = arithmetic.allocate(layout.pieces);
  for (let piece = 0; piece < layout.pieces; piece++) memory.clear(piece);
  const routes = paths.map((row, output) =>
    row.flatMap((response, input) =>
      response === null || response.length === 0
        ? []
        : [
            {
              input,
              first: storeResponse(memory, response, layout.responseAt(output, input)),
              count: partitionsOf(response),
            },
          ],
    ),
  );
  const states = histories.map((slots, input) => ({
    slots,
    spectra: layout.historyAt[input] ?? 0,
    window: layout.windowAt[input] ?? 0,
    /** Which slots hold sound. */
    sounding: new Uint8Array(slots),
    newest: 0,
    /** Whether the window's older half holds sound. */
    trailing: false,
  }));
  const { sumAt, resultAt } = layout;

  const takeIn = (state: (typeof states)[number], block: Float32Array | null): void => {
    state.newest = (state.newest + 1) % state.slots;
    const sounds = block !== null;
    state.sounding[state.newest] = sounds || state.trailing ? 1 : 0;
    if (!sounds && !state.trailing) return;
    const window = memory.samples(state.window);
    window.copyWithin(0, blockFrames, 2 * blockFrames);
    if (sounds) window.set(block, blockFrames);
    else window.fill(0, blockFrames);
    memory.forward(state.window, state.spectra + state.newest);
    state.trailing = sounds;
  };

  return {
    process(blocks, outputs) {
      for (const [input, state] of states.entries()) takeIn(state, blocks[input] ?? null);
      return outputs.map((output, index) => {
        let sounds = false;
        for (const { input, first, count } of routes[index] ?? []) {
          const state = states[input];
          if (state === undefined) continue;
          for (let part = 0; part < count; part++) {
            const slot = (state.newest - part + state.slots) % state.slots;
            if (state.sounding[slot] !== 1) continue;
            if (!sounds) memory.clear(sumAt);
            sounds = true;
            memory.addProduct(state.spectra + slot, first + part, sumAt);
          }
        }
        if (sounds) {
          memory.inverse(sumAt, resultAt);
          output.set(memory.samples(resultAt).subarray(blockFrames));
        } else output.fill(0);
        return sounds;
      });
    },
    [Symbol.dispose]: () => memory[Symbol.dispose](),
  };
}

function partitionsOf(response: Float32Array | null | undefined): number {
  return Math.ceil((response?.length ?? 0) / blockFrames);
}

/** Which piece of memory is for what: windows, histories of spectra, spectra of responses, a sum and its sound. */
function layOut(histories: readonly number[], partitions: readonly (readonly number[])[]) {
  let pieces = 0;
  const take = (count: number): number => {
    pieces += count;
    return pieces - count;
  };
  const windowAt = histories.map(() => take(1));
  const historyAt = histories.map((slots) => take(slots));
  const responses = partitions.map((row) => row.map((count) => take(count)));
  const sumAt = take(1);
  const resultAt = take(1);
  return {
    pieces,
    windowAt,
    historyAt,
    sumAt,
    resultAt,
    responseAt: (output: number, input: number): number => responses[output]?.[input] ?? 0,
  };
}

/** The spectra of a response's parts, each followed by as much silence. */
function storeResponse(memory: SpectralMemory, response: Float32Array, first: number): number {
  for (let part = 0; part * blockFrames < response.length; part++) {
    const samples = memory.samples(first + part).fill(0);
    samples.set(response.subarray(part * blockFrames, (part + 1) * blockFrames));
    memory.forward(first + part, first + part);
  }
  return first;
}
