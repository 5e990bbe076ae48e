import type { Engine } from '../model/engine.ts';

/** Memory that threads share: they look whether they are to stop. */
export function createStopSign(): { readonly memory: SharedArrayBuffer; stop(): void } {
  const memory = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
  return { memory, stop: () => void Atomics.store(new Int32Array(memory), 0, 1) };
}

/**
 * Runs no further network once the sign is set. A thread that is ended while one runs takes the whole process with it,
 * so whoever ends it sets the sign first, and waits for what is under way.
 */
export function untilStopped(engine: Engine, memory: SharedArrayBuffer): Engine {
  const sign = new Int32Array(memory);
  return {
    run(network, inputs) {
      if (Atomics.load(sign, 0) === 0) return engine.run(network, inputs);
      return Promise.reject(new Error('the model was closed'));
    },
  };
}
