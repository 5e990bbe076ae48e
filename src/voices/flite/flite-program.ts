import { ConsoleStdout, File, Inode, OpenFile, PreopenDirectory, WASI } from '@bjorn3/browser_wasi_shim';
import { VoiceError } from '../voice-error.ts';
import { instantiate } from './wasm-module.ts';

export type ProgramRun = {
  /** Everything printed. */
  readonly printed: string;
  /** The sound made, signed 16-bit, at flite's rate. Absent where none was asked for. */
  readonly samples: Int16Array | undefined;
};

const soundFile = 'speech.wav';

/** Runs flite's command line on files in memory. Each run has an instance of its own, so nothing is left of the one before. */
export function runFlite(module: WebAssembly.Module, args: readonly string[], sound: boolean): ProgramRun {
  const files = new Map<string, Inode>();
  const lines: string[] = [];
  const errors: string[] = [];
  const wasi = new WASI(
    ['flite', ...args, '-o', sound ? soundFile : 'none'],
    [],
    [
      new OpenFile(new File([])),
      ConsoleStdout.lineBuffered((line) => lines.push(line)),
      ConsoleStdout.lineBuffered((line) => errors.push(line)),
      new PreopenDirectory('.', files),
    ],
    // Or it prints each call.
    { debug: false },
  );
  const code = wasi.start(asProgram(instantiate(module, { wasi_snapshot_preview1: wasi.wasiImport })));
  const written = files.get(soundFile);
  if (code !== 0 || (sound && !(written instanceof File))) {
    throw new VoiceError(`flite ended with code ${code}. ${errors.join(' ')}`.trim(), { provider: 'flite' });
  }
  return { printed: lines.join(' '), samples: written instanceof File ? readSound(written.data) : undefined };
}

type Program = Parameters<WASI['start']>[0];

function asProgram(exports: object): Program {
  if (!isProgram(exports)) throw new VoiceError('flite.wasm is not a WASI program.', { provider: 'flite' });
  return { exports };
}

function isProgram(exports: object): exports is Program['exports'] {
  // oxlint-disable-next-line no-underscore-dangle -- the name that WASI gives it
  return 'memory' in exports && '_start' in exports && typeof exports._start === 'function';
}

/** Flite always writes the same 44 bytes before the samples. */
function readSound(bytes: Uint8Array): Int16Array {
  const frames = Math.max(0, (bytes.length - 44) >> 1);
  return new Int16Array(bytes.slice(44, 44 + frames * 2).buffer);
}
