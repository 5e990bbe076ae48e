// oxlint-disable no-underscore-dangle -- the names that the package gives its functions
import createModule, { type FvadModule } from '@echogarden/fvad-wasm';
import { earSampleRate, frameLength } from '../heard-frame.ts';

/**
 * What hears whether there is speech in a frame. The ear weighs it with evidence of its own. The embedded one is
 * WebRTC's; a neural one, such as Silero, can be passed in.
 */
export interface SpeechDetector {
  /** `frame` has `frameLength` samples at `earSampleRate`; 0 to 1. Synchronous, and the same for the same sound. */
  hear(frame: Float32Array): number;
  close(): void;
}

/** Most that the detector takes for speech is speech, and little speech is missed: its mode 2 of 0 to 3. */
const mode = 2;

type Engine = { readonly module: FvadModule; readonly input: number };

let loading: Promise<Engine> | undefined;

/** The code is loaded once; each detector has a handle in its memory, which `close` gives back. */
export async function openWebrtcDetector(): Promise<SpeechDetector> {
  loading ??= loadEngine();
  const { module, input } = await loading.catch((cause: unknown) => {
    loading = undefined;
    throw new Error('The speech detector @echogarden/fvad-wasm cannot be loaded: install the package anew.', {
      cause,
    });
  });
  let handle = module._fvad_new();
  if (handle === 0) throw new Error('There is no memory for another speech detector: close sessions first.');
  module._fvad_set_sample_rate(handle, earSampleRate);
  module._fvad_set_mode(handle, mode);
  return {
    hear(frame) {
      if (handle === 0) return 0;
      // The memory moves when it grows, so the view is taken anew.
      const memory = module.HEAP16;
      const start = input >> 1;
      for (let index = 0; index < frameLength; index++) {
        const scaled = Math.floor((frame[index] ?? 0) * 32_767 + 0.5);
        memory[start + index] = scaled > 32_767 ? 32_767 : scaled < -32_768 ? -32_768 : scaled;
      }
      return module._fvad_process(handle, input, frameLength) === 1 ? 1 : 0;
    },
    close() {
      if (handle !== 0) module._fvad_free(handle);
      handle = 0;
    },
  };
}

/** One input for all detectors: each fills it and reads it before the next does. */
async function loadEngine(): Promise<Engine> {
  const module = await createModule();
  return { module, input: module._malloc(frameLength * 2) };
}
