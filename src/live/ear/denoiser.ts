import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { frameLength } from '../heard-frame.ts';

/** Takes noise out of speech, some 32 ms late. It costs about 6 % of a core, so it is for few sessions. */
export interface Denoiser {
  /** A frame in, a frame out; the frame that comes is written anew by the next `hear`. */
  hear(frame: Float32Array): Float32Array;
  close(): void;
}

/** Samples that the network takes at once. */
const chunk = 256;
const bytesPerSample = 4;

type Engine = {
  create(): number;
  destroy(state: number): void;
  process(state: number): void;
  memory(): Float32Array;
  readonly input: number;
  readonly output: number;
};

let loading: Promise<Engine> | undefined;

/** GTCRN (Rong and others 2024). The code is loaded once; each denoiser has a state in its memory. */
export async function openDenoiser(): Promise<Denoiser> {
  loading ??= loadEngine();
  const engine = await loading.catch((cause: unknown) => {
    loading = undefined;
    throw cause;
  });
  let state = engine.create();
  if (state === 0) throw new Error('There is no memory for another denoiser: close sessions first.');
  const waiting = new Float32Array(chunk);
  const clean = new Float32Array(frameLength);
  // A frame is longer than a chunk: this many samples stand ready, so that there is always a whole frame.
  const ready = new Float32Array(frameLength + 2 * chunk);
  let [filled, kept] = [0, chunk];
  return {
    hear(frame) {
      if (state === 0) return frame;
      for (let index = 0; index < frameLength; index++) {
        waiting[filled++] = frame[index] ?? 0;
        if (filled < chunk) continue;
        filled = 0;
        engine.memory().set(waiting, engine.input / bytesPerSample);
        engine.process(state);
        const start = engine.output / bytesPerSample;
        ready.set(engine.memory().subarray(start, start + chunk), kept);
        kept += chunk;
      }
      clean.set(ready.subarray(0, frameLength));
      ready.copyWithin(0, frameLength, kept);
      kept -= frameLength;
      for (let index = 0; index < frameLength; index++) {
        if (!Number.isFinite(clean[index])) clean[index] = 0;
      }
      return clean;
    },
    close() {
      if (state !== 0) engine.destroy(state);
      state = 0;
    },
  };
}

/** The package's build for audio worklets has letters for names; these are those of the version that is depended on. */
const names = { memory: 'c', start: 'd', create: 'e', destroy: 'g', process: 'i', allocate: 'k' };

async function loadEngine(): Promise<Engine> {
  const path = createRequire(import.meta.url).resolve('@sapphi-red/web-noise-suppressor/gtcrn.wasm');
  const module = await WebAssembly.compile(await readFile(path));
  const held: { memory?: WebAssembly.Memory } = {};
  const grow = (bytes: number): number => {
    const { memory } = held;
    if (memory === undefined) return 0;
    try {
      memory.grow(Math.ceil((bytes - memory.buffer.byteLength) / 65_536));
      return 1;
    } catch {
      return 0;
    }
  };
  const { exports } = await WebAssembly.instantiate(module, { a: { a: failInside, b: grow } });
  const memory = exports[names.memory];
  if (!(memory instanceof WebAssembly.Memory)) throw anotherBuild();
  held.memory = memory;
  const call = (name: string): ((...values: number[]) => number) => {
    const value = exports[name];
    if (typeof value !== 'function') throw anotherBuild();
    return (...values) => Number(value(...values));
  };
  call(names.start)();
  const [input, output] = [chunk, chunk].map((count) => call(names.allocate)(count * bytesPerSample));
  if (!input || !output) throw anotherBuild();
  const [create, destroy, process] = [call(names.create), call(names.destroy), call(names.process)];
  return {
    create,
    destroy: (state) => void destroy(state),
    process: (state) => void process(state, input, output),
    memory: () => new Float32Array(memory.buffer),
    input,
    output,
  };
}

function failInside(): never {
  throw new Error('The denoiser failed inside.');
}

function anotherBuild(): Error {
  return new Error(
    'The denoiser in @sapphi-red/web-noise-suppressor is another build than this version knows: install 0.4.1 of it.',
  );
}
