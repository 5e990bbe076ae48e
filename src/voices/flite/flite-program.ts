import { ConsoleStdout, File, Inode, OpenFile, PreopenDirectory, WASI } from '@bjorn3/browser_wasi_shim';
import { VoiceError } from '../voice-error.ts';
import { type FliteModule, instantiate } from './wasm-program.ts';

export type ProgramRun = {
  /** Everything printed. */
  readonly printed: string;
  /** The sound made, signed 16-bit, at flite's rate. Absent where none was asked for. */
  readonly samples: Int16Array | undefined;
};

/** Flite's command line on files in memory. */
export interface FliteProgram {
  run(args: readonly string[], sound: boolean): ProgramRun;
}

const soundFile = 'speech.wav';

/**
 * One instance serves every run: its memory is put back to where it was before the first, so nothing is left of the
 * run before. That is quicker than a new instance, whose 17 MB wait for the collector. After a failure it is replaced.
 */
export function createFliteProgram(flite: FliteModule): FliteProgram {
  let instance: Resettable | undefined;
  return {
    run(args, sound) {
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
      const current = instance ?? createResettable(flite, wasi);
      instance = undefined;
      const code = current.start(wasi);
      const written = files.get(soundFile);
      if (code !== 0 || (sound && !(written instanceof File))) {
        throw new VoiceError(`flite ended with code ${code}. ${errors.join(' ')}`.trim(), {
          provider: 'flite',
        });
      }
      instance = current;
      return {
        printed: lines.join(' '),
        samples: written instanceof File ? readSound(written.data) : undefined,
      };
    },
  };
}

/** An instance that starts each time as if it were new. */
interface Resettable {
  start(wasi: WASI): number;
}

type Program = Parameters<WASI['start']>[0];
type SystemCall = (...values: unknown[]) => unknown;

function createResettable({ module, memory: fresh }: FliteModule, first: WASI): Resettable {
  let serving = first;
  const calls = Object.keys(first.wasiImport).map((name): [string, SystemCall] => [
    name,
    (...values) => serving.wasiImport[name]?.(...values),
  ]);
  const program = asProgram(instantiate(module, { wasi_snapshot_preview1: Object.fromEntries(calls) }));
  const { memory } = program.exports;
  return {
    start(wasi) {
      serving = wasi;
      const bytes = new Uint8Array(memory.buffer);
      bytes.set(fresh);
      bytes.fill(0, fresh.length);
      return wasi.start(program);
    },
  };
}

function asProgram(exports: object): Program {
  if (!isProgram(exports)) throw new VoiceError('flite.wasm is not a WASI program.', { provider: 'flite' });
  return { exports };
}

function isProgram(exports: object): exports is Program['exports'] {
  // oxlint-disable-next-line no-underscore-dangle -- the name that WASI gives it
  return 'memory' in exports && '_start' in exports && typeof exports._start === 'function';
}

/** Flite always writes the same 44 bytes before the samples. The file is nobody else's: no copy is needed. */
function readSound(bytes: Uint8Array): Int16Array {
  const frames = Math.max(0, (bytes.length - 44) >> 1);
  return new Int16Array(bytes.buffer, bytes.byteOffset + 44, frames);
}
