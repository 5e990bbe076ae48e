import { type Pronouncer, pronounceWith } from './pronounce.ts';
import { compileFlite } from './wasm-module.ts';

/** Flite's front end, of the package that is installed. */
export async function createFlitePronouncer(): Promise<Pronouncer> {
  return pronounceWith(await compileFlite());
}
